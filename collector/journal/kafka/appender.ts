/**
 * The write side of a node: events go to their partitions first, then one record in the log says that they count. What waits is
 * written together. A crash in between leaves events that do not count: they were not acknowledged and come again.
 */
import { Fault } from '../../../events/fault.ts'
import { limits } from '../../../events/limits.ts'
import type { KafkaClient, OutRecord } from './client.ts'
import { encodeRecord, type LogRecord } from './log-record.ts'
import type { Topics } from './topics.ts'

export interface Append {
  readonly events: readonly OutRecord[]
  readonly record: Omit<LogRecord, 'events'>
}

export interface Appender {
  /** Resolves when the append is in the log, on all in-sync replicas. Rejects with a Fault; then it may come again. */
  append(append: Append): Promise<void>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

interface Waiting {
  readonly append: Append
  readonly bytes: number
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Below the topic's max.message.bytes: what goes to one partition at once is one batch to Kafka. */
const groupBytes = 6 * 1024 * 1024
const underWayMax = 3

const sizeOf = (records: readonly OutRecord[]): number =>
  records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)

/** Offsets of records, in their order; written in groups that fit. */
async function produceAll(client: KafkaClient, records: readonly OutRecord[]): Promise<number[]> {
  const offsets: number[] = []
  for (let start = 0; start < records.length; ) {
    let end = start + 1
    while (end < records.length && sizeOf(records.slice(start, end + 1)) <= groupBytes) end += 1
    const group = records.slice(start, end)
    const next = new Map(await client.produce(group))
    for (const { partition } of group) {
      const offset = next.get(partition) ?? 0
      offsets.push(offset)
      next.set(partition, offset + 1)
    }
    start = end
  }
  return offsets
}

export function openAppender(client: KafkaClient, topics: Topics): Appender {
  const waiting: Waiting[] = []
  let waitingBytes = 0
  let isScheduled = false
  const underWay = new Set<Promise<void>>()

  async function flush(batch: readonly Waiting[]): Promise<void> {
    try {
      const events = batch.flatMap(({ append }) => append.events)
      const offsets = await produceAll(client, events)
      let at = 0
      const log = batch.map(({ append }): OutRecord => {
        const refs = append.events.map(({ partition }): [number, number] => [
          partition,
          offsets[at++] ?? 0,
        ])
        const record = refs.length > 0 ? { ...append.record, events: refs } : append.record
        return { topic: topics.log, partition: 0, value: encodeRecord(record) }
      })
      await produceAll(client, log)
      for (const { resolve } of batch) resolve()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  function pump(): void {
    isScheduled = false
    while (waiting.length > 0 && underWay.size < underWayMax) {
      let taken = 0
      let bytes = 0
      while (taken < waiting.length && (taken === 0 || bytes < groupBytes)) {
        bytes += waiting[taken]?.bytes ?? 0
        taken += 1
      }
      const batch = waiting.splice(0, taken)
      const work = flush(batch).finally(() => {
        underWay.delete(work)
        waitingBytes -= bytes
        pump()
      })
      underWay.add(work)
    }
  }

  return {
    append: append =>
      new Promise((resolve, reject) => {
        const bytes = sizeOf(append.events) + JSON.stringify(append.record.told ?? '').length
        if (waitingBytes > limits.ingestPendingBytesMax) {
          const text = 'Kafka takes less than comes in; come again in a second'
          reject(new Fault('ERR_BUSY', text))
          return
        }
        waitingBytes += bytes
        waiting.push({ append, bytes, resolve, reject })
        if (!isScheduled) setImmediate(pump)
        isScheduled = true
      }),
    idle: async () => {
      while (waiting.length + underWay.size > 0) {
        await Promise.all(underWay)
        await new Promise(resolve => setImmediate(resolve))
      }
    },
  }
}
