/** Canary customers as the collector's API takes and gives them. */
import Type, { type Static } from 'typebox'
import { PersonChip } from './api.ts'
import { limits } from './limits.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Cell = Type.String({ maxLength: limits.importFieldCharsMax })
const Row = Type.Array(Cell, { maxItems: 500 })

/** `header` and `rows` are of the table that the canaries go into: its columns, and some rows to take the style from. */
export const CanaryRequest = Type.Object({
  count: Type.Integer({ minimum: 1, maximum: limits.canariesAtOnceMax }),
  domains: Type.Array(
    Type.String({
      pattern: '^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$',
      description: 'Domains that the company owns and reads the mail of',
    }),
    { minItems: 1, maxItems: 20 },
  ),
  export: Type.Optional(Type.Integer({ minimum: 1 })),
  person: Type.Optional(
    Type.String({ minLength: 1, maxLength: 128, description: 'Pseudonym or id' }),
  ),
  header: Type.Optional(Row),
  rows: Type.Optional(Type.Array(Row, { maxItems: limits.canaryModelRowsMax })),
})
export type CanaryRequest = Static<typeof CanaryRequest>

/** Rows as wide as the header, one a canary. */
export const CanaryRows = Type.Object({
  header: Type.Array(Type.String()),
  rows: Type.Array(Type.Array(Type.String())),
})
export type CanaryRows = Static<typeof CanaryRows>

export const CanaryList = Type.Object({
  canaries: Type.Array(
    Type.Object({
      export: Nullable(Type.Integer()),
      person: Nullable(PersonChip),
      made_at: Type.Integer({ description: 'UTC epoch milliseconds' }),
      name: Nullable(Type.String()),
      company: Nullable(Type.String()),
      email: Type.String(),
    }),
  ),
  total: Type.Integer(),
})
export type CanaryList = Static<typeof CanaryList>

/** A mail by its addresses, from a server that does not hand on the mail itself. */
export const MailNotice = Type.Object({
  recipient: Type.Union([
    Type.String({ maxLength: 2000 }),
    Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 1000 }),
  ]),
  sender: Type.Optional(Type.String({ maxLength: 2000 })),
  message_id: Type.Optional(Type.String({ maxLength: 1000 })),
})
export type MailNotice = Static<typeof MailNotice>

export const MailReply = Type.Object({
  canaries: Type.Integer({ description: 'Canary customers among the recipients' }),
})
