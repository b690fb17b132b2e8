/**
 * The write side of a node: events go to their partitions first, then one record in the log says that they count. All that waits is
 * written together. A crash in between leaves events that do not count: they were not acknowledged and come again.
 */
import { randomUUID } from 'node:crypto'
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises'
import { Fault } from '../../../events/fault.ts'
import { limits } from '../../../events/limits.ts'
import type { KafkaClient, OutRecord } from './client.ts'
import { eventRecords } from './event-record.ts'
import type { LanePart } from './lane-parts.ts'
import { encodeRecord, type LogRecord } from './log-record.ts'
import type { Topics } from './topics.ts'
import type { Written } from './written.ts'

export interface Appender {
  /** Resolves when the log names the events, on all in-sync replicas. Rejects with a Fault; then they may come again. */
  appendEvents(parts: readonly LanePart[]): Promise<void>
  /** The same for a record of the log that names no events. */
  append(record: Omit<LogRecord, 'events'>): Promise<void>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

interface Waiting {
  readonly parts: readonly LanePart[]
  readonly record?: LogRecord
  readonly bytes: number
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Below the topic's max.message.bytes: what goes to one partition at once is one batch to Kafka. */
const groupBytes = 6 * 1024 * 1024
/** Who was answered together comes again together, within this: one write for all costs little more than one for the first of them. */
const lingerMs = 2

/** Offsets of records, in their order; written in groups that fit. */
async function produceAll(client: KafkaClient, records: readonly OutRecord[]): Promise<number[]> {
  const offsets: number[] = []
  for (let start = 0; start < records.length; ) {
    let end = start
    for (let bytes = 0; end < records.length; end += 1) {
      bytes += records[end]?.value?.length ?? 0
      if (end > start && bytes > groupBytes) break
    }
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

interface Parts {
  readonly client: KafkaClient
  readonly topics: Topics
  readonly written: Written
  readonly now: () => number
}

export function openAppender({ client, topics, written, now }: Parts): Appender {
  const waiting: Waiting[] = []
  let waitingBytes = 0
  let running: Promise<void> | undefined

  /** Writes the events; gives the record that names them. */
  async function writeEvents(parts: readonly LanePart[]): Promise<LogRecord | undefined> {
    if (parts.length === 0) return undefined
    const records = eventRecords(parts, topics.events)
    const offsets = await produceAll(
      client,
      records.map(({ record }) => record),
    )
    const events = records.map(({ record, held }, index): [number, number] => {
      const offset = offsets[index] ?? 0
      written.put(record.partition, offset, held)
      return [record.partition, offset]
    })
    return { id: randomUUID(), at: now(), events }
  }

  async function flush(batch: readonly Waiting[]): Promise<void> {
    let named: LogRecord | undefined
    try {
      named = await writeEvents(batch.flatMap(({ parts }) => parts))
      const told = batch.flatMap(({ record }) => record ?? [])
      const records = [...(named ? [named] : []), ...told]
      await produceAll(
        client,
        records.map(record => ({ topic: topics.log, partition: 0, value: encodeRecord(record) })),
      )
      for (const { resolve } of batch) resolve()
    } catch (error) {
      // Where the log has them nevertheless, they are read back.
      for (const [partition, offset] of named?.events ?? []) written.take(partition, offset)
      for (const { reject } of batch) reject(error)
    }
  }

  function take(): readonly Waiting[] {
    let taken = 0
    for (let bytes = 0; taken < waiting.length && (taken === 0 || bytes < groupBytes); taken += 1)
      bytes += waiting[taken]?.bytes ?? 0
    return waiting.splice(0, taken)
  }

  async function run(): Promise<void> {
    await breathe()
    for (let together = 1; waiting.length > 0; ) {
      if (together > 1) await pause(lingerMs)
      const batch = take()
      await flush(batch)
      together = batch.length
      waitingBytes -= batch.reduce((sum, { bytes }) => sum + bytes, 0)
    }
    running = undefined
  }

  const put = (bytes: number, what: Pick<Waiting, 'parts' | 'record'>): Promise<void> =>
    new Promise((resolve, reject) => {
      waitingBytes += bytes
      waiting.push({ ...what, bytes, resolve, reject })
      running ??= run()
    })

  const needRoom = (): void => {
    if (waitingBytes > limits.ingestPendingBytesMax)
      throw new Fault('ERR_BUSY', 'Kafka takes less than comes in; come again in a second')
  }

  return {
    appendEvents: async parts => {
      needRoom()
      if (written.bytes > limits.clusterUnreadBytesMax)
        throw new Fault(
          'ERR_BUSY',
          'this node does not keep up with what it takes in; come again in a second, or to another node',
        )
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
      await put(bytes, { parts })
    },
    append: async record => {
      needRoom()
      await put(JSON.stringify(record.told ?? '').length, { parts: [], record })
    },
    idle: async () => {
      while (running) await running
    },
  }
}
