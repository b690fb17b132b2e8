/**
 * Approvals, projected from the journal: its order decides between two who answer at once. An answer counts where the request still
 * waits, its content is what was looked at, and who gives it has not given one before.
 */
import Value from 'typebox/value'
import type { AnswerFate, ApprovalSource } from '../../events/approvals.ts'
import { FileActivity } from '../../events/file-activity.ts'
import { limits } from '../../events/limits.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import { isEnough } from './approvers.ts'
import { digestOf, strictest } from './content.ts'
import { type AnswerRow, type ApprovalRow, answerOf, approvalOf, readers, writers } from './rows.ts'

/** What a decision did: to which approval, as it is then. `isForEndpoints`: endpoints must hear of it. */
export interface ApprovalChange {
  readonly approval: ApprovalRow
  readonly by: string
  readonly isForEndpoints: boolean
}

export interface Approvals {
  get(id: string): ApprovalRow | undefined
  /** The newest one for what waits, by the id that the gateway or endpoint gave it. */
  bySource(kind: 'export' | 'hold', hold: string): ApprovalRow | undefined
  /** Those that wait, the one that expires first at the front. */
  open(): readonly ApprovalRow[]
  /** Those that are over, the newest first. */
  past(limit: number): readonly ApprovalRow[]
  /** Those of one requester, the newest first. */
  of(person: string, limit: number): readonly ApprovalRow[]
  answers(id: string): readonly AnswerRow[]
  /** What became of an answer, by its `ref`; undefined where it is not in the journal. */
  fate(ref: string): AnswerFate | undefined
  /** How many requests a person made since a time, by what became of them. */
  counts(person: string, since: number): ReadonlyMap<ApprovalRow['state'], number>
  /** Permits in force, the newest first. */
  permits(time: number): readonly ApprovalRow[]
  /** Rows that a permit was used for, by agent. */
  used(permit: string): ReadonlyMap<string, number>
  /** An agent tells of a file that a permit let be; true where that is news. */
  applyEvent(event: unknown, agent: string): boolean
  apply(decision: Decision, offset: number): ApprovalChange | undefined
  /** Calls back with ids of approvals that changed, after they can be read. Returns how to stop. */
  onChange(listener: (ids: ReadonlySet<string>) => void): () => void
  /** Tells the listeners; for the projector alone. */
  tell(ids: ReadonlySet<string>): void
}

const isOpen = ({ state }: ApprovalRow): boolean => state === 'waiting' || state === 'asked_back'

/** What tells two requests for the same thing: a permit is always its own. */
const refOf = (source: ApprovalSource, id: string): string =>
  source.kind === 'permit' ? id : source.hold

type Answered = Extract<Decision, { kind: 'approval.answered' }>
type Requested = Extract<Decision, { kind: 'approval.requested' }>

