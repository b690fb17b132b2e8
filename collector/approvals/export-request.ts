/**
 * The seam between whatever holds an export (the gateway, later endpoints) and whoever decides on it: the facts that an approver
 * sees, what may be decided, and how a holder asks. Shapes only; the flow behind them is `Approvals`' own.
 */
import Type, { type Static } from 'typebox'

const Text = Type.String({ maxLength: 1000 })
const Count = Type.Integer({ minimum: 0 })

/** What is in an export, as counts: never a customer's data. */
export const ExportContent = Type.Object({
  /** Where it was asked for: the application's name. */
  app: Text,
  /** The file's name, as the application gave it. */
  file: Text,
  /** `csv`, `xlsx`, `json` … */
  format: Text,
  bytes: Count,
  /** Of the bytes that are held, hex: what is approved is exactly this. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  rows: Count,
  customers: Count,
  share_percent: Type.Number({ minimum: 0, maximum: 100 }),
  /** Of the customers, those that the CRM says are the person's own, and colleagues'. */
  own: Count,
  others: Count,
  own_share_percent: Type.Number({ minimum: 0, maximum: 100 }),
  /** Headings of a table, in its order; empty where there are none. */
  columns: Type.Array(Text, { maxItems: 200 }),
  /** What the customers were known by, with how many: `email`, `phone` … */
  fields: Type.Record(Type.String(), Count),
})
export type ExportContent = Static<typeof ExportContent>

/** A held export that somebody wants. `id` is the hold's; asking twice for one hold is asking once. */
export const ExportRequest = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 60 }),
  /** Who keeps the file: `gateway`, or an agent's id. */
  holder: Text,
  /** Id of the person in the directory; null for an integration that nobody is bound to. */
  person: Type.Union([Type.String(), Type.Null()]),
  /** The account as the holder knows it. */
  account: Text,
  content: ExportContent,
  /** Name of the policy rule that held it, and why in words. */
  rule: Text,
  why: Text,
  /** What the person says it is for. */
  justification: Type.String({ minLength: 1, maxLength: 2000 }),
  /** UTC epoch milliseconds. */
  held_at: Type.Integer(),
  asked_at: Type.Integer(),
  /** Where nobody decided by then, it is refused. */
  deadline: Type.Integer(),
})
export type ExportRequest = Static<typeof ExportRequest>

/** Limits that an approver put on what is let go. */
export interface Terms {
  /** Rows at most; null for all. */
  readonly rows_max: number | null
  /** Headings of columns that are left out. */
  readonly drop_columns: readonly string[]
  /** Canary customers are put among the rows. */
  readonly canaries: boolean
}

/** Where a request stands. `waiting` and `asked-back` may still change, the others never do. */
export type ExportDecision =
  | {
      readonly state: 'waiting'
      /** Who may decide now, in words for the person who waits. */
      readonly deciders: readonly string[]
      readonly until: number
      /** How many still have to agree. */
      readonly needed: number
    }
  | { readonly state: 'asked-back'; readonly question: string; readonly until: number }
  | {
      readonly state: 'approved'
      readonly by: readonly string[]
      readonly terms: Terms
      /** It can be fetched until then. */
      readonly until: number
    }
  | { readonly state: 'refused'; readonly by: readonly string[]; readonly reason: string }
  | { readonly state: 'expired' }

/** What a holder of exports calls. */
export interface Approvals {
  /** Asks for a decision; resolves when the request is durable. Asking again for the same id answers an asked-back question. */
  requestApproval(request: ExportRequest): Promise<void>
  /** Where a request stands at `time`; undefined where it was never asked for. */
  decisionOn(id: string, time: number): ExportDecision | undefined
  /** Who would decide on an export of this person, in words, before it is asked for. */
  deciders(person: string | null, time: number): readonly string[]
}
