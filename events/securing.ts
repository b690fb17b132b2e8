/** Securing a person in one action: what is frozen, until when, and what was taken by then. */
import Type, { type Static } from 'typebox'
import { PersonChip } from './api.ts'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Reason = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S.*\\S.*\\S' })

/** What was taken when a person was secured: counts of distinct customers. */
export const Snapshot = Type.Object({
  at: Time,
  base: Type.Integer(),
  customers: Type.Integer(),
  share_percent: Type.Number(),
  own: Type.Integer(),
  others: Type.Integer(),
  staged: Type.Integer(),
  out: Type.Integer(),
  channels: Type.Array(
    Type.Object({
      channel: Type.String(),
      stage: Type.String(),
      customers: Type.Integer(),
      last_at: Time,
    }),
  ),
  exports: Type.Array(
    Type.Object({
      number: Type.Integer(),
      name: Type.String(),
      rows: Type.Integer(),
      customers: Type.Integer(),
      at: Time,
    }),
  ),
  /** Files of the person that endpoints hold. */
  held: Type.Integer(),
  /** SHA-256 over the ids of the customers, ascending, 4 bytes each, little-endian. */
  sha256: Type.String(),
})
export type Snapshot = Static<typeof Snapshot>

/** One time that a person was secured. It ends by itself at `until`, or when somebody undoes it. */
export const Securing = Type.Object({
  id: Type.String(),
  person: PersonChip,
  since: Time,
  until: Time,
  by: Type.String(),
  reason: Type.String(),
  snapshot: Snapshot,
  state: Type.Union([Type.Literal('secured'), Type.Literal('over'), Type.Literal('undone')]),
  undone_by: Nullable(Type.String()),
  undone_reason: Nullable(Type.String()),
})
export type Securing = Static<typeof Securing>

export const SecuringList = Type.Object({ securings: Type.Array(Securing) })
export type SecuringList = Static<typeof SecuringList>

export const SecureRequest = Type.Object({
  reason: Reason,
  hours: Type.Integer({ minimum: 1, maximum: 24 * 90 }),
})
export type SecureRequest = Static<typeof SecureRequest>

export const UnsecureRequest = Type.Object({ reason: Reason })
export type UnsecureRequest = Static<typeof UnsecureRequest>
