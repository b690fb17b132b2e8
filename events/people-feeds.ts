/** What the API says about people feeds. */
import Type, { type Static } from 'typebox'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Count = Type.Integer({ minimum: 0 })

export const FeedRead = Type.Object({
  at: Time,
  as_of: Type.Integer({ description: 'How old what it says is, UTC epoch milliseconds' }),
  rows: Count,
  added: Count,
  changed: Count,
  refused: Count,
})
export type FeedRead = Static<typeof FeedRead>

/** How a feed is: when it was last read, whether that is too long ago, why the last try failed. */
export const FeedState = Type.Object({
  name: Type.String(),
  type: Type.String(),
  place: Type.String(),
  last: Type.Union([FeedRead, Type.Null()]),
  stale: Type.Boolean(),
  stale_hours: Type.Integer(),
  failure: Type.Union([Type.String(), Type.Null()]),
  /** Where the first refused rows of the last read are, as far as it was since the start; what is in them is for HR alone. */
  faults: Type.Array(
    Type.Object({ line: Type.Integer(), column: Type.Union([Type.String(), Type.Null()]) }),
  ),
})
export type FeedState = Static<typeof FeedState>
