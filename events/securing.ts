/** Securing a person in one action: what is frozen, until when, and what was taken by then. */
import Type, { type Static } from 'typebox'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })

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
