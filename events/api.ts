/** What the collector's API answers to the dashboard and the command line. The dashboard takes the types only. */
import Type, { type Static } from 'typebox'
import { ExportShare } from './detection-finding.ts'
import { Endpoint } from './endpoints.ts'
import { PlaceKind, WatchPolicy } from './policy.ts'
import { ScanStatus } from './scan.ts'

const Id = Type.String({ minLength: 1, maxLength: 128 })
const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const ErrorReply = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  }),
})
export type ErrorReply = Static<typeof ErrorReply>

export const Mode = Type.Union([Type.Literal('real'), Type.Literal('demo')])
export type Mode = Static<typeof Mode>

/** A fault of one row of an import: what, where, what to do. `line` counts from 1. */
export const ImportFault = Type.Object({
  line: Type.Integer(),
  column: Type.Optional(Type.String()),
  message: Type.String(),
})
export type ImportFault = Static<typeof ImportFault>

/** What an import did. `refused` counts all refused rows; `faults` lists the first hundred; `warnings` are about the whole file. */
export const ImportReport = Type.Object({
  file: Type.String(),
  rows: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  refused: Type.Integer(),
  gone: Type.Optional(
    Type.Integer({ description: 'In earlier files of the same columns, no longer in this one' }),
  ),
  faults: Type.Array(ImportFault),
  warnings: Type.Array(Type.String()),
  columns: Type.Array(Type.Object({ header: Type.String(), meaning: Type.String() })),
  total: Type.Integer({ description: 'Entries in the base or directory afterwards' }),
})
export type ImportReport = Static<typeof ImportReport>

/** A person as lists show one. `name` is null until revealed. A `null` id is an account that nobody is bound to. */
export const PersonChip = Type.Object({
  id: Nullable(Id),
  pseudonym: Type.String(),
  name: Nullable(Type.String()),
  revealed_until: Nullable(Time),
  department: Nullable(Type.String()),
  title: Nullable(Type.String()),
  departing: Type.Boolean(),
  notice_date: Nullable(Type.String({ description: 'ISO 8601 date' })),
  last_day: Nullable(Type.String({ description: 'ISO 8601 date' })),
  days_to_last_day: Nullable(Type.Integer()),
  working_hours: Nullable(Type.String({ description: 'Mo-Fr 09:00-18:00; null: the company’s' })),
  zone: Nullable(Type.String({ description: 'IANA; null: the company’s' })),
})
export type PersonChip = Static<typeof PersonChip>

/** What people set. */
export const DecidedStatus = Type.Union([
  Type.Literal('new'),
  Type.Literal('in_progress'),
  Type.Literal('closed'),
])
export type DecidedStatus = Static<typeof DecidedStatus>

/** `watched`: findings whose points are not yet enough for an alert. */
export const AlertStatus = Type.Union([Type.Literal('watched'), DecidedStatus])
export type AlertStatus = Static<typeof AlertStatus>

/** OCSF `verdict` of a closed alert. */
export const Verdict = Type.Union([
  Type.Literal('true_positive'),
  Type.Literal('false_positive'),
  Type.Literal('benign'),
  Type.Literal('suspicious'),
  Type.Literal('duplicate'),
])
export type Verdict = Static<typeof Verdict>

const SeverityName = Type.Union([
  Type.Literal('informational'),
  Type.Literal('low'),
  Type.Literal('medium'),
  Type.Literal('high'),
  Type.Literal('critical'),
])

const RiskAddend = Type.Object({
  rule: Type.String(),
  title: Type.String(),
  points: Type.Number({ description: 'What is left of them; half after 14 days' }),
})

/** One row of the queue: all open findings on one person. */
export const AlertSummary = Type.Object({
  id: Id,
  person: PersonChip,
  severity: SeverityName,
  risk: Type.Integer({
    description: 'Sum of what is left of the points of the rules that fired, each rule once',
  }),
  addends: Type.Array(RiskAddend),
  headline: Type.String({ description: 'The worst fact in words' }),
  customers: Type.Integer({ description: 'Distinct customers over all evidence, confirmed' }),
  base: Type.Integer({ description: 'Customers in the base' }),
  places: Type.Array(Type.Object({ kind: PlaceKind, label: Type.String() })),
  findings: Type.Integer(),
  files: Type.Integer(),
  first_at: Time,
  last_at: Time,
  status: AlertStatus,
  verdict: Nullable(Verdict),
  assignee: Nullable(Type.String({ description: 'The user who works on it' })),
  snoozed_until: Nullable(Time),
})
export type AlertSummary = Static<typeof AlertSummary>

/** One event behind a finding, as an officer reads it. */
export const Evidence = Type.Object({
  event_id: Id,
  offset: Type.Integer({ description: 'Its place in the journal' }),
  time: Time,
  activity: Type.String(),
  file: Nullable(Type.String({ description: 'None of what was copied as text' })),
  path: Nullable(Type.String({ description: 'Home folders appear as ~' })),
  app: Nullable(Type.String({ description: 'The program that did it, where it is known' })),
  size_bytes: Nullable(Type.Integer()),
  sha256: Nullable(Type.String()),
  place: Type.Object({ kind: PlaceKind, label: Type.String(), path: Type.String() }),
  endpoint: Type.Object({ id: Id, hostname: Type.String() }),
  account: Nullable(Type.String({ description: 'Shown while the person is revealed' })),
  customers: Type.Integer(),
  candidates: Type.Integer(),
  kinds: Type.Object({ email: Type.Integer(), phone: Type.Integer() }),
  rows: Type.Integer(),
  exports: Type.Optional(
    Type.Array(ExportShare, { description: 'Exports that its customers come from' }),
  ),
  scan: Type.Union([ScanStatus, Type.Literal('none')]),
  scan_reason: Nullable(Type.String()),
})
export type Evidence = Static<typeof Evidence>

