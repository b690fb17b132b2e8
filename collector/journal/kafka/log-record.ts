/** Records of the log topic: what one append of one node brought, as JSON. What was read from outside passes its schema once. */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { Fault } from '../../../events/fault.ts'

const LogRecord = Type.Object({
  /** Made by the node that appended it, so that it knows it again. */
  id: Type.String(),
  /** When it came in, UTC epoch milliseconds. */
  at: Type.Number(),
  /** Events that count from here on: partition and offset in the topic of events. */
  events: Type.Optional(
    Type.Array(Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 0 })])),
  ),
  told: Type.Optional(
    Type.Array(
      Type.Object({
        kind: Type.Union([Type.Literal('finding'), Type.Literal('decision')]),
        source: Type.String(),
        seq: Type.Integer(),
        time: Type.Number(),
        body: Type.String(),
      }),
    ),
  ),
  refused: Type.Optional(
    Type.Array(
      Type.Object({
        source: Type.String(),
        seq: Type.Integer(),
        index: Type.Integer(),
        reason: Type.String(),
        body: Type.String(),
      }),
    ),
  ),
  /** What every node deletes, by offsets of the journal: events and findings, and decisions whose bodies go. */
  removed: Type.Optional(
    Type.Object({
      offsets: Type.Array(Type.Integer({ minimum: 1 })),
      emptied: Type.Array(Type.Integer({ minimum: 1 })),
    }),
  ),
  /** The customer base is another one from here on, if it followed the one that counts. */
  base: Type.Optional(
    Type.Object({
      id: Type.String(),
      parent: Type.Union([Type.String(), Type.Null()]),
      pieces: Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1 }),
    }),
  ),
  /** Public key of the cluster: the first one in the log is it. */
  key: Type.Optional(Type.String()),
})
export type LogRecord = Static<typeof LogRecord>

const schema = Compile(LogRecord)

export const encodeRecord = (record: LogRecord): Buffer => Buffer.from(JSON.stringify(record))

/** Throws Fault ERR_DATA_DAMAGED where it is none. */
export function decodeRecord(value: Buffer | null, offset: number): LogRecord {
  const record = parse(value?.toString() ?? '')
  if (schema.Check(record)) return record
  throw new Fault(
    'ERR_DATA_DAMAGED',
    `Kafka: record ${offset} of the log topic was not written by a collector; nothing else may write there`,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
