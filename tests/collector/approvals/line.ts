/** A line of managers for tests of approvals: wren → kite → heron → no one; anna leaves; finch's manager lark leaves too. Users with keys. */
import { randomUUID } from 'node:crypto'

import { countCustomers } from '../../../collector/approvals/facts.ts'
import { requestApproval } from '../../../collector/approvals/request.ts'
import type { Approval, ApprovalConditions, ApprovalVerdict } from '../../../events/approvals.ts'
import type { Role } from '../../../events/roles.ts'
import type { Rig } from '../harness.ts'
import { addUser, type SignedIn, signedIn, signInWith } from '../identity/users.ts'

export const hourMs = 3_600_000
const dayMs = 24 * hourMs

const day = (now: number, offset: number): string =>
  new Date(now + offset * dayMs).toISOString().slice(0, 10)

const customersCsv = [
  'Customer Number,Name,Email,Country,Owner',
  ...Array.from(
    { length: 40 },
    (_, index) =>
      `C-${index},Customer ${index},c${index}@firm${index}.example,Germany,${index < 10 ? 'Wren Seller' : 'Kite Boss'}`,
  ),
].join('\n')

const peopleCsv = (now: number): string =>
  [
    'EmailAddress,ResignationDate,LastWorkingDate,Name,Department,Title,Manager,Aliases',
    'heron@firm.example,,,Heron Head,Sales,Director,,',
    'kite@firm.example,,,Kite Boss,Sales,Sales manager,heron@firm.example,',
    'wren@firm.example,,,Wren Seller,Sales,Sales,kite@firm.example,wren',
    `anna@firm.example,${day(now, -12)},${day(now, 21)},Anna Winter,Sales,Sales,kite@firm.example,anna`,
    `lark@firm.example,${day(now, -5)},${day(now, 30)},Lark Gone,Sales,Team lead,kite@firm.example,`,
    'finch@firm.example,,,Finch Seller,Sales,Sales,lark@firm.example,finch',
    'solo@firm.example,,,Solo Owner,Board,Owner,,',
  ].join('\n')

/** Imports customers and people. */
export async function fillLine(rig: Rig, now: number): Promise<void> {
  for (const [what, csv] of [
    ['customers', customersCsv],
    ['people', peopleCsv(now)],
  ] as const) {
    const { status, body } = await rig.call('POST', `/api/v1/${what}/import?file=${what}.csv`, csv)
    if (status !== 200) throw new Error(JSON.stringify(body))
  }
}

/** Id of somebody of the line, by the first part of their address. */
export const idOf = (rig: Rig, name: string): string =>
  rig.collector.parts.directory.byEmail(`${name}@firm.example`)?.id ?? ''

/** A user bound to somebody of the line. */
export const bound = (rig: Rig, name: string, roles: readonly Role[]) =>
  addUser(rig, name, roles, `${name}@firm.example`)

/** The same user, signed in anew. */
export const again = async (rig: Rig, { key }: SignedIn): Promise<SignedIn> =>
  signedIn(rig, key, (await signInWith(rig, key)).cookie)

/** What the gateway asks for: the first `customers` of the base, half of them wren's at 20. */
export async function askExport(
  rig: Rig,
  {
    who = 'wren',
    hold = String(randomUUID()),
    why = 'quarterly mailing',
    customers = 20,
    by = 'gateway',
  } = {},
) {
  const { parts } = rig.collector
  const known = Array.from({ length: customers }, (_, index) => parts.base.find(`#C-${index}`) ?? 0)
  const ids = Uint32Array.from(known).sort()
  return requestApproval(
    { user: by },
    {
      person: idOf(rig, who),
      source: {
        kind: 'export',
        hold,
        name: 'customers.csv',
        via: 'crm',
        holder: 'gateway',
        bytes: 900,
      },
      taking: {
        ...countCustomers(ids, idOf(rig, who), parts),
        rows: customers + 5,
        columns: ['name', 'phone', 'email'],
        sha256: null,
        rules: [],
      },
      why,
    },
    parts,
  )
}

/** Conditions that let everything go for a day. */
export const conditions = (now: number, more: Partial<ApprovalConditions> = {}) => ({
  rows_max: null,
  drop_columns: [],
  canaries: true,
  until: now + dayMs,
  ...more,
})

/** Looks at a request and answers it, touching the key. */
export async function answer(
  by: SignedIn,
  id: string,
  verdict: ApprovalVerdict,
  more: { reason?: string; conditions?: ApprovalConditions; seen?: string } = {},
) {
  const look = await by.plain<Approval>('GET', `/api/v1/approvals/${id}`)
  if (look.status !== 200) return look
  const body = { verdict, seen: look.body.digest, ...more }
  return by.call<Approval>('POST', `/api/v1/approvals/${id}/decision`, body)
}
