/** The events that this node wrote and has not read back: they need not be read, and there must not be more than it can hold. */
import type { RecordPart } from './event-record.ts'

export interface Written {
  /** Bytes of all of them. */
  readonly bytes: number
  put(partition: number, offset: number, parts: readonly RecordPart[]): void
  /** What a record holds that this node wrote, once; undefined of others. */
  take(partition: number, offset: number): readonly RecordPart[] | undefined
}

/** How a record of the topic of events is called here. */
export const refName = (partition: number, offset: number): string => `${partition}:${offset}`

const bytesOf = (parts: readonly RecordPart[]): number =>
  parts.reduce((sum, { batch }) => sum + batch.lines.length, 0)

export function openWritten(): Written {
  const records = new Map<string, readonly RecordPart[]>()
  let bytes = 0
  return {
    get bytes() {
      return bytes
    },
    put: (partition, offset, parts) => {
      records.set(refName(partition, offset), parts)
      bytes += bytesOf(parts)
    },
    take: (partition, offset) => {
      const name = refName(partition, offset)
      const parts = records.get(name)
      if (!parts) return undefined
      records.delete(name)
      bytes -= bytesOf(parts)
      return parts
    },
  }
}
