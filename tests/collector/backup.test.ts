/** Backups are consistent and complete, restores are checked, and what is derived comes out of the journal as it was. */
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { verifyFolder } from '../../collector/audit/verify-folder.ts'
import { restoreBackup } from '../../collector/backup/restore.ts'
import { packTar, unpackTar } from '../../collector/backup/tar.ts'
import { rebuildDerived } from '../../collector/rebuild.ts'
import { openDatabase } from '../../collector/store/database.ts'
import type { AlertList } from '../../events/api.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig, tempDir } from './harness.ts'

afterEach(cleanUp)

const alertsOf = async (rig: Rig) => (await rig.call<AlertList>('GET', '/api/v1/alerts')).body

/** A company with an alert and what it took. */
async function busyRig(dir = tempDir()): Promise<Rig> {
  const rig = await startRig({ dir })
  await fillCompany(rig)
  const agent = await enrolAgent(rig)
  const records = [40, 30, 60].map((count, index) => ({
    seq: index + 1,
    event: copyEvent(rig, agent.id, { uid: `e${index}`, account: 'anna', count }),
  }))
  await agent.post(records)
  await eventually(
    async () => ((await alertsOf(rig)).alerts[0]?.customers === 60 ? true : undefined),
    'the alert',
  )
  return rig
}

const backUp = (rig: Rig, to: string) =>
  rig.call<{ files: { name: string }[]; error: { message: string } }>('POST', '/api/v1/backups', {
    to,
  })

describe('a backup', () => {
  it.each(['backup', 'backup.tar', 'backup.tar.zst'])(
    'as %s holds the authority that agents have pinned, and own rules whatever people called them',
    async target => {
      const rig = await startRig()
      for (const folder of ['tls', 'rules', 'rules/old.yml']) mkdirSync(join(rig.dir, folder))
      symlinkSync('nowhere', join(rig.dir, 'rules', '.#draft.yml'))
      const own = ['утечка базы', 'ü'.repeat(120), 'a'.repeat(90), "o'b,(1)"]
      const names = ['tls/authority.key', ...own.map(name => `rules/${name}.yml`)]
      for (const name of names) writeFileSync(join(rig.dir, name), name)
      const to = join(tempDir(), target)
      const made = await backUp(rig, to)
      expect(made.body.files.map(file => file.name)).toEqual(expect.arrayContaining(names))
      const dir = join(tempDir(), 'restored')
      await restoreBackup(to, dir)
      for (const name of names) expect(readFileSync(join(dir, name), 'utf8')).toBe(name)
      expect(readdirSync(join(dir, 'rules'))).toHaveLength(own.length)
    },
  )

  it.each(['backup', 'backup.tar', 'backup.tar.zst'])(
    'made while events come in, as %s, gives a collector with the same alerts, customers and keys',
    async name => {
      const rig = await busyRig()
      const agent = await enrolAgent(rig)
      const to = join(tempDir(), name)
      let isDone = false
      let seq = 0
      const flood = async () => {
        while (!isDone) {
          seq += 1
          const event = copyEvent(rig, agent.id, { uid: `f${seq}`, account: 'mira', count: 1 })
          await agent.post([{ seq, event }])
        }
      }
      const flooding = flood()
      const made = await backUp(rig, to)
      isDone = true
      await flooding
      expect(made.body.files.map(file => file.name)).toEqual(
        expect.arrayContaining(['journal.db', 'customers.db', 'signing-key.json', 'config.yaml']),
      )
      const before = await alertsOf(rig)
      const dir = join(tempDir(), 'restored')
      await restoreBackup(to, dir)
      expect(verifyFolder(dir, { kept: [] }).faults).toEqual([])
      const again = await startRig({ dir })
      expect(await alertsOf(again)).toEqual(before)
      expect(again.collector.parts.base.counts()).toEqual(rig.collector.parts.base.counts())
      expect(again.collector.parts.signingKey.publicKey).toEqual(
        rig.collector.parts.signingKey.publicKey,
      )
    },
  )

  it('is for its owner only, holds neither sessions nor the console key, and is recorded', async () => {
    const rig = await busyRig()
    const to = join(tempDir(), 'backup')
    await backUp(rig, to)
    expect(statSync(to).mode & 0o777).toBe(0o700)
    const names = readdirSync(to)
    for (const name of names) expect(statSync(join(to, name)).mode & 0o077).toBe(0)
    expect(names).not.toContain('access.db')
    expect(names).not.toContain('console.key')
    const entries = await rig.collector.parts.journal.read(0, 1000)
    const records = entries.map(({ body }) => JSON.parse(body))
    expect(records).toContainEqual(expect.objectContaining({ kind: 'backup.made', by: 'console' }))
  })

  it('never overwrites, needs an absolute path, and is made from the console only', async () => {
    const rig = await startRig()
    const folder = tempDir()
    const taken = join(folder, 'taken')
    writeFileSync(taken, 'precious')
    const refused = await backUp(rig, taken)
    expect(refused).toMatchObject({ status: 409 })
    expect(refused.body.error.message).toContain('never overwrites')
    expect(readFileSync(taken, 'utf8')).toBe('precious')
    expect((await backUp(rig, 'relative')).status).toBe(400)
    expect((await backUp(rig, join(folder, 'no', 'where'))).status).toBe(400)
    const token = rig.collector.parts.access.newSignInToken()
    const { app } = rig.collector
    const signedIn = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host: '127.0.0.1' },
      payload: { token },
    })
    const cookie = `${signedIn.cookies[0]?.name}=${signedIn.cookies[0]?.value}`
    const reply = await app.inject({
      method: 'POST',
      url: '/api/v1/backups',
      headers: { host: '127.0.0.1', cookie, 'x-clientkeep': '1' },
      payload: { to: join(folder, 'mine') },
    })
    expect(reply.statusCode).toBe(403)
    expect(readdirSync(folder)).toEqual(['taken'])
  })
})

