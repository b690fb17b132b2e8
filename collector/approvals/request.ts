/** Makes a request for approval: the one way in for the gateway, for files that endpoints hold, and for permits. */
import { randomUUID } from 'node:crypto'
import Value from 'typebox/value'
import { ApprovalContent, type ApprovalSource } from '../../events/approvals.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Identity } from '../identity/identity.ts'
import type { Deed } from '../routes/app.ts'
import type { Approvals } from './approvals.ts'
import { askedAt } from './approvers.ts'
import { type FactSources, factsOf, type Taking } from './facts.ts'
import type { ApprovalRow } from './rows.ts'
import type { Secured } from './secured.ts'

/** Whose request it is, what waits, what is in it, and why. An empty `why` can be asked back or refused, not approved. */
export interface NewApproval {
  /** Id in the directory; null for an integration that nobody is bound to, which `pseudonym` then names. */
  readonly person: string | null
  readonly pseudonym?: string
  readonly source: ApprovalSource
  readonly taking: Taking
  readonly why: string
  /** UTC epoch milliseconds; by the configuration where left out. */
  readonly expiresAt?: number
}

/** Times and habits of approvals, from the configuration; minutes. */
export interface ApprovalSettings {
  readonly remind_minutes: number
  readonly escalate_minutes: number
  readonly expire_minutes: number
  readonly permit_days_max: number
  readonly tell_departure: boolean
  readonly requester_names: boolean
}

export interface RequestParts extends FactSources {
  readonly approvals: Approvals
  readonly secured: Secured
  readonly identity: Pick<Identity, 'users'>
  readonly approvalSettings: ApprovalSettings
  readonly now: () => number
  readonly decide: (by: { readonly user: string }, deeds: readonly Deed[]) => Promise<void>
}

const minuteMs = 60_000

/** Journals the request and gives it as it stands; what waits for a decision already is given back as it is. Throws Fault ERR_NOT_FOUND or ERR_LIMITED. */
export async function requestApproval(
  by: { readonly user: string },
  { person: who, pseudonym = 'an integration', source, taking, why, expiresAt }: NewApproval,
  parts: RequestParts,
): Promise<ApprovalRow> {
  const { approvals, directory, secured, identity, approvalSettings: settings } = parts
  const person = who === null ? undefined : directory.get(who)
  if (!person && who !== null)
    throw new Fault('ERR_NOT_FOUND', 'whoever asks is not in the directory; import people first')
  const before = source.kind === 'permit' ? undefined : approvals.bySource(source.kind, source.hold)
  if (before && before.decided_ms === null) return before
  const open = approvals.open().filter(row => row.person === who)
  if (open.length >= limits.approvalsOpenMax)
    throw new Fault(
      'ERR_LIMITED',
      `${open.length} requests of ${person?.pseudonym ?? pseudonym} wait already; have some decided first`,
    )
  const time = parts.now()
  const isTwofold =
    person !== undefined &&
    (directory.departure(person, time).departing || secured.of(person.id, time) !== undefined)
  const needed = isTwofold ? 2 : 1
  const id = randomUUID()
  const content = {
    id,
    person: who,
    pseudonym: person?.pseudonym ?? pseudonym,
    source,
    facts: factsOf(person, taking, { now: time, tellsDeparture: settings.tell_departure }, parts),
    why: why.trim().slice(0, limits.approvalTextCharsMax),
    needed,
    asked_at: time,
    expires_at: expiresAt ?? time + settings.expire_minutes * minuteMs,
    talk: [],
  }
  const asked = askedAt(0, { person: who, needed, time }, { directory, users: identity.users })
  // What the journal's readers would pass over must not be asked.
  if (!Value.Check(ApprovalContent, content))
    throw new Fault(
      'ERR_INPUT_INVALID',
      'what is asked for is not in a shape that can be decided on',
    )
  const lifeMs = content.expires_at - time
  const data = {
    content,
    ...asked,
    // Where the end is near, who is next in line still has the time.
    remind_ms: Math.min(settings.remind_minutes * minuteMs, Math.floor(lifeMs / 6)),
    escalate_ms: Math.min(settings.escalate_minutes * minuteMs, Math.floor(lifeMs / 3)),
  }
  await parts.decide(by, [{ kind: 'approval.requested', data }])
  const made =
    approvals.get(id) ??
    (source.kind === 'permit' ? undefined : approvals.bySource(source.kind, source.hold))
  if (!made) throw new Error('a request that was journaled is not in the projection')
  return made
}
