/** Where the topics are cut after somebody was deleted: every node has what lies before by then, without the deleted, and nothing new needs it. */
import type { Logger } from 'pino'
import Type, { type Static } from 'typebox'
import { limits } from '../../../events/limits.ts'
import type { KafkaClient } from './client.ts'
import type { LogRecord } from './log-record.ts'
import type { Topics } from './topics.ts'

const Place = Type.Tuple([Type.Integer(), Type.Integer()])

const Cut = Type.Object({
  /** When somebody was deleted, UTC epoch milliseconds. */
  at: Type.Number(),
  /** The first record of the log that stays; none until everything is named that was on its way then. */
  log: Type.Optional(Type.Integer()),
  /** The same of each partition of events. */
  events: Type.Array(Place),
})
type Cut = Static<typeof Cut>

/** What a node remembers with its position. */
export const Cuts = Type.Object({
  /** Behind the last record of each partition of events that the log has named. */
  places: Type.Array(Place),
  waiting: Type.Array(Cut),
})
export type Cuts = Static<typeof Cuts>

export const noCuts: Cuts = { places: [], waiting: [] }

const retryMs = 600_000
/** What was on its way to the log when somebody was deleted is in it by then. */
const onItsWayMs = 600_000

/** The cut after one more record of the log: placed once it is late enough; what later records name stays. */
function followed(
  cut: Cut,
  { at, events = [] }: LogRecord,
  { log, places }: { log: number; places: [number, number][] },
): Cut {
  if (cut.log === undefined) return at < cut.at + onItsWayMs ? cut : { ...cut, log, events: places }
  if (events.length === 0) return cut
  const bounds = new Map(cut.events)
  for (const [partition, offset] of events)
    bounds.set(partition, Math.min(bounds.get(partition) ?? 0, offset))
  return { ...cut, events: [...bounds] }
}

/** What is to be remembered after a record of the log; the same on all nodes. */
export function noteCuts(cuts: Cuts, record: LogRecord, log: number): Cuts {
  const { events = [], removed, at } = record
  if (events.length === 0 && !removed && cuts.waiting.length === 0) return cuts
  const named = new Map(cuts.places)
  for (const [partition, offset] of events)
    named.set(partition, Math.max(named.get(partition) ?? 0, offset + 1))
  const places = [...named]
  const waiting = cuts.waiting.map(cut => followed(cut, record, { log, places }))
  return { places, waiting: removed ? [...waiting, { at, events: [] }] : waiting }
}

/** Whether a node that begins again may begin no earlier than here. */
export const isNews = (before: Cuts, after: Cuts): boolean =>
  after.waiting.some(({ log }, index) => log !== undefined && before.waiting[index]?.log !== log)

interface Parts {
  readonly client: KafkaClient
  readonly topics: Topics
  /** How many there are. */
  readonly partitions: number
  readonly now: () => number
  /** Whether this is the one node that cuts. */
  readonly mayCut: () => boolean
  readonly log: Logger
}

/** Gives what still waits, when the log begins at `start`; cuts what waited long enough for nodes that were away. */
export function openCutter({ client, topics, partitions, now, mayCut, log }: Parts) {
  /** Kafka compacts a file once it has ended, and a file ends with the first record after its day. */
  const endFiles = () =>
    client.produce(
      Array.from({ length: partitions }, (_, partition) => ({
        ...{ topic: topics.state, partition, key: Buffer.from('end'), value: null },
      })),
    )

  let retryAt = 0
  return async (cuts: Cuts, start: number): Promise<Cuts> => {
    const waiting = cuts.waiting.filter(cut => cut.log === undefined || cut.log > start)
    const due = waiting.findLast(
      ({ at, log: from }) => from !== undefined && now() - at >= limits.clusterDeletedMs,
    )
    if (due?.log !== undefined && mayCut() && now() >= retryAt) {
      try {
        await client.deleteBefore(topics.log, new Map([[0, due.log]]))
        if (due.events.length > 0) await client.deleteBefore(topics.events, new Map(due.events))
        await endFiles()
        log.info('Kafka was told to delete what was before a deletion')
      } catch (error) {
        retryAt = now() + retryMs
        log.error({ err: error }, 'Kafka does not delete what was deleted here; tried again')
      }
    }
    return waiting.length === cuts.waiting.length ? cuts : { ...cuts, waiting }
  }
}
