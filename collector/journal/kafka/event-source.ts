/** Gives the events that records of the log name: from memory where this node wrote them, else from the topic, where each partition is read in order once. */
import type { InRecord, TopicReader } from './client.ts'
import { partsIn, type RecordPart } from './event-record.ts'
import type { LogRecord } from './log-record.ts'
import { refName, type Written } from './written.ts'

/** The parts of each record that is named, by `refName`; records that the topic no longer has are left out. */
export type Found = ReadonlyMap<string, readonly RecordPart[]>

/** What was read of a partition, from an offset up to the next one, and was not asked for yet. */
interface Ahead {
  from: number
  next: number
  readonly records: Map<number, InRecord>
}

const waitMs = 500
/** Nodes that write at once are named in the log in nearly the order in which they wrote. */
const disorder = 256

function forget(ahead: Ahead, before: number): void {
  for (const offset of ahead.records.keys()) if (offset < before) ahead.records.delete(offset)
  ahead.from = Math.max(ahead.from, before)
}

export function openEventSource(reader: TopicReader, written: Written) {
  const read = new Map<number, Ahead>()

  /** Takes what was read ahead; gives the offsets that are still to be read. */
  function serve(
    partition: number,
    offsets: readonly number[],
    found: Map<string, readonly RecordPart[]>,
  ) {
    const ahead = read.get(partition)
    if (!ahead) return offsets
    const isRead = (offset: number) => offset >= ahead.from && offset < ahead.next
    for (const offset of offsets.filter(isRead)) {
      const record = ahead.records.get(offset)
      if (record) found.set(refName(partition, offset), partsIn(record, partition))
    }
    forget(ahead, Math.max(...offsets.filter(isRead), 0) - disorder)
    return offsets.filter(offset => !isRead(offset))
  }

  async function fetch(wanted: ReadonlyMap<number, readonly number[]>): Promise<void> {
    const from = new Map(
      [...wanted].map(([partition, offsets]) => [partition, Math.min(...offsets)]),
    )
    for (const { partition, records, start } of await reader.read(from, waitMs)) {
      const first = from.get(partition) ?? 0
      const before = read.get(partition)
      const ahead =
        before?.next === first ? before : { from: first, next: first, records: new Map() }
      for (const record of records) ahead.records.set(record.offset, record)
      ahead.next = Math.max(ahead.next, (records.at(-1)?.offset ?? -1) + 1, start)
      read.set(partition, ahead)
    }
  }

  return {
    pull: async (records: readonly LogRecord[]): Promise<Found> => {
      const found = new Map<string, readonly RecordPart[]>()
      const wanted = new Map<number, readonly number[]>()
      for (const [partition, offset] of records.flatMap(({ events = [] }) => events)) {
        const own = written.take(partition, offset)
        if (own) found.set(refName(partition, offset), own)
        else wanted.set(partition, [...(wanted.get(partition) ?? []), offset])
      }
      for (;;) {
        for (const [partition, offsets] of wanted) {
          const left = serve(partition, offsets, found)
          if (left.length > 0) wanted.set(partition, left)
          else wanted.delete(partition)
        }
        if (wanted.size === 0) return found
        await fetch(wanted)
      }
    },
    close: reader.close,
  }
}
