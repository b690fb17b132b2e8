/** Detection Finding [2004]: what a rule says about events, with references to its evidence. */
import Type, { type Static } from 'typebox'
import { Place } from './file-activity.ts'
import {
  Actor,
  baseAttributes,
  classUid,
  Device,
  File,
  OCSF_VERSION,
  type Product,
  type Severity,
  severityId,
  typeUid,
} from './ocsf.ts'

const Text = Type.String({ maxLength: 8192 })

/** How much of an export something holds: `rows` of the `of` rows of export `number`. */
export const ExportShare = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  rows: Type.Integer({ minimum: 0 }),
  of: Type.Integer({ minimum: 0 }),
})
export type ExportShare = Static<typeof ExportShare>

/** One event behind a finding: its place in the journal and the customers that were confirmed in it. */
const FindingEvidence = Type.Object({
  event: Text,
  offset: Type.Integer({ minimum: 0 }),
  /** Ids of the base's customers: 4 bytes each, little-endian, ascending, base64. */
  customers: Type.String(),
  /** Of file events. */
  place: Type.Optional(Place),
  /** The drive, where it can be told from all others: `vendor:product:serial`. */
  drive: Type.Optional(Text),
})
export type FindingEvidence = Static<typeof FindingEvidence>

export const DetectionFinding = Type.Object({
  ...baseAttributes,
  category_uid: Type.Literal(2),
  class_uid: Type.Literal(classUid.detectionFinding),
  class_name: Type.Literal('Detection Finding'),
  activity_id: Type.Literal(1),
  activity_name: Type.Literal('Create'),
  type_uid: Type.Integer(),
  status_id: Type.Literal(1),
  status: Type.Literal('New'),
  is_alert: Type.Boolean(),
  start_time: Type.Integer(),
  end_time: Type.Integer(),
  finding_info: Type.Object({
    uid: Text,
    title: Text,
    desc: Text,
    created_time: Type.Integer(),
    analytic: Type.Object({
      uid: Text,
      name: Text,
      type_id: Type.Literal(1),
      type: Type.Literal('Rule'),
    }),
    related_events: Type.Array(Type.Object({ uid: Text, type_uid: Type.Integer() })),
    related_events_count: Type.Integer(),
  }),
  risk_score: Type.Integer({ minimum: 0 }),
  /** OCSF evidence artifacts of what the events have, in the order of `unmapped.clientkeep.evidence`. */
  evidences: Type.Array(
    Type.Object({
      uid: Text,
      file: Type.Optional(File),
      actor: Type.Optional(Actor),
      device: Type.Optional(Device),
    }),
  ),
  unmapped: Type.Object({
    clientkeep: Type.Object({
      /** Who it is on: a person of the directory, or an account that nobody is bound to. */
      subject: Type.Object({ person: Type.Optional(Text), account: Type.Optional(Text) }),
      rule: Type.Object({ name: Text }),
      reason: Text,
      /** Judged again when it became known that the person leaves, or whose the account is. */
      looked_back: Type.Optional(Type.Boolean()),
      /** Distinct customers over all evidence. */
      customers: Type.Integer({ minimum: 0 }),
      /** Exports that the events' customers come from: `rows` of `of`. */
      exports: Type.Optional(Type.Array(ExportShare)),
      evidence: Type.Array(FindingEvidence),
    }),
  }),
})
export type DetectionFinding = Static<typeof DetectionFinding>

export interface EvidenceFacts extends FindingEvidence {
  readonly type_uid: number
  readonly file?: File
  readonly actor?: Actor
  readonly device?: Device
}

export interface FindingFacts {
  /** Deterministic: the same rule on the same events gives the same id. */
  readonly uid: string
  readonly detectedAt: number
  readonly startedAt: number
  readonly endedAt: number
  readonly rule: {
    readonly id: string
    readonly name: string
    readonly title: string
    readonly description: string
    readonly level: Severity
    readonly points: number
  }
  readonly subject: { readonly person?: string; readonly account?: string }
  readonly reason: string
  readonly customers: number
  readonly exports?: readonly ExportShare[]
  readonly evidence: readonly EvidenceFacts[]
}

const captions: Record<Severity, string> = {
  informational: 'Informational',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
}

/** Builds the finding. `risk_score` is the rule's points; the sum per person is made where alerts are grouped. */
export function detectionFinding(product: Product, facts: FindingFacts): DetectionFinding {
  const { rule } = facts
  const isClassified = facts.evidence.some(({ file }) => file?.data_classifications !== undefined)
  return {
    metadata: {
      version: OCSF_VERSION,
      uid: facts.uid,
      product,
      ...(isClassified ? { profiles: ['data_classification'] } : {}),
    },
    time: facts.detectedAt,
    severity_id: severityId[rule.level],
    severity: captions[rule.level],
    message: rule.title,
    category_uid: 2,
    class_uid: classUid.detectionFinding,
    class_name: 'Detection Finding',
    activity_id: 1,
    activity_name: 'Create',
    type_uid: typeUid(classUid.detectionFinding, 1),
    status_id: 1,
    status: 'New',
    is_alert: true,
    start_time: facts.startedAt,
    end_time: facts.endedAt,
    finding_info: {
      uid: facts.uid,
      title: rule.title,
      desc: rule.description,
      created_time: facts.detectedAt,
      analytic: { uid: rule.id, name: rule.name, type_id: 1, type: 'Rule' },
      related_events: facts.evidence.map(({ event, type_uid }) => ({ uid: event, type_uid })),
      related_events_count: facts.evidence.length,
    },
    risk_score: rule.points,
    evidences: facts.evidence.map(({ event, file, actor, device }) => ({
      uid: event,
      ...(file && { file }),
      ...(actor && { actor }),
      ...(device && { device }),
    })),
    unmapped: {
      clientkeep: {
        subject: facts.subject,
        rule: { name: rule.name },
        reason: facts.reason,
        customers: facts.customers,
        ...(facts.exports && facts.exports.length > 0 && { exports: [...facts.exports] }),
        evidence: facts.evidence.map(({ event, offset, customers, place, drive }) => ({
          event,
          offset,
          customers,
          ...(place && { place }),
          ...(drive !== undefined && { drive }),
        })),
      },
    },
  }
}
