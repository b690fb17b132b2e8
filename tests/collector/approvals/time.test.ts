/** What silence does to a request: a reminder, the next one up, officers, and then it is as good as refused; also over restarts. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, it } from 'vitest'
import { cleanUp, type Rig, startRig } from '../harness.ts'
import { addUser } from '../identity/users.ts'
import { again, answer, askExport, bound, conditions, fillLine, hourMs, idOf } from './line.ts'

afterEach(cleanUp)

/** What the command prints about the requests of a collector that runs. */
async function printed(rig: Rig, ...args: readonly string[]): Promise<string> {
  const command = join(import.meta.dirname, '..', '..', '..', 'clientkeep.ts')
  const line = [command, 'approvals', ...args, '--data', rig.dir]
  return (await promisify(execFile)(process.execPath, line)).stdout
}

const kindsOf = async (rig: Rig) =>
  (await rig.collector.parts.journal.readTold(0, 1000, 'decision'))
    .map(({ body }) => JSON.parse(body).kind)
    .filter(kind => kind.startsWith('approval.'))

it('reminds, asks the next one up, then officers, and ends', async () => {
  let now = Date.now()
  const rig = await startRig({ now: () => now })
  const { approvals, approvalClock } = rig.collector.parts
  await fillLine(rig, now)
  await bound(rig, 'kite', ['manager'])
  const heron = await bound(rig, 'heron', ['manager'])
  const kim = await addUser(rig, 'kim', ['officer'])
  const [{ id }, other] = [await askExport(rig), await askExport(rig)]
  const shown = () => approvals.get(id)
  const pass = async (hours: number) => {
    now += hours * hourMs
    await approvalClock.tick()
    await approvalClock.tick()
  }
  await pass(3)
  expect(shown()).toMatchObject({ reminded: false, level: 0, people: [idOf(rig, 'kite')] })
  await pass(1)
  expect(shown()).toMatchObject({ reminded: true, level: 0 })
  await pass(4)
  const both = [idOf(rig, 'kite'), idOf(rig, 'heron')]
  expect(shown()).toMatchObject({ reminded: false, level: 1, people: both, officers: false })
  const first = { conditions: conditions(now) }
  const done = await answer(await again(rig, heron), other.id, 'approve', first)
  expect(done.body).toMatchObject({ state: 'approved' })
  await pass(8)
  expect(shown()).toMatchObject({ level: 2, officers: true })
  await pass(56)
  expect(shown()?.state).toBe('expired')
  const late = await answer(await again(rig, kim), id, 'approve', { conditions: conditions(now) })
  expect(late.status).toBe(409)
  expect((await kindsOf(rig)).slice(2)).toEqual([
    'approval.reminded',
    'approval.reminded',
    'approval.escalated',
    'approval.escalated',
    'approval.answered',
    'approval.escalated',
    'approval.expired',
  ])
})

it('keeps its times over a restart, ends what ran out meanwhile, and is printed by the command', async () => {
  let now = Date.now()
  const rig = await startRig({ now: () => now })
  await fillLine(rig, now)
  await bound(rig, 'kite', ['manager'])
  const { id, digest } = await askExport(rig)
  await rig.collector.listen()
  expect(await printed(rig, 'list')).toMatch(
    new RegExp(`^${id} +waiting +\\S+ +export customers\\.csv +25 +20 `, 'm'),
  )
  const shown = await printed(rig, 'show', id)
  for (const text of ['quarterly mailing', '20, 50 % of the base; 10 own', digest])
    expect(shown).toContain(text)
  const after = await rig.restart()
  expect(after.collector.parts.approvals.get(id)?.state).toBe('waiting')
  now += 73 * hourMs
  const late = await after.restart()
  await late.collector.parts.approvalClock.tick()
  expect(late.collector.parts.approvals.get(id)?.state).toBe('expired')
  expect(await kindsOf(late)).toEqual(['approval.requested', 'approval.expired'])
})

it('takes each step once, whoever takes it', async () => {
  let now = Date.now()
  const rig = await startRig({ now: () => now })
  await fillLine(rig, now)
  await bound(rig, 'kite', ['manager'])
  const { id } = await askExport(rig)
  now += 9 * hourMs
  const { approvalClock, approvals } = rig.collector.parts
  await Promise.all([approvalClock.tick(), approvalClock.tick(), approvalClock.tick()])
  expect(approvals.get(id)?.level).toBe(1)
  expect(await kindsOf(rig)).toEqual(['approval.requested', 'approval.escalated'])
})
