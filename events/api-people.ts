/** What the API says about people beyond the queue: reveals, departures, what is kept about somebody. */
import Type, { type Static } from 'typebox'
import { AlertSummary, CustomerRow, PersonChip, Verdict } from './api.ts'
import { CaseStatus, Pinned } from './cases.ts'
import { Exposure } from './taken.ts'

const Id = Type.String({ minLength: 1, maxLength: 128 })
const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Reason = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S.*\\S.*\\S' })

/** Who asked to see whose name, for the privacy officer. */
export const RevealRow = Type.Object({
  id: Id,
  pseudonym: Type.String(),
  viewer: Type.String(),
  reason: Type.String(),
  asked_at: Time,
  until: Nullable(Time),
  decided_by: Nullable(Type.String()),
  refused: Nullable(Type.String()),
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('shown'),
    Type.Literal('over'),
    Type.Literal('refused'),
  ]),
})
export type RevealRow = Static<typeof RevealRow>
export const RevealList = Type.Object({ reveals: Type.Array(RevealRow) })
export type RevealList = Static<typeof RevealList>

export const RevealDecision = Type.Object({ agreed: Type.Boolean(), reason: Reason })
export type RevealDecision = Static<typeof RevealDecision>

/** Why and since when an officer holds that somebody leaves. */
const DepartureMark = Type.Object({ at: Time, by: Type.String(), reason: Type.String() })

/** The look back over what somebody did before their leaving was known. */
const LookBackState = Type.Object({
  state: Type.Union([Type.Literal('waiting'), Type.Literal('done')]),
  asked_at: Time,
  from: Time,
  done_at: Nullable(Time),
  events: Type.Integer(),
  findings: Type.Integer({ description: 'Found by looking back, all times together' }),
})

/** One step of somebody's leaving; `done` is null where only a person can tell, and nobody did yet. */
const ChecklistItem = Type.Object({
  step: Type.Union([
    Type.Literal('look-back'),
    Type.Literal('alerts'),
    Type.Literal('held-files'),
    Type.Literal('access'),
    Type.Literal('silence'),
    Type.Literal('accounts-elsewhere'),
  ]),
  done: Nullable(Type.Boolean()),
  text: Type.String(),
  /** Who said so, where somebody had to. */
  told: Nullable(Type.Object({ at: Time, by: Type.String(), note: Type.String() })),
})
export type ChecklistItem = Static<typeof ChecklistItem>

/** Somebody who leaves, or has left and is still watched. */
export const Departure = Type.Object({
  person: PersonChip,
  mark: Nullable(DepartureMark),
  watch: Type.Object({
    from: Time,
    until: Nullable(Type.Integer({ description: 'Null without a last working day' })),
  }),
  look_back: Nullable(LookBackState),
  taken: Type.Object({
    customers: Type.Integer(),
    staged: Type.Integer(),
    out: Type.Integer(),
  }),
  open_alerts: Type.Integer(),
  held_files: Type.Integer({ description: 'Waiting for a decision' }),
  legal_hold: Type.Boolean(),
  closed: Nullable(Type.Object({ at: Time, steps: Type.Array(Type.String()) })),
  checklist: Type.Array(ChecklistItem),
})
export type Departure = Static<typeof Departure>
export const DepartureList = Type.Object({ departures: Type.Array(Departure) })
export type DepartureList = Static<typeof DepartureList>

export const MarkRequest = Type.Object({ marked: Type.Boolean(), reason: Reason })

/** A step that no system can see, as an officer tells it. */
export const StepTold = Type.Object({
  step: Type.Literal('accounts-elsewhere'),
  done: Type.Boolean(),
  note: Reason,
})

/** What is left to do before somebody's exit is clean, and what it rests on. By pseudonym. */
export const ExitReport = Type.Object({
  made_at: Time,
  clean: Type.Boolean(),
  open: Type.Array(Type.String(), { description: 'What speaks against it, in words' }),
  departure: Departure,
  exposure: Exposure,
  alerts: Type.Array(AlertSummary),
})
export type ExitReport = Static<typeof ExitReport>

