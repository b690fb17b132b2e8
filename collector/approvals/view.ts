/** Approvals as one viewer may see them: who asks by pseudonym, unless the viewer is asked or has revealed the name. */

import type { Approval } from '../../events/approvals.ts'
import { reachOf } from '../../events/roles.ts'
import type { HeldExports } from '../gateway/held-exports.ts'
import { holdPath } from '../gateway/hold-path.ts'
import type { Principal } from '../identity/access.ts'
import { goneChip } from '../people/chips.ts'
import { standingOf } from './answer.ts'
import type { RequestParts } from './request.ts'
import type { ApprovalRow } from './rows.ts'

/** Whether somebody may see a request: who asked, who is or was asked, and whoever sees all. */
export function seesApproval(
  principal: Principal,
  row: ApprovalRow,
  { seesAll, approvals }: { seesAll: boolean } & Pick<RequestParts, 'approvals'>,
): boolean {
  const { person, user } = principal
  if (seesAll || user === row.requested_by) return true
  if (person !== null && (person === row.person || row.people.includes(person))) return true
  return approvals.answers(row.id).some(({ by }) => by === user)
}

/** The chip of a person; departures only where policy lets approvers know. */
function chipFor(id: string | null, principal: Principal, parts: RequestParts, isNamed: boolean) {
  const { directory, approvalSettings, now } = parts
  const person = id === null ? undefined : directory.get(id)
  if (!person) return goneChip
  const chip = directory.chip(person, now(), principal.user)
  const name = isNamed ? (person.name ?? person.email) : chip.name
  const seesAll =
    principal.method === 'console' || reachOf(principal.roles, 'approvals.read') === 'all'
  if (seesAll || approvalSettings.tell_departure) return { ...chip, name }
  return {
    ...chip,
    name,
    departing: false,
    notice_date: null,
    last_day: null,
    days_to_last_day: null,
  }
}

type ViewParts = RequestParts & { readonly heldExports: Pick<HeldExports, 'get'> }

/** The page of a held export at its application; null where it is none that lies here. */
export function pageOf(hold: string, { heldExports }: Pick<ViewParts, 'heldExports'>) {
  const row = heldExports.get(hold)
  const origin = row?.state === 'held' ? row.held.origin : undefined
  return origin === undefined ? null : origin + holdPath(hold)
}

/** One approval. Who is asked sees by whom, where policy says so: the request was put to them. */
export function approvalView(principal: Principal, row: ApprovalRow, parts: ViewParts): Approval {
  const { approvals, approvalSettings, now } = parts
  const { source } = row.content
  const isAsked = principal.person !== null && row.people.includes(principal.person)
  const isOwn = row.person !== null && principal.person === row.person
  const standing = standingOf(principal, row, parts)
  const used = [...approvals.used(row.id).values()].reduce((sum, rows) => sum + rows, 0)
  const isInForce = row.state === 'approved' && (row.conditions?.until ?? 0) > now()
  const isNamed = isOwn || (isAsked && approvalSettings.requester_names)
  return {
    id: row.id,
    state: row.state,
    content: row.content,
    digest: row.digest,
    person: { ...chipFor(row.person, principal, parts, isNamed), pseudonym: row.content.pseudonym },
    requested_by: isNamed || principal.user === row.requested_by ? row.requested_by : '',
    approvers: row.people.map(id => chipFor(id, principal, parts, id === principal.person)),
    officers: row.officers,
    skipped: row.skipped.map(({ person, why }) => ({
      pseudonym: parts.directory.get(person)?.pseudonym ?? 'a manager',
      why,
    })),
    answers: approvals.answers(row.id).map(({ ref: _, approval: __, at_ms, ...answer }) => ({
      ...answer,
      at: at_ms,
    })),
    conditions: row.conditions,
    rows_used: used,
    decided_at: row.decided_ms,
    page: isOwn && source.kind === 'export' ? pageOf(source.hold, parts) : null,
    may: {
      approve: standing.approve === undefined,
      refuse: standing.refuse === undefined,
      why_not: standing.approve ?? null,
      reply: isOwn || principal.user === row.requested_by,
      revoke: isInForce && (isAsked || standing.as === 'officer') && !isOwn,
    },
  }
}