describe('a restore', () => {
  it('refuses a folder that is not empty, a file that was changed, and what is no backup', async () => {
    const rig = await startRig()
    const to = join(tempDir(), 'backup')
    await backUp(rig, to)
    await expect(restoreBackup(to, rig.dir)).rejects.toMatchObject({ code: 'ERR_CONFLICT' })
    const dir = join(tempDir(), 'restored')
    appendFileSync(join(to, 'customers.db'), 'x')
    await expect(restoreBackup(to, dir)).rejects.toMatchObject({
      code: 'ERR_DATA_DAMAGED',
      message: expect.stringContaining('customers.db'),
    })
    const nonsense = join(tempDir(), 'x.tar')
    writeFileSync(nonsense, Buffer.alloc(4096, 'nonsense'))
    await expect(restoreBackup(nonsense, dir)).rejects.toMatchObject({ code: 'ERR_INPUT_FILE' })
    await expect(restoreBackup(join(dir, 'gone'), dir)).rejects.toMatchObject({
      code: 'ERR_INPUT_FILE',
    })
    expect(readdirSync(join(dir, '..'))).toEqual([])
  })
})

it.each([
  ['backup', 'interrupted backup'],
  ['restore', 'interrupted restore'],
])('what a killed %s left is named, with what to do about it', async (which, said) => {
  const rig = await startRig()
  const to = join(tempDir(), 'backup')
  mkdirSync(join(`${to}.partial`, 'events'), { recursive: true })
  const left = await backUp(rig, to)
  expect(left).toMatchObject({ status: 409 })
  expect(left.body.error.message).toContain('interrupted backup left; remove it')
  if (which === 'backup') return
  await backUp(rig, `${to}.tar`)
  const dir = join(tempDir(), 'restored')
  mkdirSync(join(`${dir}.partial`, 'events'), { recursive: true })
  await expect(restoreBackup(`${to}.tar`, dir)).rejects.toMatchObject({
    message: expect.stringContaining(`${said} left; remove it`),
  })
})

