/** Appends frames to the newest file of the event log and makes them durable. One at a time; the caller keeps the order. */
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  ftruncate,
  ftruncateSync,
  mkdirSync,
  openSync,
  statSync,
  writeSync,
  writevSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Fault, systemCode } from '../../../events/fault.ts'
import {
  damaged,
  framesFrom,
  isDamaged,
  listSegments,
  needSegment,
  openSegment,
  readAt,
  segmentHeader,
  segmentName,
  syncFolder,
} from './files.ts'
import type { Frame } from './frame.ts'

export interface SegmentWriter {
  /** Bytes of the newest file. */
  readonly size: number
  /** The newest file's first offset. */
  readonly first: number
  /** Writes at the end and syncs. Rejects with Fault ERR_DISK_FULL; then the next write replaces what was written. */
  write(parts: readonly Buffer[]): Promise<void>
  /** Ends the newest file; the next one begins with offset `first`. */
  rotate(first: number): void
  close(): void
}

const sync = promisify(fdatasync)
const truncate = promisify(ftruncate)

function create(dir: string, first: number): string {
  const path = join(dir, segmentName(first))
  const file = openSync(path, 'w', 0o600)
  try {
    writeSync(file, segmentHeader)
    fdatasyncSync(file)
  } finally {
    closeSync(file)
  }
  syncFolder(dir)
  return path
}

/** Walks the newest file; what a crash tore off is cut. Throws Fault ERR_DATA_DAMAGED where more than the end is wrong. */
function recover(path: string, each: (frame: Frame) => void): number {
  const { size } = statSync(path)
  const file = openSegment(path)
  if (file === undefined) throw damaged(path, 'it is gone')
  let end = segmentHeader.length
  try {
    needSegment(path, readAt(file, 0, segmentHeader.length))
    for (const placed of framesFrom(file, segmentHeader.length)) {
      each(placed.frame)
      end = placed.end
    }
    if (end < size && isDamaged(file, end, size))
      throw damaged(path, `a batch at byte ${end} is not what was written`)
  } finally {
    closeSync(file)
  }
  if (end < size) cut(path, end)
  return end
}

function cut(path: string, size: number): void {
  const file = openSync(path, 'r+')
  try {
    ftruncateSync(file, size)
    fdatasyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** A crash may come before a new file has its header; nothing is in it then. */
function isUnborn(path: string): boolean {
  return statSync(path).size < segmentHeader.length
}

/** Opens the newest file, or makes the first one. `each` gets what files from offset `from` on hold, in order; `nextOffset` is the first one of a new log. */
export function openSegmentWriter(
  dir: string,
  { from, nextOffset, each }: { from: number; nextOffset: number; each: (frame: Frame) => void },
): SegmentWriter {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const segments = listSegments(dir)
  const newest = segments.at(-1)
  for (const { path, first } of segments) {
    if (first < from || path === newest?.path) continue
    const file = openSegment(path)
    if (file === undefined) continue
    for (const { frame } of framesFrom(file, segmentHeader.length)) each(frame)
    closeSync(file)
  }
  let first = newest?.first ?? nextOffset
  const path = newest && !isUnborn(newest.path) ? newest.path : create(dir, first)
  let size = recover(path, each)
  let file = openSync(path, 'r+')

  return {
    get size() {
      return size
    },
    get first() {
      return first
    },
    write: async parts => {
      const length = parts.reduce((sum, part) => sum + part.length, 0)
      try {
        // Into memory only, so it is done at once: each way through another thread waits for its turn on a busy machine.
        const bytesWritten = writevSync(file, parts, size)
        // The system writes less than it was told to where the disk is full.
        if (bytesWritten < length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' })
        await sync(file)
      } catch (error) {
        await truncate(file, size).catch(() => {})
        if (systemCode(error) !== 'ENOSPC' && systemCode(error) !== 'EDQUOT') throw error
        throw new Fault(
          'ERR_DISK_FULL',
          'journal: the disk is full; free some space, nothing acknowledged was lost',
          { cause: error },
        )
      }
      size += length
    },
    rotate: next => {
      const newPath = create(dir, next)
      closeSync(file)
      file = openSync(newPath, 'r+')
      first = next
      size = segmentHeader.length
    },
    close: () => closeSync(file),
  }
}
