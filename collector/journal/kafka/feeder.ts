/**
 * Follows the log topic into a node's own journal, in the log's order: every node applies the same entries in the same order and so
 * gives them the same offsets. Applying twice changes nothing, so the position is saved behind what was applied.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { Fault } from '../../../events/fault.ts'
import type { Appended, Journal, NewBatch } from '../journal.ts'
import type { BaseState } from './base-exchange.ts'
import type { InRecord, KafkaClient } from './client.ts'
import { Cuts, isNews, noCuts, noteCuts, openCutter } from './cuts.ts'
import { type Found, openEventSource } from './event-source.ts'
import type { LastLanes } from './lane-parts.ts'
import { decodeRecord, type LogRecord } from './log-record.ts'
import type { Places } from './places.ts'
import type { Topics } from './topics.ts'
import { refName, type Written } from './written.ts'

export interface Feeder {
  /** Resolves with what the append of this node with this id became, when it is in this node's journal. Call it before appending. */
  applied(id: string): { readonly done: Promise<Appended>; forget(): void }
  /** Public key of the cluster, once the log has said it. */
  key(): string | undefined
  /** The state of the customer base that counts. */
  base(): BaseState | undefined
  /** Why nothing comes in, while that is so. */
  failure(): string | undefined
  /** Records of the log that are not in this node's journal yet, as far as it knows. */
  behind(): number
  stop(): Promise<void>
}

interface Parts {
  readonly local: Journal
  readonly client: KafkaClient
  readonly topics: Topics
  /** Lanes that there are. */
  readonly partitions: number
  readonly lastLanes: LastLanes
  readonly written: Written
  readonly places: Places
  readonly log: Logger
  readonly now: () => number
  /** Whether this is the one node that cuts the topics after somebody was deleted. */
  readonly mayCut: () => boolean
  /** Takes over a state of the customer base that counts from here on. */
  readonly takeBase: (state: BaseState) => Promise<void>
}

/** What the log has said about the cluster up to the position. */
const Known = Type.Object({
  key: Type.Optional(Type.String()),
  cuts: Type.Optional(Cuts),
  base: Type.Optional(
    Type.Object({
      id: Type.String(),
      parent: Type.Union([Type.String(), Type.Null()]),
      pieces: Type.Array(Type.Integer()),
    }),
  ),
})
type Known = Static<typeof Known>

const checkpointName = 'kafka'
const waitMs = 500
const retryMs = 500
/** Log records that are applied together, and records of events: each of those has up to a MB. */
const portion = { records: 256, events: 64 }
const saveEvery = 1000
/** Of each partition, as Kafka has them: unpacked they are five to ten times as large. */
const readAheadBytes = 128 * 1024

async function loadPosition(local: Journal): Promise<{ next: number; known: Known }> {
  const saved = await local.checkpoint(checkpointName)
  if (!saved && local.head > 0)
    throw new Fault(
      'ERR_DATA_MIXED',
      'this data folder has a journal of its own, and a cluster cannot take it over; start the node on an empty folder, or on a restored backup of another node',
    )
  const known: unknown = JSON.parse(saved?.state ?? '{}')
  return { next: saved?.offset ?? 0, known: Value.Check(Known, known) ? known : {} }
}

/** What is applied together from `start` on. */
function portionOf<T extends LogRecord>(records: readonly T[], start: number): readonly T[] {
  let end = start
  for (let events = 0; end < records.length && end < start + portion.records; ) {
    const record = records[end]
    events += record?.events?.length ?? 0
    if (end > start && events > portion.events) break
    end += 1
    if (record?.base) break
  }
  return records.slice(start, end)
}

/** Appends in order; neighbours of one kind go together, as offsets follow the order of the log and not that of commits. */
async function applyRecords(
  { local, lastLanes, places }: Parts,
  records: readonly LogRecord[],
  found: Found,
): Promise<ReadonlyMap<string, Appended>> {
  const results = new Map<string, Appended>()
  let together: Promise<void>[] = []
  let kind: 'events' | 'told' = 'events'
  const settle = async (next: typeof kind) => {
    if (next === kind) return
    kind = next
    await Promise.all(together)
    together = []
  }
  const note = (id: string, work: Promise<Appended>) => {
    together.push(
      work.then(result => {
        results.set(id, result)
      }),
    )
  }
  for (const { id, at, events = [], told = [], refused = [], removed } of records) {
    for (const [partition, offset] of events) {
      await settle('events')
      for (const { batch, isLast, first } of found.get(refName(partition, offset)) ?? []) {
        if (isLast) lastLanes.set(batch.source, partition)
        places.note(batch.source, first)
        note(id, appendEvents(local, { ...batch, receivedAt: at }))
      }
    }
    if (told.length + refused.length === 0 && !removed) continue
    await settle('told')
    if (removed) {
      await Promise.all(together)
      await local.remove(removed.offsets, removed.emptied)
    }
    note(id, local.append(told, { refused, receivedAt: at }))
  }
  await Promise.all(together)
  return results
}

