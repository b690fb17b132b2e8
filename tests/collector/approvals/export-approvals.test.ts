/** What a holder of exports is told, from asking to each end, over the real flow. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ExportRequest } from '../../../collector/approvals/export-request.ts'
import { cleanUp, type Rig, startRig } from '../harness.ts'
import { addUser, type SignedIn } from '../identity/users.ts'
import { answer, bound, conditions, fillLine, hourMs, idOf } from './line.ts'

let now = Date.now()
let rig: Rig
let kite: SignedIn

beforeAll(async () => {
  rig = await startRig({ now: () => now })
  await fillLine(rig, now)
  kite = await bound(rig, 'kite', ['manager'])
})
afterAll(cleanUp)

const request = (id: string, more: Partial<ExportRequest> = {}): ExportRequest => ({
  id,
  holder: 'gateway',
  person: idOf(rig, 'wren'),
  account: 'wren@firm.example',
  content: {
    ...{ app: 'crm', file: 'customers.csv', format: 'csv', bytes: 812, sha256: 'a'.repeat(64) },
    ...{ rows: 30, customers: 20, share_percent: 50, own: 10, others: 10, own_share_percent: 100 },
    columns: ['name', 'email'],
    fields: { email: 20 },
  },
  rule: 'large-exports',
  why: '20 customers, above 10',
  justification: 'quarterly mailing',
  held_at: now,
  asked_at: now,
  deadline: now + 6 * hourMs,
  ...more,
})
const decisionOn = (id: string) => rig.collector.parts.exportApprovals.decisionOn(id, now)
const ask = (id: string, more: Partial<ExportRequest> = {}) =>
  rig.collector.parts.exportApprovals.requestApproval(request(id, more))
const approvalId = (hold: string) =>
  rig.collector.parts.approvals.bySource('export', hold)?.id ?? ''

it('says before and after asking who decides, and what was decided', async () => {
  const { exportApprovals } = rig.collector.parts
  expect(exportApprovals.deciders(idOf(rig, 'wren'), now)).toEqual(['Kite Boss'])
  expect(decisionOn('a')).toBeUndefined()
  await ask('a')
  await ask('a')
  expect(decisionOn('a')).toMatchObject({ state: 'waiting', deciders: ['Kite Boss'], needed: 1 })
  const given = conditions(now, { rows_max: 5, drop_columns: ['email'] })
  await answer(kite, approvalId('a'), 'approve', { conditions: given })
  const { until, ...terms } = given
  expect(decisionOn('a')).toEqual({ state: 'approved', by: ['kite'], terms, until })
})

it('hands a question on, and takes its answer by asking again', async () => {
  await ask('b')
  await answer(kite, approvalId('b'), 'ask', { reason: 'for whom?' })
  expect(decisionOn('b')).toMatchObject({ state: 'asked-back', question: 'for whom?' })
  await ask('b', { justification: 'for the agency' })
  expect(decisionOn('b')?.state).toBe('waiting')
  await answer(kite, approvalId('b'), 'refuse', { reason: 'no agency' })
  expect(decisionOn('b')).toEqual({ state: 'refused', by: ['kite'], reason: 'no agency' })
})

it('is refused by its deadline, to the second, and asks the next in line before', async () => {
  await ask('c')
  now += 3 * hourMs
  await rig.collector.parts.approvalClock.tick()
  expect(decisionOn('c')).toMatchObject({
    state: 'waiting',
    deciders: expect.arrayContaining(['a security officer']),
  })
  now += 3 * hourMs
  expect(decisionOn('c')).toEqual({ state: 'expired' })
  await rig.collector.parts.approvalClock.tick()
  expect(decisionOn('c')).toEqual({ state: 'expired' })
})

it('asks officers for an integration that nobody is bound to', async () => {
  const kim = await addUser(rig, 'kim', ['officer'])
  await ask('d', { person: null, account: 'token mailer' })
  expect(decisionOn('d')).toMatchObject({ state: 'waiting', deciders: ['a security officer'] })
  const id = approvalId('d')
  expect((await kim.plain('GET', `/api/v1/approvals/${id}`)).body).toMatchObject({
    person: { id: null, pseudonym: 'token mailer' },
  })
  await answer(kim, id, 'approve', { conditions: conditions(now) })
  expect(decisionOn('d')?.state).toBe('approved')
})
