/** What happens to an approval, from the request to its end, and the securing of a person, as journal entries. */
import Type from 'typebox'
import {
  ApprovalConditions,
  ApprovalContent,
  ApprovalVerdict,
  Unfit,
} from '../../events/approvals.ts'
import { limits } from '../../events/limits.ts'
import { Snapshot } from '../../events/securing.ts'

const Text = Type.String({ maxLength: 10_000 })
const Maybe = Type.Union([Text, Type.Null()])

/** Ids of people who are asked, whether officers are, and who was passed over. */
export const AskedRecord = Type.Object({
  people: Type.Array(Text),
  officers: Type.Boolean(),
  skipped: Type.Array(Type.Object({ person: Text, why: Unfit })),
})

export const approvalKinds = {
  'approval.requested': Type.Object({
    content: ApprovalContent,
    ...AskedRecord.properties,
    /** After so long a silent approver is reminded, and then the next one asked. */
    remind_ms: Type.Integer(),
    escalate_ms: Type.Integer(),
  }),
  /** `ref` is made for this answer, so that whoever gave it can tell whether it counts. */
  'approval.answered': Type.Object({
    id: Text,
    ref: Text,
    verdict: ApprovalVerdict,
    /** Digest of the content that was looked at: where it is another by then, the answer does not count. */
    seen: Text,
    reason: Text,
    conditions: Type.Union([ApprovalConditions, Type.Null()]),
    as: Type.Union([Type.Literal('manager'), Type.Literal('officer')]),
    /** SHA-256 of the touch (`step-up.given`). */
    touch: Maybe,
  }),
  'approval.replied': Type.Object({ id: Text, text: Text }),
  'approval.reminded': Type.Object({ id: Text, level: Type.Integer() }),
  'approval.escalated': Type.Object({ id: Text, level: Type.Integer(), ...AskedRecord.properties }),
  /** Nobody decided in time: as good as refused. */
  'approval.expired': Type.Object({ id: Text }),
  'approval.withdrawn': Type.Object({ id: Text, reason: Text }),
  /** What was approved is not allowed any more. */
  'approval.revoked': Type.Object({ id: Text, reason: Text }),
  /** `customers`: ids of what was taken so far, as `packManifest` packs them. */
  'person.secured': Type.Object({
    id: Text,
    person: Text,
    until: Type.Integer(),
    reason: Text,
    snapshot: Snapshot,
    customers: Type.String({ maxLength: limits.exportBytesMax }),
  }),
  'person.unsecured': Type.Object({ id: Text, person: Text, reason: Text }),
} as const
