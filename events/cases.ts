/** Cases, as the collector's API takes and answers them: what officers pin, write and decide about one matter. OCSF calls it an incident. */
import Type, { type Static } from 'typebox'
import { PersonChip, Verdict } from './api.ts'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Id = Type.String({ minLength: 1, maxLength: 128 })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Title = Type.String({ minLength: 3, maxLength: 200 })
const Words = Type.String({ maxLength: 4000 })

/** What can be pinned: an alert, one event, or a time of somebody's. */
export const PinRef = Type.Union([
  Type.Object({ kind: Type.Literal('alert'), alert: Id }),
  Type.Object({ kind: Type.Literal('event'), offset: Type.Integer({ minimum: 1 }) }),
  Type.Object({ kind: Type.Literal('time'), person: Id, from: Time, to: Time }),
])
export type PinRef = Static<typeof PinRef>

/** One event as evidence, in a line. */
const PinnedRow = Type.Object({
  time: Time,
  activity: Type.String(),
  name: Type.String(),
  path: Nullable(Type.String()),
  sha256: Nullable(Type.String()),
  place: Nullable(Type.String()),
  endpoint: Type.String(),
  customers: Type.Integer(),
})
export type PinnedRow = Static<typeof PinnedRow>

/** What was pinned, as it was then and by pseudonym: it stays when retention has removed the events. */
export const Pinned = Type.Object({
  ref: PinRef,
  person: Nullable(Id),
  pseudonym: Type.String(),
  /** Empty where the rows say all. */
  title: Type.String(),
  from: Time,
  to: Time,
  customers: Nullable(Type.Integer({ description: 'Distinct customers' })),
  rules: Type.Array(
    Type.Object({
      title: Type.String(),
      level: Type.String(),
      reason: Type.String(),
      why: Type.Optional(Type.Array(Type.String(), { description: 'The same in plain English' })),
    }),
  ),
  rows: Type.Array(PinnedRow),
  rows_total: Type.Integer(),
})
export type Pinned = Static<typeof Pinned>

const Removed = Type.Object({ at: Time, by: Type.String(), reason: Type.String() })

export const CasePin = Type.Object({
  id: Id,
  at: Time,
  by: Type.String(),
  note: Type.String(),
  pinned: Pinned,
  /** Taken out again; it stays readable. */
  removed: Nullable(Removed),
})
export type CasePin = Static<typeof CasePin>

export const CaseStatus = Type.Union([Type.Literal('in_progress'), Type.Literal('closed')])
export type CaseStatus = Static<typeof CaseStatus>

export const CaseSummary = Type.Object({
  id: Id,
  title: Type.String(),
  status: CaseStatus,
  verdict: Nullable(Verdict),
  opened_at: Time,
  opened_by: Type.String(),
  changed_at: Time,
  officers: Type.Array(Type.String()),
  people: Type.Array(PersonChip),
  pins: Type.Integer({ description: 'Without those taken out' }),
})
export type CaseSummary = Static<typeof CaseSummary>

/** What was done with a case; never changed or removed. */
const CaseNote = Type.Object({
  at: Time,
  by: Type.String(),
  what: Type.Union([
    Type.Literal('noted'),
    Type.Literal('joined'),
    Type.Literal('left'),
    Type.Literal('closed'),
    Type.Literal('opened'),
    Type.Literal('exported'),
  ]),
  verdict: Nullable(Verdict),
  note: Type.String(),
})
export type CaseNote = Static<typeof CaseNote>

export const CaseList = Type.Object({ cases: Type.Array(CaseSummary) })
export type CaseList = Static<typeof CaseList>

export const CaseDetail = Type.Object({
  case: CaseSummary,
  pins: Type.Array(CasePin, { description: 'By the time of what they show' }),
  history: Type.Array(CaseNote, { description: 'The oldest first' }),
})
export type CaseDetail = Static<typeof CaseDetail>

export const NewCase = Type.Object({ title: Title, pin: Type.Optional(PinRef) })
export const NewPin = Type.Object({ pin: PinRef, note: Type.Optional(Words) })
export const PinRemoval = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) })
export const NewCaseNote = Type.Object({ note: Type.String({ minLength: 1, maxLength: 4000 }) })
export const CaseOfficer = Type.Object({
  user: Type.String({ minLength: 1, maxLength: 200, description: 'A user, or `me`' }),
  joins: Type.Boolean(),
})
export const CaseDecision = Type.Object({
  status: CaseStatus,
  verdict: Type.Optional(Verdict),
  note: Type.Optional(Words),
  close_alerts: Type.Optional(
    Type.Boolean({
      description: 'Closes the open alerts among the evidence with the same verdict',
    }),
  ),
})
export type CaseDecision = Static<typeof CaseDecision>
