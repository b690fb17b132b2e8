import Value from 'typebox/value'
import { expect, test } from 'vitest'
import { ExportContent, ExportRequest } from '../../../collector/approvals/export-request.ts'
import { tableApprovals } from './table-approvals.ts'

const content: ExportContent = {
  app: 'crm',
  file: 'customers.csv',
  format: 'csv',
  bytes: 812_000,
  sha256: 'a'.repeat(64),
  rows: 5000,
  customers: 4990,
  share_percent: 99.8,
  own: 400,
  others: 4590,
  own_share_percent: 100,
  columns: ['id', 'name', 'email'],
  fields: { email: 4990 },
}

const request: ExportRequest = {
  id: 'h1',
  holder: 'gateway',
  person: 'p7',
  account: 'mira@firm.example',
  content,
  rule: 'leavers',
  why: '4,990 customers, above 0',
  justification: 'hand-over to my successor',
  held_at: 1,
  asked_at: 2,
  deadline: 3,
}

test('a request names exactly the bytes that are held, and says what they are for', () => {
  expect(Value.Check(ExportRequest, request)).toBe(true)
  expect(Value.Check(ExportContent, { ...content, sha256: '' })).toBe(false)
  expect(Value.Check(ExportRequest, { ...request, justification: '' })).toBe(false)
})

test('what was asked for waits until somebody decides', async () => {
  const { approvals, decide } = tableApprovals()
  expect(approvals.decisionOn('h1', 0)).toBeUndefined()
  await approvals.requestApproval(request)
  expect(approvals.decisionOn('h1', 0)).toMatchObject({ state: 'waiting', until: 3 })
  decide('h1', { state: 'refused', by: ['a manager'], reason: 'not agreed' })
  expect(approvals.decisionOn('h1', 0)).toMatchObject({ state: 'refused' })
})
