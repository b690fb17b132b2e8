/** Data folders and the journal: what is refused at start, and that nothing acknowledged is lost. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { openEmbeddedJournal } from '../../collector/journal/embedded.ts'
import { journalSchema } from '../../collector/journal/sqlite-schema.ts'
import { openDatabase } from '../../collector/store/database.ts'
import type { AlertList } from '../../events/api.ts'
import type { DepartureList } from '../../events/api-people.ts'
import { batchOf } from './batches.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, startRig, tempDir } from './harness.ts'

afterEach(cleanUp)

const program = join(import.meta.dirname, '..', '..', 'clientkeep')

const finding = (seq: number) =>
  ({ kind: 'finding', source: 'finding:f', seq, time: seq, body: '{}' }) as const

describe('a data folder', () => {
  it('is used by one collector at a time', async () => {
    const rig = await startRig()
    await expect(startRig({ dir: rig.dir })).rejects.toMatchObject({
      code: 'ERR_DATA_LOCKED',
      message: expect.stringContaining('--data'),
    })
  })

  it('of a newer version is refused and left as it is', async () => {
    const dir = tempDir()
    const marker = join(dir, 'clientkeep.json')
    writeFileSync(marker, '{"format":99,"mode":"real"}')
    await expect(startRig({ dir })).rejects.toMatchObject({ code: 'ERR_DATA_NEWER' })
    expect(readFileSync(marker, 'utf8')).toBe('{"format":99,"mode":"real"}')
  })

  it('whose journal is of a newer version is refused', async () => {
    const rig = await startRig()
    const again = await rig.restart()
    await again.collector.close()
    const database = openDatabase(join(rig.dir, 'journal.db'), journalSchema)
    database.pragma('user_version = 99')
    database.close()
    await expect(startRig({ dir: rig.dir })).rejects.toMatchObject({
      code: 'ERR_DATA_NEWER',
      message: expect.stringContaining('journal.db'),
    })
  })

  it('with a damaged file is refused with its name', async () => {
    const dir = tempDir()
    writeFileSync(
      join(dir, 'journal.db'),
      'this is no database, and long enough to be looked at as one'.repeat(100),
    )
    await expect(startRig({ dir })).rejects.toMatchObject({
      code: 'ERR_DATA_DAMAGED',
      message: expect.stringContaining('journal.db'),
    })
  })

  it('keeps demo and real data apart', async () => {
    const rig = await startRig({ mode: 'demo' })
    await rig.collector.close()
    await expect(startRig({ dir: rig.dir, mode: 'real' })).rejects.toMatchObject({
      code: 'ERR_DATA_MIXED',
    })
  })

  it('that is a file is refused', async () => {
    const dir = join(tempDir(), 'file')
    writeFileSync(dir, '')
    await expect(startRig({ dir })).rejects.toMatchObject({ code: 'ERR_INPUT_FILE' })
  })

  it.skipIf(process.getuid?.() !== 0)(
    'that another account owns a file of is refused with that file, its owner and what to do',
    async () => {
      const rig = await startRig()
      const { dir } = rig
      await rig.collector.close()
      for (const path of ['.', ...readdirSync(dir)]) chownSync(join(dir, path), 65_534, 65_534)
      chownSync(join(dir, 'journal.db'), 0, 0)
      const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', program]
      const run = (args: string[]) =>
        spawnSync('setpriv', [...asNobody, ...args, '--data', dir], { encoding: 'utf8' })
      const started = run(['collector', '--port', '0'])
      expect(started).toMatchObject({ status: 2, stderr: expect.stringContaining('journal.db') })
      expect(started.stderr).toContain('belongs to user 0 and this is user 65534')
      expect(run(['verify']).stderr).toMatch(/journal\.db: cannot be opened .*copy/)
      chownSync(join(dir, 'signing-key.json'), 0, 0)
      expect(run(['verify'])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('signing-key.json: this account may not'),
      })
    },
  )

  it.each([
    ['', false],
    [' before something else was written', true],
  ])(
    'whose event log was cut short%s says so, and detection looks at what comes then',
    async (_, isFollowed) => {
      const rig = await startRig()
      await fillCompany(rig)
      // The looks back on those who leave are written down: then nothing but events comes last.
      await eventually(async () => {
        const { body } = await rig.call<DepartureList>('GET', '/api/v1/departures')
        return body.departures.every(({ look_back }) => look_back?.state === 'done') || undefined
      }, 'the looks back')
      const agent = await enrolAgent(rig)
      const copied = (uid: string, account: string, count: number) =>
        copyEvent(rig, agent.id, { uid, account, count })
      const late = copied('late', 'anna', 60)
      for (let seq = 1; seq <= 20; seq += 1)
        await agent.post([{ seq, event: copied(`e${seq}`, 'mira', 1) }])
      await eventually(() => rig.collector.lag().entries === 0 || undefined, 'all to be looked at')
      const { head } = rig.collector.parts.journal
      if (isFollowed) await fillCompany(rig)
      await rig.collector.close()
      const [newest = ''] = readdirSync(join(rig.dir, 'events')).sort().reverse()
      const path = join(rig.dir, 'events', newest)
      truncateSync(path, Math.floor(statSync(path).size / 3))
      const verified = spawnSync(program, ['verify', '--data', rig.dir], { encoding: 'utf8' })
      expect(verified).toMatchObject({
        status: 3,
        stderr: expect.stringContaining('events are missing at the end'),
      })
      const told: string[] = []
      const log = pino({ level: 'error' }, { write: line => told.push(line) })
      const again = await startRig({ dir: rig.dir, log })
      expect(JSON.parse(told[0] ?? '{}')).toMatchObject({ last: head })
      await agent.post([{ seq: 21, event: late }], undefined, again)
      await eventually(async () => {
        const { body } = await again.call<AlertList>('GET', '/api/v1/alerts')
        return body.alerts.length > 0 || undefined
      }, 'the alert')
    },
  )

  it('with a faulty configuration is refused with every fault', async () => {
    const dir = tempDir()
    writeFileSync(join(dir, 'config.yaml'), 'port: many\ncolour: red\n')
    await expect(startRig({ dir })).rejects.toMatchObject({
      code: 'ERR_CONFIG_INVALID',
      message: expect.stringMatching(/unknown setting "colour"[\s\S]*port: /),
    })
  })
})

describe('a port', () => {
  it('that is taken is refused with what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const rig = await startRig({ port })
    await expect(rig.collector.listen()).rejects.toMatchObject({
      code: 'ERR_PORT_IN_USE',
      message: expect.stringContaining('--port'),
    })
    server.close()
  })
})

describe('the journal', () => {
  it('holds each entry once, in order, whatever is appended how often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }), { maxLength: 10 }),
        async batches => {
          const journal = await openEmbeddedJournal(join(tempDir(), 'journal.db'), { now: () => 1 })
          const results = await Promise.all(
            batches.map(seqs => journal.appendEvents(batchOf('agent', seqs))),
          )
          const kept = await journal.read(0, 1000)
          const expected = [...new Set(batches.flat())]
          expect(kept.map(({ seq }) => seq)).toEqual(expected)
          expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(expected.length)
          expect(kept.map(({ offset }) => offset)).toEqual(
            kept.map(({ offset }) => offset).toSorted((a, b) => a - b),
          )
          await journal.close()
        },
      ),
      { numRuns: 25 },
    )
  })

  it('writes findings and the checkpoint that they belong to together', async () => {
    const path = join(tempDir(), 'journal.db')
    const journal = await openEmbeddedJournal(path, { now: () => 1 })
    await journal.append([finding(1)], { checkpoint: { name: 'detect', offset: 7, state: '{}' } })
    await journal.close()
    const again = await openEmbeddedJournal(path, { now: () => 1 })
    expect(await again.checkpoint('detect')).toEqual({ name: 'detect', offset: 7, state: '{}' })
    await again.close()
  })

  it('names refused events to their sender once, and counts their sequence numbers as seen', async () => {
    const journal = await openEmbeddedJournal(join(tempDir(), 'journal.db'), { now: () => 1 })
    await journal.appendEvents(batchOf('agent', [1, 5]))
    const refused = { source: 'agent', seq: 5, index: 1, reason: 'bad' }
    await journal.append([], { refused: [{ ...refused, body: '{' }] })
    expect(journal.lastSeq('agent')).toBe(5)
    expect(journal.takeRefused('other')).toEqual([])
    expect(journal.takeRefused('agent')).toEqual([refused])
    expect(journal.takeRefused('agent')).toEqual([])
    await journal.close()
  })

  it('takes nothing after it was closed, and has what it took before', async () => {
    const path = join(tempDir(), 'journal.db')
    const journal = await openEmbeddedJournal(path, { now: () => 1 })
    const before = journal.appendEvents(batchOf('agent', [1]))
    const closed = journal.close()
    const stopping = { code: 'ERR_BUSY', message: expect.stringContaining('stopping') }
    await expect(journal.appendEvents(batchOf('agent', [2]))).rejects.toMatchObject(stopping)
    await expect(journal.append([finding(1)])).rejects.toMatchObject(stopping)
    expect(await before).toMatchObject({ accepted: 1 })
    await closed
    await expect(journal.appendEvents(batchOf('agent', [3]))).rejects.toMatchObject(stopping)
    const again = await openEmbeddedJournal(path, { now: () => 1 })
    expect((await again.read(0, 10)).map(({ seq }) => seq)).toEqual([1])
    await again.close()
  })

  it('has every acknowledged entry after the process was killed at any moment', async () => {
    const path = join(tempDir(), 'journal.db')
    let acknowledged = 0
    for (let round = 0; round < 5; round += 1) {
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'append-forever.ts'), path],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      acknowledged = await killAfter(child, acknowledged + 200 + round * 37)
      const journal = await openEmbeddedJournal(path, { now: () => 1 })
      const seqs = (await journal.read(0, 1_000_000)).map(({ seq }) => seq)
      expect(seqs.slice(0, acknowledged)).toEqual(
        Array.from({ length: acknowledged }, (_, index) => index + 1),
      )
      expect(new Set(seqs).size).toBe(seqs.length)
      await journal.close()
    }
  })
})

/** Kills the child without warning once it said that `count` entries are acknowledged; gives the last number it said. */
async function killAfter(child: ChildProcess, count: number): Promise<number> {
  let last = 0
  if (!child.stdout) throw new Error('no output')
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line)
    if (last >= count && !child.killed) child.kill('SIGKILL')
  }
  return last
}