/** Works on the projections' file; writes are for the projector alone. */
export function openApprovals(database: Database): Approvals {
  const sql = readers(database)
  const write = writers(database)
  const listeners = new Set<(ids: ReadonlySet<string>) => void>()
  const get = (id: string): ApprovalRow | undefined => {
    const row = sql.get.get(id)
    return row && approvalOf(row)
  }
  const answers = (id: string) => sql.answers.all(id).map(answerOf)

  function request({ by, time, data }: Requested, offset: number): void {
    const { content, people, officers, skipped, remind_ms, escalate_ms } = data
    write.ask.run({
      id: content.id,
      offset,
      person: content.person,
      requested_by: by,
      kind: content.source.kind,
      ref: refOf(content.source, content.id),
      content: JSON.stringify(content),
      digest: digestOf(content),
      people: JSON.stringify(people),
      officers: Number(officers),
      skipped: JSON.stringify(skipped),
      level_ms: time,
      asked_ms: time,
      expires_ms: content.expires_at,
      ...{ remind_ms, escalate_ms },
    })
  }

  function fateOf({ by, data }: Answered, row: ApprovalRow): AnswerFate {
    if (!isOpen(row)) return 'late'
    if (data.seen !== row.digest) return 'changed'
    const isAgain = answers(row.id).some(
      each => each.by === by && each.verdict === 'approve' && each.fate === 'counted',
    )
    return isAgain && data.verdict === 'approve' ? 'again' : 'counted'
  }

  /** Ends it as approved where the approvals that count are enough. */
  function settle(row: ApprovalRow, time: number): void {
    const given = answers(row.id).filter(
      ({ verdict, fate }) => verdict === 'approve' && fate === 'counted',
    )
    if (!isEnough(given, { needed: row.content.needed, level: row.level, people: row.people }))
      return
    const conditions = strictest(given.flatMap(each => each.conditions ?? []))
    write.end.run('approved', time, JSON.stringify(conditions), row.id)
  }

  /** A question or its reply: the content is another one, so earlier approvals are over. */
  function talk(
    { id, content }: ApprovalRow,
    said: ApprovalRow['content']['talk'][number],
    state: 'waiting' | 'asked_back',
  ): void {
    const next = { ...content, talk: [...content.talk, said] }
    write.lapse.run(id)
    write.talk.run(state, JSON.stringify(next), digestOf(next), said.at, id)
  }

  function answer(decision: Answered, row: ApprovalRow, offset: number): void {
    const { by, time, data } = decision
    const { id, as, conditions, ...given } = data
    const fate = fateOf(decision, row)
    const packed = conditions === null ? null : JSON.stringify(conditions)
    write.answer.run({
      ...given,
      ...{ offset, approval: id, by, role: as, conditions: packed, at_ms: time, fate },
    })
    if (fate !== 'counted') return
    if (data.verdict === 'refuse') write.end.run('refused', time, null, id)
    else if (data.verdict === 'approve') settle(row, time)
    else talk(row, { by: 'approver', text: data.reason, at: time }, 'asked_back')
  }

  /** What is left of the kinds: each does something only where the request still waits. */
  function move(decision: Decision, row: ApprovalRow): void {
    const { kind, data, time } = decision
    if (kind === 'approval.revoked') {
      if (row.state === 'approved')
        write.end.run('revoked', time, JSON.stringify(row.conditions), row.id)
    } else if (!isOpen(row)) return
    else if (kind === 'approval.replied')
      talk(row, { by: 'requester', text: data.text, at: time }, 'waiting')
    else if (kind === 'approval.reminded') write.remind.run(row.id)
    else if (kind === 'approval.expired') write.end.run('expired', time, null, row.id)
    else if (kind === 'approval.withdrawn') write.end.run('withdrawn', time, null, row.id)
    else if (kind === 'approval.escalated' && data.level > row.level) {
      const { level, people, officers, skipped } = data
      const texts = [JSON.stringify(people), Number(officers), JSON.stringify(skipped)] as const
      write.escalate.run(level, time, ...texts, row.id)
      settle({ ...row, level, people }, time)
    }
  }

  function apply(decision: Decision, offset: number): ApprovalChange | undefined {
    const { kind, data, by } = decision
    if (!kind.startsWith('approval.')) return undefined
    const id = 'content' in data ? data.content.id : 'id' in data ? data.id : ''
    const before = get(id)
    if (kind === 'approval.requested') request(decision, offset)
    else if (kind === 'approval.answered' && before) answer(decision, before, offset)
    else if (before) move(decision, before)
    const approval = get(id)
    if (!approval) return undefined
    const isNews = approval.state !== before?.state && approval.decided_ms !== null
    const isForEndpoints = isNews && approval.content.source.kind !== 'export'
    return { approval, by, isForEndpoints }
  }

  return {
    get,
    bySource: (kind, hold) => {
      const row = sql.byRef.get(kind, hold)
      return row && approvalOf(row)
    },
    open: () => sql.open.all().map(approvalOf),
    past: limit => sql.past.all(limit).map(approvalOf),
    of: (person, limit) => sql.of.all(person, limit).map(approvalOf),
    answers,
    fate: ref => sql.answer.get(ref)?.fate,
    counts: (person, since) =>
      new Map(sql.counts.all(person, since).map(({ state, count }) => [state, count])),
    permits: time =>
      sql.permits
        .all()
        .slice(0, limits.permitsMax)
        .map(approvalOf)
        .filter(({ conditions }) => conditions !== null && conditions.until > time),
    used: permit => new Map(sql.used.all(permit).map(({ agent, rows }) => [agent, rows])),
    applyEvent: (event, agent) => {
      if (!Value.Check(FileActivity, event)) return false
      const { hold } = event.unmapped.clientkeep
      const sha256 = event.file.hashes?.[0]?.value
      if (hold?.state !== 'permitted' || sha256 === undefined || !sql.get.get(hold.id)) return false
      return write.use.run(hold.id, agent, sha256, hold.rows, event.time).changes > 0
    },
    apply,
    onChange: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: ids => {
      for (const listener of listeners) listener(ids)
    },
  }
}
