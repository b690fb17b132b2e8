/** Retention deletes what is old, really, and only that; the audit chain stays whole. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyFolder } from '../../collector/audit/verify-folder.ts'
import type { AlertList, PeopleList } from '../../events/api.ts'
import type { Exposure } from '../../events/taken.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig, tempDir } from './harness.ts'

const dayMs = 86_400_000
let now = 0
let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let seq = 0

async function start(retention: string): Promise<void> {
  now = Date.now()
  seq = 0
  const dir = tempDir()
  writeFileSync(join(dir, 'config.yaml'), `retention:\n${retention}`)
  rig = await startRig({ dir, now: () => now })
  await fillCompany(rig)
  agent = await enrolAgent(rig)
}
beforeEach(() => start('  events_days: 30\n  alerts_days: 60\n  records_days: 90\n'))
afterEach(cleanUp)

async function copy(account: string, count: number): Promise<void> {
  seq += 1
  const uid = `e${seq}`
  const event = copyEvent(rig, agent.id, { uid, account, count, time: now })
  const issuedAt = Math.floor(now / 1000)
  await agent.post([{ seq, event }], await agent.assertion({ issuedAt, expiresIn: '400d' }))
  await detected()
}

/** What detection has not looked at yet is not deleted. */
const detected = () =>
  eventually(() => (rig.collector.lag().entries === 0 ? true : undefined), 'detection')

interface Deleted {
  readonly events: number
  readonly findings: number
  readonly alerts: number
  readonly records: number
  readonly kept: number
}

async function run(): Promise<Deleted> {
  await detected()
  return (await rig.call<Deleted>('POST', '/api/v1/retention/runs')).body
}
const events = async () =>
  (await rig.collector.parts.journal.read(0, 10_000))
    .filter(({ kind }) => kind === 'event')
    .map(({ body }) => JSON.parse(body).actor.user.name)
const alerts = async (status: string) =>
  (await rig.call<AlertList>('GET', `/api/v1/alerts?status=${status}`)).body.alerts
const person = async (department: string) => {
  const { people } = (await rig.call<PeopleList>('GET', '/api/v1/people')).body
  const found = people.find(chip => chip.department === department)
  if (!found?.id) throw new Error('nobody there')
  return found
}

describe('retention', () => {
  it('deletes events that are old and no evidence, with the exposure that they made', async () => {
    await copy('mira', 10)
    await copy('anna', 40)
    now += 31 * dayMs
    await copy('mira', 3)
    const { pseudonym } = await person('Support')
    const taken = async () =>
      (await rig.call<Exposure>('GET', `/api/v1/people/${pseudonym}/exposure`)).body.customers
    expect(await taken()).toBe(10)
    expect(await run()).toMatchObject({ events: 1, findings: 0, alerts: 0, kept: 1 })
    expect(await events()).toEqual(['anna', 'mira'])
    expect(await taken()).toBe(3)
    expect(await run()).toMatchObject({ events: 0 })
    expect(rig.collector.parts.journal.lastSeq(agent.id)).toBe(3)
  })

  it('deletes a closed alert with its findings, then its evidence; an open one stays', async () => {
    await copy('anna', 40)
    await copy('ghost', 300)
    const open = await alerts('open')
    const closed = open.find(({ person: chip }) => chip.id !== null)
    await rig.call('POST', `/api/v1/alerts/${closed?.id}/decisions`, {
      status: 'closed',
      verdict: 'benign',
      note: 'secret note about her',
    })
    now += 61 * dayMs
    expect(await run()).toMatchObject({ alerts: 1, events: 1 })
    expect(await alerts('closed')).toEqual([])
    expect(await alerts('open')).toHaveLength(1)
    expect(await events()).toEqual(['ghost'])
    const before = { open: await alerts('open'), closed: [] }
    await rig.collector.close()
    for (const name of ['journal.db', 'journal.db-wal'])
      expect(readIfThere(join(rig.dir, name))).not.toContain('secret note about her')
    expect(verifyFolder(rig.dir, { kept: [] })).toMatchObject({ faults: [], erased: 1 })
    rig = await startRig({ dir: rig.dir, now: () => now })
    expect({ open: await alerts('open'), closed: await alerts('closed') }).toEqual(before)
  })

  it('empties records of who looked and revealed, and the chain still proves that they were there', async () => {
    const { id } = await person('Support')
    await rig.call('POST', `/api/v1/people/${id}/reveal`, { reason: 'words to be forgotten' })
    now += 91 * dayMs
    expect((await run()).records).toBe(1)
    const bodies = (await rig.collector.parts.journal.read(0, 10_000)).map(({ body }) => body)
    expect(bodies.join()).not.toContain('words to be forgotten')
    await rig.collector.close()
    expect(verifyFolder(rig.dir, { kept: [] })).toMatchObject({ faults: [], erased: 1 })
  })

  it('leaves everything of a person on hold, until the hold is lifted', async () => {
    const { id } = await person('Support')
    await copy('mira', 10)
    const hold = (held: boolean) =>
      rig.call('PUT', `/api/v1/people/${id}/hold`, { held, reason: 'a court case' })
    expect((await hold(true)).status).toBe(200)
    await rig.call('POST', `/api/v1/people/${id}/reveal`, { reason: 'for the court' })
    expect((await rig.call<{ holds: unknown[] }>('GET', '/api/v1/holds')).body.holds).toHaveLength(
      1,
    )
    now += 365 * dayMs
    expect(await run()).toMatchObject({ events: 0, records: 0, kept: 1 })
    await hold(false)
    expect(await run()).toMatchObject({ events: 1, records: 1 })
  })

  it('by size deletes the oldest events first, and stops when there is room', async () => {
    await cleanUp()
    await start('  journal_mb_max: 1\n')
    const padding = 'x'.repeat(3000)
    for (let batch = 0; batch < 8; batch += 1) {
      const records = Array.from({ length: 100 }, () => {
        seq += 1
        const event = copyEvent(rig, agent.id, {
          uid: `e${seq}`,
          account: 'mira',
          count: 1,
          path: `/x/${padding}`,
        })
        return { seq, event }
      })
      await agent.post(records)
    }
    await copy('mira', 1)
    const { journal } = rig.collector.parts
    expect(journal.usedBytes()).toBeGreaterThan(2 ** 20)
    const report = await run()
    expect(report.events).toBeGreaterThan(100)
    expect(report.events).toBeLessThan(801)
    expect(journal.usedBytes()).toBeLessThan(2 ** 20 * 1.05)
    const left = (await journal.read(0, 10_000)).filter(({ kind }) => kind === 'event')
    expect(left.at(-1)?.seq).toBe(801)
    expect(left[0]?.seq).toBe(report.events + 1)
  })
})

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
