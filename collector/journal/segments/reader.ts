/** Reads the event log, in any thread, while another appends to it: in order from an offset, or one event. */
import { closeSync, fstatSync } from 'node:fs'
import type { Entry, EventBatch } from '../journal.ts'
import { bodyOf } from '../journal.ts'
import {
  extendIndex,
  framesFrom,
  listSegments,
  needSegment,
  openSegment,
  readAt,
  type Segment,
  type SparseIndex,
  segmentHeader,
} from './files.ts'
import { batchOf, type Frame, lastOf } from './frame.ts'

const stepBytes = 256 * 1024
const bytesPerRead = 4 * 1024 * 1024
const indexesMax = 16

export interface SegmentReader {
  /** Batches after `after`, up to `head`: about `limit` events. */
  readEvents(after: number, head: number, limit: number): readonly EventBatch[]
  /** Batches of frames that are wanted after `after`, up to `head`; each call looks at some MB. `reached`: the last offset that was looked at. */
  readMatching(
    after: number,
    head: number,
    isWanted: (frame: Frame) => boolean,
  ): { batches: readonly EventBatch[]; reached: number }
  /** When the first event after an offset came in, with its offset. */
  next(after: number, head: number): { offset: number; receivedAt: number } | undefined
  at(offset: number): Entry | undefined
}

interface Known extends SparseIndex {
  readonly file: number
}

/** Events as journal entries. */
export const entriesOf = ({ source, receivedAt, lines }: EventBatch): Entry[] =>
  lines.map(line => ({
    ...{ kind: 'event', source, receivedAt, time: receivedAt },
    ...{ offset: line.offset, seq: line.seq, body: bodyOf(line) },
  }))

/** A reader of a folder of segments. */
export function openSegmentReader(dir: string): SegmentReader {
  let segments: readonly Segment[] = []
  const indexes = new Map<string, Known>()
  /** Where reading in order goes on. */
  let cursor = { after: -1, path: '', position: 0, inode: 0 }

  function indexOf({ path }: Segment, file: number): SparseIndex {
    const { ino } = fstatSync(file)
    let index = indexes.get(path)
    if (index?.file !== ino) {
      needSegment(path, readAt(file, 0, segmentHeader.length))
      index = { file: ino, places: [], end: segmentHeader.length }
      indexes.delete(path)
      const [oldest] = indexes.keys()
      if (indexes.size >= indexesMax && oldest !== undefined) indexes.delete(oldest)
      indexes.set(path, index)
    }
    extendIndex(index, file, stepBytes)
    return index
  }

  /** Where to begin to look for the frame that holds the first offset after `after`. */
  function startIn(segment: Segment, file: number, after: number): number {
    if (
      cursor.after === after &&
      cursor.path === segment.path &&
      cursor.inode === fstatSync(file).ino
    )
      return cursor.position
    const { places } = indexOf(segment, file)
    const place = places.findLast(({ first }) => first <= after + 1)
    return (place ?? places[0])?.position ?? segmentHeader.length
  }

  /** The last file that may hold an offset, and those after it. The list is read again where it may be too short. */
  function segmentsFrom(offset: number): readonly Segment[] {
    segments = listSegments(dir)
    const from = segments.findLastIndex(({ first }) => first <= offset)
    return segments.slice(Math.max(0, from))
  }

  /** Calls `each` with frames that hold something after `after`, until it says that it has enough. */
  function walk(after: number, head: number, each: (frame: Frame) => boolean): void {
    for (const segment of segmentsFrom(after + 1)) {
      if (segment.first > head) return
      const file = openSegment(segment.path)
      if (file === undefined) continue
      try {
        const { ino } = fstatSync(file)
        for (const { frame, end } of framesFrom(file, startIn(segment, file, after))) {
          const last = lastOf(frame)
          if (last > head) return
          if (last <= after) continue
          cursor = { after: last, path: segment.path, position: end, inode: ino }
          if (each(frame)) return
        }
      } finally {
        closeSync(file)
      }
    }
  }

  return {
    readEvents: (after, head, limit) => {
      const batches: EventBatch[] = []
      let events = 0
      let bytes = 0
      walk(after, head, frame => {
        const batch = batchOf(frame, after)
        if (batch.lines.length > 0) batches.push(batch)
        events += batch.lines.length
        bytes += frame.lines.length
        return events >= limit || bytes >= bytesPerRead
      })
      return batches
    },
    readMatching: (after, head, isWanted) => {
      const batches: EventBatch[] = []
      let [bytes, reached] = [0, after]
      walk(after, head, frame => {
        if (isWanted(frame)) batches.push(batchOf(frame, after))
        reached = lastOf(frame)
        bytes += frame.lines.length
        return bytes >= bytesPerRead
      })
      return { batches, reached }
    },
    next: (after, head) => {
      let found: { offset: number; receivedAt: number } | undefined
      walk(after, head, frame => {
        const { lines, receivedAt } = batchOf(frame, after)
        const [line] = lines
        if (line) found = { offset: line.offset, receivedAt }
        return line !== undefined
      })
      return found
    },
    at: offset => {
      let found: Entry | undefined
      const before = cursor
      walk(offset - 1, Number.POSITIVE_INFINITY, frame => {
        found = entriesOf(batchOf(frame, offset - 1)).find(entry => entry.offset === offset)
        return true
      })
      cursor = before
      return found
    },
  }
}