/** What a journal refuses for good it refuses on every node alike. */
async function appendEvents(local: Journal, batch: NewBatch): Promise<Appended> {
  try {
    return await local.appendEvents(batch)
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'ERR_INPUT_INVALID') throw error
    return { accepted: 0, duplicates: 0, head: local.head }
  }
}

/** Catches up with the log as it is now, then follows it. Throws Faults that say what to do. */
export async function startFeeder(parts: Parts): Promise<Feeder> {
  const { local, client, topics, log } = parts
  const logReader = client.reader(topics.log)
  const source = openEventSource(client.reader(topics.events, readAheadBytes), parts.written)
  const waiting = new Map<
    string,
    { resolve: (result: Appended) => void; reject: (error: unknown) => void }
  >()
  const cut = openCutter(parts)
  let { next, known } = await loadPosition(local)
  let saved = (await local.checkpoint(checkpointName)) ? next : -1
  let failure: string | undefined
  let end = next
  let isStopping = false

  async function save(): Promise<void> {
    if (saved === next) return
    const checkpoint = { name: checkpointName, offset: next, state: JSON.stringify(known) }
    await local.append([], { checkpoint })
    saved = next
  }

  async function apply(read: readonly InRecord[]): Promise<void> {
    const decoded = read.map(({ value, offset }) => ({ offset, ...decodeRecord(value, offset) }))
    for (let start = 0; start < decoded.length; ) {
      // A portion ends with a new customer base: what comes after it is judged by it.
      const records = portionOf(decoded, start)
      start += records.length
      const before = known.cuts ?? noCuts
      const results = await applyRecords(parts, records, await source.pull(records))
      for (const record of records) {
        const { id, key, base } = record
        known = { ...known, cuts: noteCuts(known.cuts ?? noCuts, record, record.offset) }
        if (key !== undefined) known = { ...known, key: known.key ?? key }
        if (base && base.parent === (known.base?.id ?? null)) {
          await parts.takeBase(base)
          known = { ...known, base }
        }
        const none = { accepted: 0, duplicates: 0, head: local.head }
        waiting.get(id)?.resolve(results.get(id) ?? none)
        waiting.delete(id)
      }
      next = (records.at(-1)?.offset ?? next) + 1
      if (next >= saved + saveEvery || isNews(before, known.cuts ?? noCuts)) await save()
    }
  }

  /** Reads on; tells whether the end was reached. */
  async function step(wait: number): Promise<boolean> {
    const [answer] = await logReader.read(new Map([[0, next]]), wait)
    if (!answer) return false
    if (answer.start > next) throw lostHistory(topics.log, answer.start, next)
    end = answer.end
    await apply(answer.records)
    known = { ...known, cuts: await cut(known.cuts ?? noCuts, answer.start) }
    return next >= answer.end
  }

  async function follow(): Promise<void> {
    while (!isStopping) {
      try {
        await step(waitMs)
        if (failure !== undefined) log.info('Kafka is back')
        failure = undefined
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        if (failure === undefined)
          log.error({ err: error }, 'the log of the cluster cannot be read')
        failure = reason
        for (const { reject } of waiting.values()) reject(error)
        waiting.clear()
        await pause(retryMs)
      }
    }
  }

  while (!(await step(waitMs)));
  await save()
  const following = follow()
  return {
    applied: id => {
      const done = new Promise<Appended>((resolve, reject) => waiting.set(id, { resolve, reject }))
      // Whoever appends looks at it after the append itself went well.
      done.catch(() => {})
      return { done, forget: () => waiting.delete(id) }
    },
    key: () => known.key,
    base: () => known.base,
    failure: () => failure,
    behind: () => Math.max(0, end - next),
    stop: async () => {
      isStopping = true
      await following
      await save()
      await Promise.all([logReader.close(), source.close()])
    },
  }
}

const lostHistory = (topic: string, start: number, next: number): Fault =>
  new Fault(
    'ERR_KAFKA_SETUP',
    `Kafka: topic "${topic}" begins at record ${start}, this node has read up to ${next}: it was away for longer than the topic keeps; restore a backup of another node into this data folder and start again`,
  )
