/** What the API says about people beyond the queue: reveals, departures, what is kept about somebody. */
import Type, { type Static } from 'typebox'

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
