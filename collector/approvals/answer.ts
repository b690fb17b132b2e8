/** Decides on a request: who may, under which conditions, and whether the decision counted. */
import { randomUUID } from 'node:crypto'
import type { AnswerFate, ApprovalConditions, ApprovalDecision } from '../../events/approvals.ts'
import { Fault } from '../../events/fault.ts'
import { reachOf } from '../../events/roles.ts'
import type { Principal } from '../identity/access.ts'
import { unfitness } from './approvers.ts'
import type { RequestParts } from './request.ts'
import type { ApprovalRow } from './rows.ts'

/** As what somebody answers, and what keeps them from approving or refusing. */
export interface Standing {
  readonly as: 'manager' | 'officer'
  readonly approve: string | undefined
  readonly refuse: string | undefined
}

const unfitWords = {
  requester: 'this is your own request; somebody else decides',
  report: 'who asks is above you; nobody decides for their own manager',
  departing: 'you are leaving the company; somebody else decides',
} as const

type StandingParts = Pick<RequestParts, 'approvals' | 'directory' | 'now'>

/** Why somebody must not answer at all; undefined where they may. */
function barOf({ user, person, roles }: Principal, row: ApprovalRow, parts: StandingParts) {
  if (user === row.requested_by) return 'you made this request; somebody else decides'
  const known = person === null ? undefined : parts.directory.get(person)
  const unfit =
    known && unfitness(known, row.person, { directory: parts.directory, time: parts.now() })
  if (unfit && unfit in unfitWords) {
    for (const [name, words] of Object.entries(unfitWords)) if (name === unfit) return words
  }
  if (reachOf(roles, 'approvals.decide') === undefined)
    return 'this takes the role of a manager or an officer'
  return undefined
}

/** What a principal may do with a request now. Officers may refuse at any time, and approve where they are asked. */
export function standingOf(principal: Principal, row: ApprovalRow, parts: StandingParts): Standing {
  const isOfficer =
    principal.method === 'console' || reachOf(principal.roles, 'approvals.decide') === 'all'
  const isAsked = principal.person !== null && row.people.includes(principal.person)
  const as = isAsked ? 'manager' : 'officer'
  const over =
    row.decided_ms === null ? undefined : `this is over: it was ${row.state.replace('_', ' ')}`
  const bar = over ?? barOf(principal, row, parts)
  const refuse = bar ?? (isAsked || isOfficer ? undefined : 'others were asked to decide on this')
  if (refuse !== undefined) return { as, approve: refuse, refuse }
  return { as, approve: objection(principal, row, { isAsked }, parts), refuse }
}

function objection(
  { user, method }: Principal,
  row: ApprovalRow,
  { isAsked }: { isAsked: boolean },
  { approvals }: StandingParts,
): string | undefined {
  if (method === 'console')
    return 'an approval takes a touch of a key, which the console has not; sign in and touch yours'
  if (!isAsked && !row.officers)
    return 'the manager was asked first; officers are asked where the manager stays silent'
  if (row.state === 'asked_back') return 'a question is open; approve once it is answered'
  if (row.content.why === '' && !row.content.talk.some(({ by }) => by === 'requester'))
    return 'nobody has said why this is needed; ask back first'
  const isAgain = approvals
    .answers(row.id)
    .some(({ by, verdict, fate }) => by === user && verdict === 'approve' && fate === 'counted')
  return isAgain ? 'you approved this already; it takes a second person' : undefined
}

const invalid = (text: string) => new Fault('ERR_INPUT_INVALID', text)
const dayMs = 86_400_000

/** The conditions as they can be kept. Throws Fault ERR_INPUT_INVALID where what waits cannot keep them. */
function checked(
  { content }: ApprovalRow,
  conditions: ApprovalConditions,
  { now, permit_days_max }: { now: number; permit_days_max: number },
): ApprovalConditions {
  const { source, facts } = content
  const { rows_max, drop_columns, canaries, until } = conditions
  const end = source.kind === 'permit' ? source.until : now + permit_days_max * dayMs
  if (until <= now) throw invalid('conditions.until: is over already; give a later time')
  if (until > end)
    throw invalid(`conditions.until: at most ${new Date(end).toISOString()} is possible`)
  const isWhole = source.kind !== 'export'
  if (isWhole && (drop_columns.length > 0 || canaries))
    throw invalid('conditions: columns and canaries are for exports; this is let go whole or not')
  if (source.kind === 'hold' && rows_max !== null && rows_max < facts.rows)
    throw invalid(`conditions.rows_max: the file has ${facts.rows} rows and is let go whole or not`)
  if (source.kind === 'permit' && rows_max !== null && rows_max > source.rows_max)
    throw invalid(`conditions.rows_max: ${source.rows_max} rows were asked for`)
  const unknown = drop_columns.filter(name => !facts.columns.includes(name))
  if (unknown.length > 0)
    throw invalid(`conditions.drop_columns: the export has no column "${unknown.join('", "')}"`)
  if (facts.columns.length > 0 && drop_columns.length >= facts.columns.length)
    throw invalid('conditions.drop_columns: nothing would be left; refuse instead')
  return conditions
}

const lost: Record<Exclude<AnswerFate, 'counted' | 'lapsed'>, string> = {
  late: 'somebody decided on this just before; look at it again',
  changed: 'the request changed after you looked at it; nothing was decided, look at it again',
  again: 'you approved this already; it takes a second person',
}

/** Journals a decision that was touched for; `touch` is the SHA-256 that the key signed. Throws Faults that say why it may not be or did not count. */
export async function answerApproval(
  principal: Principal,
  row: ApprovalRow,
  { verdict, seen, reason = '', conditions, touch }: ApprovalDecision & { touch: string | null },
  parts: RequestParts,
): Promise<void> {
  const standing = standingOf(principal, row, parts)
  const bar = verdict === 'approve' ? standing.approve : standing.refuse
  if (bar !== undefined)
    throw new Fault(row.decided_ms === null ? 'ERR_ACCESS_DENIED' : 'ERR_CONFLICT', bar)
  if (seen !== row.digest) throw new Fault('ERR_CONFLICT', lost.changed)
  const said = reason.trim()
  if (verdict !== 'approve' && said.length < 3)
    throw invalid(`reason: say in a few words ${verdict === 'ask' ? 'what you ask' : 'why not'}`)
  if (verdict === 'approve' && touch === null)
    throw new Fault(
      'ERR_ACCESS_KEY_NEEDED',
      'an approval takes a touch of a key, and you have none; register one first',
    )
  const now = parts.now()
  const { permit_days_max } = parts.approvalSettings
  const kept =
    verdict === 'approve' && conditions ? checked(row, conditions, { now, permit_days_max }) : null
  if (verdict === 'approve' && !kept)
    throw invalid('conditions: say until when, how many rows, which columns go, and canaries')
  const ref = randomUUID()
  const data = { id: row.id, ref, verdict, seen, reason: said, conditions: kept, touch }
  await parts.decide(principal, [{ kind: 'approval.answered', data: { ...data, as: standing.as } }])
  const fate = parts.approvals.fate(ref)
  if (fate === 'late' || fate === 'changed' || fate === 'again')
    throw new Fault('ERR_CONFLICT', lost[fate])
}
