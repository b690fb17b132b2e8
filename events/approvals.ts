/** Approvals as the collector's API answers: what is asked, the facts of it, who decides, and what was decided. */
import Type, { type Static } from 'typebox'
import { PersonChip } from './api.ts'
import { limits } from './limits.ts'
import { Unread } from './scan.ts'

const Id = Type.String({ minLength: 1, maxLength: 128 })
const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Count = Type.Integer({ minimum: 0 })
const Word = Type.String({ maxLength: 500 })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Said = Type.String({ minLength: 3, maxLength: 1000, pattern: '\\S.*\\S.*\\S' })

/** A stick or drive that can be told from others by its serial number. */
const PermitDevice = Type.Object({
  label: Type.String({ minLength: 1, maxLength: 200 }),
  serial: Type.String({ minLength: 1, maxLength: 200 }),
})

/** What waits for the decision: an export at the gateway, a file at an endpoint, or leave for something that is still to be done. */
export const ApprovalSource = Type.Union([
  Type.Object({
    kind: Type.Literal('export'),
    hold: Id,
    name: Word,
    /** The application, and who keeps the file: `gateway`, or another holder's name. */
    via: Word,
    holder: Word,
    bytes: Count,
  }),
  Type.Object({
    kind: Type.Literal('hold'),
    hold: Id,
    agent: Id,
    name: Word,
    endpoint: Word,
    place: Word,
    /** It was not searched to its end: it may hold more than was counted. */
    unread: Type.Optional(Unread),
  }),
  Type.Object({
    kind: Type.Literal('permit'),
    /** The list in the requester's words. */
    name: Type.String({ minLength: 1, maxLength: 200 }),
    device: PermitDevice,
    /** Where alone it may be used; at any endpoint of the person where left out. */
    endpoint: Type.Optional(Type.Object({ agent: Id, hostname: Word })),
    rows_max: Type.Integer({ minimum: 1 }),
    until: Time,
  }),
])
export type ApprovalSource = Static<typeof ApprovalSource>

/** What is known of the request when it is made. `own`, `others`: customers by the owner that the CRM names. */
export const ApprovalFacts = Type.Object({
  rows: Count,
  customers: Type.Integer({ minimum: 0, description: 'Distinct customers of the base' }),
  base: Count,
  share_percent: Type.Number(),
  own: Count,
  others: Count,
  columns: Type.Array(Word, { maxItems: limits.approvalColumnsMax }),
  sha256: Nullable(Sha256),
  rules: Type.Array(Type.Object({ name: Word, title: Word })),
  department: Nullable(Word),
  title: Nullable(Word),
  /** Last working day, where policy lets the approver know. */
  leaves_on: Nullable(Word),
  /** Of the last 30 days, and what went out before at any time. */
  history: Type.Object({
    exports: Count,
    rows_most: Count,
    asked: Count,
    approved: Count,
    refused: Count,
    customers_out: Count,
  }),
})
export type ApprovalFacts = Static<typeof ApprovalFacts>

/** Exactly what an approver decides on: its digest is what the key signs. */
export const ApprovalContent = Type.Object({
  id: Id,
  /** Null for an integration that nobody is bound to. */
  person: Nullable(Id),
  pseudonym: Word,
  source: ApprovalSource,
  facts: ApprovalFacts,
  /** Why it is asked; empty where nobody has said yet. */
  why: Type.String({ maxLength: limits.approvalTextCharsMax }),
  /** Approvals that it takes. */
  needed: Type.Integer({ minimum: 1, maximum: 2 }),
  asked_at: Time,
  expires_at: Time,
  /** Questions of approvers and what was replied. */
  talk: Type.Array(
    Type.Object({
      by: Type.Union([Type.Literal('approver'), Type.Literal('requester')]),
      text: Type.String({ maxLength: limits.approvalTextCharsMax }),
      at: Time,
    }),
  ),
})
export type ApprovalContent = Static<typeof ApprovalContent>

/** Under which conditions it may happen. `rows_max` null: as many as asked for. */
export const ApprovalConditions = Type.Object({
  rows_max: Nullable(Type.Integer({ minimum: 1 })),
  drop_columns: Type.Array(Word, { maxItems: limits.approvalColumnsMax }),
  canaries: Type.Boolean(),
  until: Time,
})
export type ApprovalConditions = Static<typeof ApprovalConditions>

export const ApprovalVerdict = Type.Union([
  Type.Literal('approve'),
  Type.Literal('refuse'),
  Type.Literal('ask'),
])
export type ApprovalVerdict = Static<typeof ApprovalVerdict>

/** `asked_back` waits for the requester; `approved` may be over by its conditions. */
export const ApprovalState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('asked_back'),
  Type.Literal('approved'),
  Type.Literal('refused'),
  Type.Literal('expired'),
  Type.Literal('withdrawn'),
  Type.Literal('revoked'),
])
export type ApprovalState = Static<typeof ApprovalState>

