/** Approvals and answers as the projections' tables keep them. */
import Value from 'typebox/value'
import {
  type AnswerFate,
  ApprovalConditions,
  ApprovalContent,
  type ApprovalState,
  type ApprovalVerdict,
} from '../../events/approvals.ts'
import { AskedRecord } from '../journal/approval-decisions.ts'
import type { Database } from '../store/database.ts'
import type { Asked } from './approvers.ts'

/** An approval as it stands. Times are UTC epoch milliseconds. */
export interface ApprovalRow {
  readonly id: string
  /** Null for an integration that nobody is bound to. */
  readonly person: string | null
  readonly requested_by: string
  readonly state: ApprovalState
  readonly content: ApprovalContent
  readonly digest: string
  /** Ids of people who are asked. */
  readonly people: readonly string[]
  readonly officers: boolean
  readonly skipped: Asked['skipped']
  readonly level: number
  /** Since when this level is asked. */
  readonly level_ms: number
  readonly reminded: boolean
  readonly remind_ms: number
  readonly escalate_ms: number
  readonly expires_ms: number
  readonly asked_ms: number
  readonly decided_ms: number | null
  readonly conditions: ApprovalConditions | null
}

export interface AnswerRow {
  readonly ref: string
  readonly approval: string
  readonly by: string
  readonly as: 'manager' | 'officer'
  readonly verdict: ApprovalVerdict
  readonly reason: string
  readonly conditions: ApprovalConditions | null
  readonly seen: string
  readonly touch: string | null
  readonly at_ms: number
  readonly fate: AnswerFate
}

type Packed<Row, Texts extends keyof Row, Flags extends keyof Row = never> = Omit<
  Row,
  Texts | Flags
> & { readonly [K in Texts]: string } & { readonly [K in Flags]: number }

export type PackedApproval = Omit<
  Packed<ApprovalRow, 'content' | 'people' | 'skipped', 'officers' | 'reminded'>,
  'conditions'
> & { readonly conditions: string | null }
export type PackedAnswer = Omit<AnswerRow, 'as' | 'conditions'> & {
  readonly role: AnswerRow['as']
  readonly conditions: string | null
}

const conditionsOf = (text: string | null): ApprovalConditions | null =>
  text === null ? null : Value.Parse(ApprovalConditions, JSON.parse(text))

const People = AskedRecord.properties.people
const Skipped = AskedRecord.properties.skipped

/** The row of a table's record. */
export const approvalOf = (row: PackedApproval): ApprovalRow => ({
  ...row,
  content: Value.Parse(ApprovalContent, JSON.parse(row.content)),
  people: Value.Parse(People, JSON.parse(row.people)),
  skipped: Value.Parse(Skipped, JSON.parse(row.skipped)),
  officers: row.officers === 1,
  reminded: row.reminded === 1,
  conditions: conditionsOf(row.conditions),
})

export const answerOf = ({ role, ...row }: PackedAnswer): AnswerRow => ({
  ...row,
  as: role,
  conditions: conditionsOf(row.conditions),
})

const columns = `id, person, requested_by, state, content, digest, people, officers, skipped, level, level_ms,
  reminded, remind_ms, escalate_ms, expires_ms, asked_ms, decided_ms, conditions`
const answerColumns =
  'ref, approval, by, role, verdict, reason, conditions, seen, touch, at_ms, fate'
const open = "state IN ('waiting', 'asked_back')"

/** What is read. */
export function readers(database: Database) {
  return {
    get: database.prepare<[string], PackedApproval>(`SELECT ${columns} FROM approval WHERE id = ?`),
    byRef: database.prepare<[string, string], PackedApproval>(
      `SELECT ${columns} FROM approval WHERE kind = ? AND ref = ? ORDER BY offset DESC LIMIT 1`,
    ),
    open: database.prepare<[], PackedApproval>(
      `SELECT ${columns} FROM approval WHERE ${open} ORDER BY expires_ms`,
    ),
    past: database.prepare<[number], PackedApproval>(
      `SELECT ${columns} FROM approval WHERE NOT ${open} ORDER BY offset DESC LIMIT ?`,
    ),
    of: database.prepare<[string, number], PackedApproval>(
      `SELECT ${columns} FROM approval WHERE person = ? ORDER BY asked_ms DESC LIMIT ?`,
    ),
    counts: database.prepare<[string, number], { state: ApprovalState; count: number }>(
      'SELECT state, count(*) AS count FROM approval WHERE person = ? AND asked_ms >= ? GROUP BY state',
    ),
    permits: database.prepare<[], PackedApproval>(
      `SELECT ${columns} FROM approval WHERE kind = 'permit' AND state = 'approved' ORDER BY offset DESC`,
    ),
    answers: database.prepare<[string], PackedAnswer>(
      `SELECT ${answerColumns} FROM approval_answer WHERE approval = ? ORDER BY offset`,
    ),
    answer: database.prepare<[string], PackedAnswer>(
      `SELECT ${answerColumns} FROM approval_answer WHERE ref = ?`,
    ),
    used: database.prepare<[string], { agent: string; rows: number }>(
      'SELECT agent, sum(rows) AS rows FROM permit_use WHERE permit = ? GROUP BY agent',
    ),
  }
}

/** What the projector alone writes. */
export function writers(database: Database) {
  return {
    ask: database.prepare<
      Omit<PackedApproval, 'state' | 'level' | 'reminded' | 'decided_ms' | 'conditions'> & {
        offset: number
        kind: string
        ref: string
      }
    >(
      `INSERT INTO approval (id, offset, person, requested_by, kind, ref, state, content, digest, people, officers,
         skipped, level, level_ms, reminded, remind_ms, escalate_ms, expires_ms, asked_ms)
       VALUES (@id, @offset, @person, @requested_by, @kind, @ref, 'waiting', @content, @digest, @people, @officers,
         @skipped, 0, @level_ms, 0, @remind_ms, @escalate_ms, @expires_ms, @asked_ms) ON CONFLICT DO NOTHING`,
    ),
    answer: database.prepare<PackedAnswer & { readonly offset: number }>(
      `INSERT INTO approval_answer (offset, ${answerColumns}) VALUES (@offset, @ref, @approval, @by, @role, @verdict, @reason,
         @conditions, @seen, @touch, @at_ms, @fate) ON CONFLICT DO NOTHING`,
    ),
    lapse: database.prepare<[string]>(
      "UPDATE approval_answer SET fate = 'lapsed' WHERE approval = ? AND verdict = 'approve' AND fate = 'counted'",
    ),
    end: database.prepare<[ApprovalState, number, string | null, string]>(
      'UPDATE approval SET state = ?, decided_ms = ?, conditions = ? WHERE id = ?',
    ),
    talk: database.prepare<[ApprovalState, string, string, number, string]>(
      'UPDATE approval SET state = ?, content = ?, digest = ?, level_ms = ?, reminded = 0 WHERE id = ?',
    ),
    remind: database.prepare<[string]>('UPDATE approval SET reminded = 1 WHERE id = ?'),
    escalate: database.prepare<[number, number, string, number, string, string]>(
      `UPDATE approval SET level = ?, level_ms = ?, reminded = 0, people = ?, officers = ?, skipped = ?
       WHERE id = ?`,
    ),
    use: database.prepare<[string, string, string, number, number]>(
      'INSERT INTO permit_use VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
  }
}