/** Customers that somebody took, by who looks after them next, most customers first. Asking is recorded. */
export const WinBack = Type.Object({
  total: Type.Integer(),
  owners: Type.Array(
    Type.Object({
      owner: Nullable(Type.String({ description: 'A pseudonym; null where nobody is named' })),
      basis: Type.Union([
        Type.Literal('owner of the CRM'),
        Type.Literal('manager of who leaves'),
        Type.Literal('nobody named'),
      ]),
      total: Type.Integer(),
      customers: Type.Array(CustomerRow),
    }),
  ),
})
export type WinBack = Static<typeof WinBack>

/** One kind of data about people: what, why, and for how many days; null is without end. */
const KeptKind = Type.Object({
  kind: Type.Union([
    Type.Literal('directory'),
    Type.Literal('events'),
    Type.Literal('alerts'),
    Type.Literal('records'),
    Type.Literal('backups'),
  ]),
  what: Type.String(),
  why: Type.String(),
  days: Nullable(Type.Integer()),
})
export type KeptKind = Static<typeof KeptKind>
/** What is kept about whoever asks: in words, and who saw their name. */
export const AboutMe = Type.Object({
  kept: Type.Array(KeptKind),
  pseudonym: Nullable(Type.String({ description: 'Null where nobody of the directory signed in' })),
  accounts: Type.Array(Type.String()),
  watched: Nullable(
    Type.Object({ until: Nullable(Time) }, { description: 'Why more is looked at: they leave' }),
  ),
  reveals: Type.Array(Type.Object({ asked_at: Time, reason: Type.String() })),
})
export type AboutMe = Static<typeof AboutMe>

/** A case that somebody is in, as far as it is told to them: what was pinned of them once it is closed. */
const CaseAbout = Type.Object({
  id: Id,
  status: CaseStatus,
  verdict: Nullable(Verdict),
  opened_at: Time,
  changed_at: Time,
  pins: Type.Array(Pinned),
  withheld: Type.String({ description: 'What is left out, and why' }),
})
export type CaseAbout = Static<typeof CaseAbout>

/** Everything that is kept about one person. Events, findings and decisions are as the journal has them. */
export const SubjectAccess = Type.Object({
  made_at: Time,
  person: Type.Object({
    id: Id,
    email: Type.String(),
    pseudonym: Type.String(),
    name: Nullable(Type.String()),
    manager: Nullable(Type.String()),
    department: Nullable(Type.String()),
    title: Nullable(Type.String()),
    notice_date: Nullable(Type.String()),
    last_day: Nullable(Type.String()),
    working_hours: Nullable(Type.String()),
    zone: Nullable(Type.String()),
    marked_date: Nullable(Type.String()),
    aliases: Type.Array(Type.String()),
  }),
  accounts: Type.Array(Type.Object({ account: Type.String(), endpoint: Type.String() })),
  kept: Type.Array(KeptKind),
  exposure: Type.Pick(Exposure, ['customers', 'base', 'stages', 'channels']),
  alerts: Type.Array(AlertSummary),
  cases: Type.Array(CaseAbout),
  events: Type.Array(Type.Unknown()),
  events_cut: Type.Integer({ description: 'More that the export has no room for' }),
  findings: Type.Array(Type.Unknown()),
  decisions: Type.Array(Type.Unknown()),
})
export type SubjectAccess = Static<typeof SubjectAccess>

export const SubjectAccessRequest = Type.Object({ reason: Reason })

export const DeletionRequest = Type.Object({ reason: Reason })
/** What was deleted of a person, in counts. */
export const DeletionReport = Type.Object({
  events: Type.Integer(),
  findings: Type.Integer(),
  alerts: Type.Integer(),
  decisions: Type.Integer({
    description: 'Whose bodies were dropped; the chain keeps their hashes',
  }),
  naming: Type.Array(Type.Integer(), {
    description:
      'Journal offsets of decisions on something else whose words name the person; they stay',
  }),
})
export type DeletionReport = Static<typeof DeletionReport>
