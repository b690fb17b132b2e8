/** What people decide, as journal entries: each kind with the shape of its data. */
import { randomUUIDv7 } from 'node:crypto'
import Type, { type Static, type TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { AlertStatus, DecidedStatus, Verdict } from '../../events/api.ts'
import { limits } from '../../events/limits.ts'
import { WatchPolicy } from '../../events/policy.ts'
import { ExclusionDecision, Trait } from '../../events/tuning.ts'
import { PublicKey } from '../../events/wire.ts'
import { approvalKinds } from './approval-decisions.ts'
import { caseKinds } from './case-decisions.ts'
import { gatewayKinds } from './gateway-decisions.ts'
import { identityKinds } from './identity-decisions.ts'
import type { NewEntry } from './journal.ts'
import { ruleKinds } from './rule-decisions.ts'

const Text = Type.String({ maxLength: 10_000 })
const Maybe = Type.Union([Text, Type.Null()])

export const PersonRecord = Type.Object({
  id: Text,
  email: Text,
  pseudonym: Text,
  name: Maybe,
  manager: Maybe,
  department: Maybe,
  title: Maybe,
  notice_date: Maybe,
  last_day: Maybe,
  /** Checked when it was taken; `zone` is an IANA name. Older entries have neither. */
  working_hours: Type.Optional(Maybe),
  zone: Type.Optional(Maybe),
  aliases: Type.Array(Text),
})
export type PersonRecord = Static<typeof PersonRecord>

const kinds = {
  ...identityKinds,
  ...approvalKinds,
  ...caseKinds,
  ...ruleKinds,
  ...gatewayKinds,
  'person.set': PersonRecord,
  /** A people feed was read whole; `as_of`: how old what it says is. */
  'people.fed': Type.Object({
    feed: Text,
    as_of: Type.Integer(),
    rows: Type.Integer(),
    added: Type.Integer(),
    changed: Type.Integer(),
    refused: Type.Integer(),
  }),
  /** An officer holds that somebody leaves, or no longer does. */
  'person.marked': Type.Object({ person: Text, marked: Type.Boolean(), reason: Text }),
  /** An officer says of a step of somebody's leaving that only a person can tell whether it is done. */
  'person.step-told': Type.Object({ person: Text, step: Text, done: Type.Boolean(), note: Text }),
  /** What a person did before their leaving was known was judged again; `asked`: the time of the decision that asked for it. */
  'person.looked-back': Type.Object({
    person: Text,
    asked: Type.Integer(),
    from: Type.Integer(),
    events: Type.Integer(),
    findings: Type.Integer(),
  }),
  /** Everything about a person was deleted: counts, and the journal offsets of decisions whose bodies were dropped; `naming`: those on something else that name them, which stay. */
  'person.forgotten': Type.Object({
    person: Text,
    reason: Text,
    events: Type.Integer(),
    findings: Type.Integer(),
    alerts: Type.Integer(),
    decisions: Type.Array(Type.Integer()),
    naming: Type.Array(Type.Integer()),
  }),
  /** Everything that is kept about a person was exported. */
  'subject-access.exported': Type.Object({ person: Text, reason: Text }),
  /** Somebody's last working day is over: what was closed then, in words. */
  'person.closed': Type.Object({ person: Text, last_day: Text, steps: Type.Array(Text) }),
  'person.alias-bound': Type.Object({ person: Text, alias: Text }),
  /** Shown to who asked; `request` where a second person agreed. */
  'person.revealed': Type.Object({
    person: Text,
    until: Type.Integer(),
    reason: Text,
    to: Type.Optional(Text),
    request: Type.Optional(Text),
  }),
  'customers.imported': Type.Object({
    file: Text,
    sha256: Text,
    rows: Type.Integer(),
    added: Type.Integer(),
    changed: Type.Integer(),
    refused: Type.Integer(),
    total: Type.Integer(),
  }),
  /** What the columns of files with these headers mean from the next import on. */
  'customers.mapping-set': Type.Object({ layout: Text, columns: Type.Record(Text, Text) }),
  /** Endpoints get a filter under a new token key, the one of this number. */
  'customers.key-rotated': Type.Object({ key: Type.Integer(), reason: Text }),
  /** Of an alert, or of a person's exposure. */
  'customers.viewed': Type.Object({
    alert: Type.Optional(Text),
    person: Type.Optional(Text),
    shown: Type.Integer(),
  }),
  /** An export of the CRM was seen: its rows as `packManifest` packs them. */
  'export.registered': Type.Object({
    number: Type.Integer({ minimum: 1 }),
    name: Text,
    source: Text,
    person: Maybe,
    sha256: Text,
    rows: Type.Integer({ minimum: 0 }),
    customers: Type.String({ maxLength: limits.exportBytesMax }),
  }),
  /** Canary customers were made for an export or a person: ids in the base. */
  'canaries.planted': Type.Object({
    export: Type.Union([Type.Integer(), Type.Null()]),
    person: Maybe,
    domains: Type.Array(Text),
    canaries: Type.Array(Type.Integer()),
  }),
  'canaries.viewed': Type.Object({ shown: Type.Integer() }),
  'policy.watch-set': Type.Object({ watch: WatchPolicy }),
  'agent.enrolled': Type.Object({
    agent: Text,
    key: PublicKey,
    hostname: Text,
    platform: Text,
    version: Text,
  }),
  /** A one-time token to enrol an endpoint was handed out. */
  'enrolment.opened': Type.Object({ until: Type.Integer() }),
  /** What people here call a device that endpoints saw; null takes the name back. */
  'device.named': Type.Object({ device: Text, name: Maybe }),
  /** Nothing of the agent is taken any more. */
  'agent.revoked': Type.Object({ agent: Text, reason: Text }),
  /** A system may hand in OCSF events; of its token the hash alone is kept. */
  'producer.added': Type.Object({ producer: Text, token_sha256: Text }),
  'producer.revoked': Type.Object({ producer: Text, reason: Text }),
  'alert.decided': Type.Object({
    alert: Text,
    status: DecidedStatus,
    /** The status that was decided on: where another decision came before, this one does not count. */
    from: Type.Optional(AlertStatus),
    /** Made for this decision, so that whoever made it can tell whether it counts. */
    ref: Type.Optional(Text),
    verdict: Type.Union([Verdict, Type.Null()]),
    note: Text,
  }),
  /** What was done with an alert besides deciding; null takes back. */
  'alert.worked': Type.Object({
    alert: Text,
    assignee: Type.Optional(Maybe),
    snoozed_until: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    note: Type.Optional(Text),
  }),
  /** Without a `key`: by the console's one-time link. */
  'session.opened': Type.Object({
    user: Text,
    session: Type.Optional(Text),
    key: Type.Optional(Text),
    address: Type.Optional(Text),
  }),
  'backup.made': Type.Object({ to: Text }),
  /** Legal hold: nothing of the person is deleted by retention. */
  'person.held': Type.Object({ person: Text, held: Type.Boolean(), reason: Text }),
  /** What retention deleted: counts, alerts by id, and the journal offsets of decisions whose bodies were dropped. */
  'retention.applied': Type.Object({
    events: Type.Integer(),
    findings: Type.Integer(),
    alerts: Type.Array(Text),
    decisions: Type.Array(Type.Integer()),
    cases: Type.Optional(Type.Array(Text)),
  }),
  /** A file that an endpoint holds is given back or refused; carried out there until `until` (UTC epoch milliseconds). */
  'hold.decided': Type.Object({
    agent: Text,
    hold: Text,
    action: Type.Union([Type.Literal('release'), Type.Literal('refuse')]),
    by_code: Type.Boolean(),
    reason: Text,
    until: Type.Integer(),
  }),
  /** Findings of a rule with a trait are to raise no alert; nothing changes before somebody else accepts it. */
  'exclusion.proposed': Type.Object({ id: Text, rule: Text, trait: Trait, reason: Text }),
  'exclusion.decided': Type.Object({ id: Text, ...ExclusionDecision.properties }),
  'notify.undelivered': Type.Object({ channel: Text, alerts: Type.Array(Text), reason: Text }),
  /** The configuration in force is another one than at the last start. */
  'config.changed': Type.Object({ settings: Type.Array(Text), sha256: Text }),
} as const

export type DecisionKind = keyof typeof kinds

/** A decision as its journal entry's body: what, by whom, when it was made. */
export type Decision = {
  [K in DecisionKind]: {
    readonly kind: K
    readonly by: string
    readonly time: number
    readonly data: Static<(typeof kinds)[K]>
  }
}[DecisionKind]

/** The entry for one decision; its identity is new, unless `name` makes it the same for whoever comes to the same decision. */
export function decisionEntry(decision: Decision, name: string = randomUUIDv7()): NewEntry {
  return {
    kind: 'decision',
    source: `decision:${name}`,
    seq: 0,
    time: decision.time,
    body: JSON.stringify(decision),
  }
}

const Head = Compile(
  Type.Object({ kind: Type.String(), by: Text, time: Type.Integer(), data: Type.Unknown() }),
)
const schemas: ReadonlyMap<string, TSchema> = new Map(Object.entries(kinds))
/** Compiled when a kind is first read: an import brings a hundred thousand of one. */
const checks = new Map<string, Validator>()

function isDecision(value: unknown): value is Decision {
  if (!Head.Check(value)) return false
  const schema = schemas.get(value.kind)
  if (!schema) return false
  const check = checks.get(value.kind) ?? Compile(schema)
  checks.set(value.kind, check)
  return check.Check(value.data)
}

/** Reads a decision back; undefined where a newer version wrote a kind that this one does not know. */
export function readDecision(body: string): Decision | undefined {
  const value: unknown = JSON.parse(body)
  return isDecision(value) ? value : undefined
}