/** A decision; `seen` is the digest of the content that was looked at. `reason`: why refused, or the question. */
export const ApprovalDecision = Type.Object({
  verdict: ApprovalVerdict,
  seen: Sha256,
  reason: Type.Optional(Type.String({ maxLength: 1000 })),
  conditions: Type.Optional(ApprovalConditions),
})
export type ApprovalDecision = Static<typeof ApprovalDecision>

/** What became of an answer: `lapsed` where what it was about changed afterwards, the others where it never counted. */
export const AnswerFate = Type.Union([
  Type.Literal('counted'),
  Type.Literal('lapsed'),
  Type.Literal('late'),
  Type.Literal('changed'),
  Type.Literal('again'),
])
export type AnswerFate = Static<typeof AnswerFate>

/** One answer. `touch` is the SHA-256 that the key signed (`step-up.given`), null at the console. */
const ApprovalAnswer = Type.Object({
  by: Word,
  as: Type.Union([Type.Literal('manager'), Type.Literal('officer')]),
  verdict: ApprovalVerdict,
  reason: Type.String(),
  conditions: Nullable(ApprovalConditions),
  seen: Sha256,
  touch: Nullable(Sha256),
  at: Time,
  fate: AnswerFate,
})
export type ApprovalAnswer = Static<typeof ApprovalAnswer>

/** Why somebody up the line was not asked. */
export const Unfit = Type.Union([
  Type.Literal('requester'),
  Type.Literal('report'),
  Type.Literal('departing'),
  Type.Literal('no account'),
  Type.Literal('not in the directory'),
])
export type Unfit = Static<typeof Unfit>

export const Approval = Type.Object({
  id: Id,
  state: ApprovalState,
  content: ApprovalContent,
  /** SHA-256 of `clientkeep-approval-1`, a line feed, and the canonical JSON (RFC 8785) of `content`. */
  digest: Sha256,
  person: PersonChip,
  requested_by: Word,
  /** Who may approve now; officers beside them where `officers`. */
  approvers: Type.Array(PersonChip),
  officers: Type.Boolean(),
  skipped: Type.Array(Type.Object({ pseudonym: Word, why: Unfit })),
  answers: Type.Array(ApprovalAnswer),
  /** In force once it is approved. */
  conditions: Nullable(ApprovalConditions),
  /** Rows that a permit was used for. */
  rows_used: Count,
  decided_at: Nullable(Time),
  /** Where a held export lies, for who asked for it: there it is handed out, once. */
  page: Nullable(Type.String()),
  may: Type.Object({
    approve: Type.Boolean(),
    refuse: Type.Boolean(),
    /** Why the viewer may not approve. */
    why_not: Nullable(Word),
    reply: Type.Boolean(),
    revoke: Type.Boolean(),
  }),
})
export type Approval = Static<typeof Approval>

export const ApprovalList = Type.Object({
  approvals: Type.Array(Approval),
  waiting: Type.Integer({ description: 'That the viewer may decide now' }),
})
export type ApprovalList = Static<typeof ApprovalList>

/** Asks to let a held file go, or for a permit. Without `person` for oneself. */
export const ApprovalRequest = Type.Object({
  person: Type.Optional(Id),
  why: Said,
  hold: Type.Optional(Id),
  permit: Type.Optional(
    Type.Object({
      name: Type.String({ minLength: 1, maxLength: 200 }),
      device: PermitDevice,
      endpoint: Type.Optional(
        Type.String({
          ...{ minLength: 1, maxLength: 128 },
          description:
            'Id of the one endpoint where it may be used; then rows are counted in one place',
        }),
      ),
      rows_max: Type.Integer({ minimum: 1, maximum: limits.permitRowsMax }),
      until: Time,
    }),
  ),
})
export type ApprovalRequest = Static<typeof ApprovalRequest>

/** What somebody can ask for: files of theirs that wait, and sticks that their endpoints saw. `approval`: it was asked for already. */
export const Askable = Type.Object({
  files: Type.Array(
    Type.Object({
      hold: Id,
      name: Word,
      endpoint: Word,
      place: Word,
      rows: Count,
      customers: Count,
      unread: Nullable(Unread),
      held_at: Time,
      approval: Nullable(Id),
    }),
  ),
  exports: Type.Array(
    Type.Object({
      name: Word,
      app: Word,
      rows: Count,
      customers: Count,
      held_at: Time,
      expires_at: Time,
      approval: Nullable(Id),
      page: Nullable(Type.String({ description: 'Where it lies' })),
    }),
  ),
  sticks: Type.Array(Type.Object({ label: Word, serial: Word, agent: Id, last_at: Time }), {
    description: 'With a serial number of their own, the latest first, and where they were',
  }),
  endpoints: Type.Array(Type.Object({ agent: Id, hostname: Word }), {
    description: 'Where one of their accounts was seen',
  }),
  permit_until_max: Time,
})
export type Askable = Static<typeof Askable>

/** What the requester says to a question, or why something is withdrawn or revoked. */
export const ApprovalReply = Type.Object({ text: Said })
export type ApprovalReply = Static<typeof ApprovalReply>
