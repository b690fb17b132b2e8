/** A request as somebody types it, with what is known of what waits: a file at an endpoint, or leave for later. */
import type { ApprovalRequest, ApprovalSource } from '../../events/approvals.ts'
import { Fault } from '../../events/fault.ts'
import type { HeldRow } from '../held/held-files.ts'
import type { Principal } from '../identity/access.ts'
import type { Parts } from '../routes/app.ts'
import { viewerOf } from '../routes/scope.ts'
import { countCustomers } from './facts.ts'
import type { NewApproval } from './request.ts'

const dayMs = 86_400_000
const baseName = (path: string): string => (path.split(/[/\\]/).at(-1) ?? path).slice(0, 500)

/** A hold that waits, with whose it is. */
function needHold(id: string, { heldFiles, directory }: Parts) {
  const row = heldFiles.find(id)
  if (!row)
    throw new Fault('ERR_NOT_FOUND', `there is no hold ${id}; the note beside it has its number`)
  if (row.state !== 'held' && row.state !== 'blocked')
    throw new Fault('ERR_CONFLICT', `hold ${id} is over: the file was ${row.state}`)
  const person = directory.resolve(row.account, row.hostname)?.id
  if (person !== undefined) return { row, person }
  throw new Fault(
    'ERR_CONFLICT',
    `nobody in the directory is bound to ${row.account} on ${row.hostname}; bind the account first`,
  )
}

/** Only for oneself, for those who report to a manager, or as an officer. */
function needLeave(principal: Principal, person: string, parts: Parts): void {
  if (principal.person === person) return
  if (viewerOf(principal, 'approvals.decide', parts)?.sees(person)) return
  throw new Fault(
    'ERR_ACCESS_DENIED',
    'you can ask for yourself, or for those who report to you; this is about somebody else',
  )
}

/** An endpoint that is enrolled. */
function needEndpoint(agent: string, { agents }: Parts) {
  const hostname = agents.hostname(agent)
  if (hostname !== undefined) return { agent, hostname: hostname.slice(0, 500) }
  throw new Fault('ERR_NOT_FOUND', `permit.endpoint: there is no endpoint ${agent}`)
}

function ofHold(
  row: HeldRow,
  person: string,
  parts: Parts,
): Pick<NewApproval, 'source' | 'taking'> {
  const source: ApprovalSource = {
    kind: 'hold',
    hold: row.id,
    agent: row.agent,
    name: baseName(row.path),
    endpoint: row.hostname.slice(0, 500),
    place: row.place,
    ...(row.unread && { unread: row.unread }),
  }
  const ids = parts.heldFiles.customers(row.agent, row.id)
  // An agent that found candidates only knows a number at least.
  const counts = countCustomers(ids, person, parts)
  const customers = Math.max(counts.customers, row.customers)
  const sha256 = /^[0-9a-f]{64}$/.test(row.sha256) ? row.sha256 : null
  const taking = { ...counts, customers, rows: row.rows, columns: [], sha256, rules: [] }
  return { source, taking }
}

/** What is asked for. Throws Faults that say what is missing or not allowed. */
export function newApproval(
  principal: Principal,
  { person, why, hold, permit }: ApprovalRequest,
  parts: Parts,
): NewApproval {
  if ((hold === undefined) === (permit === undefined))
    throw new Fault('ERR_INPUT_INVALID', 'give one of them: hold, a number, or permit')
  if (hold !== undefined) {
    const found = needHold(hold, parts)
    needLeave(principal, found.person, parts)
    return { person: found.person, why, ...ofHold(found.row, found.person, parts) }
  }
  const who = person ?? principal.person
  if (who === null || permit === undefined)
    throw new Fault('ERR_INPUT_INVALID', 'person: say for whom; you are nobody of the directory')
  needLeave(principal, who, parts)
  const end = parts.now() + parts.approvalSettings.permit_days_max * dayMs
  if (permit.until <= parts.now() || permit.until > end)
    throw new Fault(
      'ERR_INPUT_INVALID',
      `permit.until: between now and ${new Date(end).toISOString()}`,
    )
  const none = countCustomers(new Uint32Array(), who, parts)
  const taking = { ...none, rows: permit.rows_max, columns: [], sha256: null, rules: [] }
  const { endpoint, ...asked } = permit
  const bound = endpoint === undefined ? {} : { endpoint: needEndpoint(endpoint, parts) }
  return { person: who, why, source: { kind: 'permit', ...asked, ...bound }, taking }
}