export const Finding = Type.Object({
  id: Id,
  time: Time,
  detected_at: Time,
  rule: Type.Object({
    id: Type.String(),
    name: Type.String(),
    title: Type.String(),
    description: Type.String(),
    level: SeverityName,
    points: Type.Integer(),
    runbook: Type.String(),
    falsepositives: Type.Array(Type.String()),
    tags: Type.Array(Type.String()),
  }),
  reason: Type.String({ description: 'The predicates that matched, in words' }),
  why: Type.Array(Type.String(), { description: 'The lines of the reason in plain English' }),
  evidence: Type.Array(Evidence),
})
export type Finding = Static<typeof Finding>

const AlertNote = Type.Object({
  time: Time,
  by: Type.String(),
  /** `assigned`: to the user in `note`, empty for nobody. `snoozed`: until the ISO 8601 time at its start, empty for no longer. */
  what: Type.Union([
    Type.Literal('decided'),
    Type.Literal('noted'),
    Type.Literal('assigned'),
    Type.Literal('snoozed'),
  ]),
  status: DecidedStatus,
  verdict: Nullable(Verdict),
  note: Type.String(),
})

export const AlertDetail = Type.Object({
  alert: AlertSummary,
  findings: Type.Array(Finding),
  history: Type.Array(AlertNote),
})
export type AlertDetail = Static<typeof AlertDetail>

export const AlertList = Type.Object({
  alerts: Type.Array(AlertSummary),
  counts: Type.Object({
    watched: Type.Integer(),
    new: Type.Integer(),
    in_progress: Type.Integer(),
    closed: Type.Integer(),
    snoozed: Type.Integer(),
  }),
  total: Type.Integer({ description: 'Of this status and these words, whatever the page' }),
})
export type AlertList = Static<typeof AlertList>

export const AlertDecision = Type.Object({
  status: DecidedStatus,
  verdict: Type.Optional(Verdict),
  note: Type.Optional(Type.String({ maxLength: 4000 })),
})
export type AlertDecision = Static<typeof AlertDecision>

export const CustomerRow = Type.Object({
  number: Type.String(),
  name: Type.String(),
  company: Nullable(Type.String()),
  country: Nullable(Type.String()),
})

/** Which customers are behind an alert: first page, most identifying fields only. Asking is recorded. */
export const AlertCustomers = Type.Object({
  total: Type.Integer(),
  customers: Type.Array(CustomerRow),
})
export type AlertCustomers = Static<typeof AlertCustomers>

export const RevealRequest = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) })

/** Finds a person by address: that reveals whose pseudonym it is, so it takes a reason like any reveal. */
export const FindPersonRequest = Type.Object({
  email: Type.String({ minLength: 3, maxLength: 320 }),
  reason: Type.String({ minLength: 3, maxLength: 500, pattern: '\\S.*\\S.*\\S' }),
})

export const PeopleList = Type.Object({ people: Type.Array(PersonChip), total: Type.Integer() })
export type PeopleList = Static<typeof PeopleList>

/** Any of a person's accounts as an agent or a CRM names it, e.g. `anna`, `anna@lt-0231`, `anna@example.com`. */
export const AliasRequest = Type.Object({ alias: Type.String({ minLength: 1, maxLength: 200 }) })

const StepState = Type.Union([Type.Literal('done'), Type.Literal('todo')])

/** The first-run page: what is there, what is missing. */
export const Setup = Type.Object({
  customers: Type.Object({
    state: StepState,
    count: Type.Integer(),
    emails: Type.Integer(),
    phones: Type.Integer(),
    imported_at: Nullable(Time),
    default_region: Type.String(),
  }),
  people: Type.Object({ state: StepState, count: Type.Integer(), departing: Type.Integer() }),
  accounts: Type.Array(
    Type.Object({
      account: Type.String(),
      endpoint: Type.String(),
      events: Type.Integer(),
      last_at: Time,
    }),
    { description: 'Accounts seen on endpoints that nobody is bound to' },
  ),
  watch: Type.Object({
    state: StepState,
    policy: WatchPolicy,
    version: Type.Integer({
      description: "What an endpoint's policy_version is once it watches this",
    }),
  }),
  endpoints: Type.Array(Endpoint),
  rules: Type.Array(
    Type.Object({ name: Type.String(), title: Type.String(), level: SeverityName }),
  ),
  alerts: Type.Integer(),
  detection: Type.Object(
    { entries: Type.Integer(), ms: Type.Integer({ description: 'Age of the oldest of them' }) },
    { description: 'What the journal has that detection has not looked at yet' },
  ),
})
export type Setup = Static<typeof Setup>

/** Names of the server-sent events of `/api/v1/stream` and what their `data` holds. */
export interface StreamEvents {
  alert: AlertSummary
  setup: Record<string, never>
  /** Some approval changed. */
  approvals: Record<string, never>
  /** Some case changed. */
  cases: Record<string, never>
  /** The rules in force changed. */
  rules: Record<string, never>
  hello: { readonly version: string }
}
