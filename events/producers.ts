/** Producers: systems that hand in OCSF events of their own, with a token that an administrator made. */
import Type, { type Static } from 'typebox'

export const ProducerName = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
  description: 'Small letters, digits and hyphens',
})

export const Producer = Type.Object({
  name: ProducerName,
  added_at: Type.Integer(),
  added_by: Type.String(),
  /** When it was shut out, null while it may hand in. */
  revoked_at: Type.Union([Type.Integer(), Type.Null()]),
})
export type Producer = Static<typeof Producer>

export const ProducerList = Type.Object({ producers: Type.Array(Producer) })
export type ProducerList = Static<typeof ProducerList>

export const AddProducer = Type.Object({ name: ProducerName }, { additionalProperties: false })

/** The token is shown this once. */
export const AddedProducer = Type.Object({ name: ProducerName, token: Type.String() })
export type AddedProducer = Static<typeof AddedProducer>
