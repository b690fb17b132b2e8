/** What is done with an alert besides deciding on it, as the collector's API takes it. */
import Type, { type Static } from 'typebox'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })

/** What is done with an alert besides deciding: each that is there. Notes are never changed or removed. */
export const AlertWork = Type.Object({
  assignee: Type.Optional(
    Type.Union([Type.String({ minLength: 1, maxLength: 200 }), Type.Null()], {
      description: 'A user; null for nobody',
    }),
  ),
  snoozed_until: Type.Optional(
    Type.Union([Time, Type.Null()], {
      description: 'Out of the queue till then, or till more comes',
    }),
  ),
  note: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
})
export type AlertWork = Static<typeof AlertWork>
