/** What the API says about connectors. */
import Type, { type Static } from 'typebox'

const Time = Type.Union([Type.Integer({ description: 'UTC epoch milliseconds' }), Type.Null()])

/** How a connector is: how far it is behind, what it could not read, why the last look failed. */
export const ConnectorState = Type.Object({
  name: Type.String(),
  type: Type.String(),
  path: Type.String(),
  files: Type.Integer(),
  lines: Type.Integer({ description: 'Lines read, of the files that are there' }),
  events: Type.Integer({ description: 'Events made of them' }),
  dirty: Type.Integer({ description: 'Lines that cannot be read' }),
  last_dirty: Type.Union([Type.String(), Type.Null()]),
  lag_bytes: Type.Integer({ description: 'Bytes that wait to be read' }),
  read_at: Time,
  failure: Type.Union([Type.String(), Type.Null()]),
})
export type ConnectorState = Static<typeof ConnectorState>

export const ConnectorList = Type.Object({ connectors: Type.Array(ConnectorState) })

/** What a look at the newest lines finds; nothing of it is kept. */
export const ConnectorTest = Type.Object({
  file: Type.String(),
  lines: Type.Integer(),
  events: Type.Integer(),
  dirty: Type.Integer(),
  reasons: Type.Array(Type.String()),
})
export type ConnectorTest = Static<typeof ConnectorTest>

/** What became of the records of one request: all that is `accepted` or a duplicate is durable. */
export const WebhookReply = Type.Object({
  records: Type.Integer(),
  accepted: Type.Integer({ description: 'Events that were not there yet' }),
  duplicates: Type.Integer({ description: 'Sent before, by their identity' }),
  others: Type.Integer({ description: 'Neither exports nor log-ins' }),
  dirty: Type.Integer(),
  rejected: Type.Array(
    Type.Object({
      index: Type.Integer({ description: "The record's place, from 0" }),
      reason: Type.String(),
    }),
    { description: 'The first of those that cannot be read' },
  ),
})
export type WebhookReply = Static<typeof WebhookReply>