describe('a tar file', () => {
  it('gives back what was packed, and never anything but a Fault when it is damaged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 2000 }), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        async (contents, at) => {
          const dir = tempDir()
          const names = contents.map((content, index) => {
            writeFileSync(join(dir, `f${index}`), content)
            return `f${index}`
          })
          const path = join(tempDir(), 'x.tar')
          await packTar(dir, names, { path, zstd: false })
          const back = tempDir()
          await unpackTar(path, { dir: back, zstd: false })
          for (const [index, content] of contents.entries())
            expect(readFileSync(join(back, `f${index}`))).toEqual(Buffer.from(content))
          const bytes = readFileSync(path)
          const torn = join(tempDir(), 'torn.tar')
          writeFileSync(torn, bytes.subarray(0, at % (bytes.length - 1024)))
          await expect(unpackTar(torn, { dir: tempDir(), zstd: false })).rejects.toMatchObject({
            code: 'ERR_INPUT_FILE',
          })
        },
      ),
      { numRuns: 15 },
    )
  })

  it.each(['../up', '/etc/x', 'a/../../b', 'rules/../x'])(
    'with a file named %s is refused',
    async name => {
      const dir = tempDir()
      mkdirSync(join(dir, 'in', 'a'), { recursive: true })
      mkdirSync(join(dir, 'in', 'rules'))
      const path = join(dir, 'x.tar')
      writeFileSync(join(dir, 'in', 'fine'), 'x')
      await packTar(join(dir, 'in'), ['fine'], { path, zstd: false })
      const bytes = readFileSync(path)
      bytes.fill(0, 0, 100)
      bytes.write(name, 0)
      writeFileSync(path, bytes)
      await expect(unpackTar(path, { dir: tempDir(), zstd: false })).rejects.toMatchObject({
        code: 'ERR_INPUT_FILE',
        message: expect.stringContaining(name),
      })
    },
  )
})

/** Everything a database holds, for comparing, but how far events have been read: those that change nothing are told late. */
function dump(path: string): Record<string, unknown[]> {
  const database = openDatabase(path, { name: 'any', migrations: [] }, { readonly: true })
  const tables = database
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'progress' ORDER BY name`,
    )
    .all()
  const rows = tables.map(({ name }) => [
    name,
    name === 'projected'
      ? database.prepare('SELECT offset FROM projected').all()
      : database.prepare(`SELECT * FROM "${name}"`).all(),
  ])
  database.close()
  return Object.fromEntries(rows)
}

describe('a rebuild', () => {
  it('gives exactly the projections and the exposure that there were', async () => {
    const rig = await busyRig()
    const { alerts } = await alertsOf(rig)
    await rig.call('POST', `/api/v1/alerts/${alerts[0]?.id}/decisions`, {
      status: 'closed',
      verdict: 'true_positive',
      note: 'seen',
    })
    const { head } = rig.collector.parts.journal
    await eventually(() => rig.collector.lag().offset >= head - 1 || undefined, 'all to be read')
    await rig.collector.close()
    const files = ['projections.db', 'exposure.db'].map(name => join(rig.dir, name))
    const before = files.map(dump)
    expect(before[0]?.alert).toHaveLength(1)
    expect(before[1]?.taken).not.toEqual([])
    const options = {
      dir: rig.dir,
      mode: 'real' as const,
      version: '0',
      dashboardDir: rig.dir,
      log: pino({ level: 'silent' }),
    }
    await rebuildDerived(options)
    expect(files.map(dump)).toEqual(before)
  })

  it('is refused while a collector runs', async () => {
    const rig = await startRig()
    const options = {
      dir: rig.dir,
      mode: 'real' as const,
      version: '0',
      dashboardDir: rig.dir,
      log: pino({ level: 'silent' }),
    }
    await expect(rebuildDerived(options)).rejects.toMatchObject({ code: 'ERR_DATA_LOCKED' })
  })
})

describe('a page of a database that was overwritten', () => {
  it.each([
    ['journal.db', 'restore it from a backup'],
    ['projections.db', 'clientkeep rebuild'],
    ['access.db', 'everyone signs in again'],
    ['connectors.db', 'logs are read again'],
  ])('in %s is found at the start, and the message says what to do', async (name, advice) => {
    const rig = await busyRig()
    await rig.collector.close()
    const path = join(rig.dir, name)
    const bytes = readFileSync(path)
    bytes.fill(0xa5, 2 * 4096, bytes.length)
    writeFileSync(path, bytes)
    await expect(startRig({ dir: rig.dir })).rejects.toMatchObject({
      code: 'ERR_DATA_DAMAGED',
      message: expect.stringContaining(advice),
    })
  })
})
