/** One batch of events as bytes in a segment: a header with a CRC over all that follows it, the source, the lines. Pure. */
import { crc32 } from 'node:zlib'
import { limits } from '../../../events/limits.ts'
import type { EventBatch, EventLine } from '../journal.ts'

const magic = 0x3142_4b43
const headerBytes = 48
const lineStart = '{"seq":'.length
const afterSeq = ',"event":'.length
const newline = 10

export interface Frame {
  readonly source: string
  /** Offset of the first line; lines count up from it, removed ones too. */
  readonly first: number
  readonly count: number
  readonly receivedAt: number
  readonly previousSeq: number
  /** Bytes from the first frame that was written with this one to this one. */
  readonly sinceSync: number
  /** Of detection, below 65,536. */
  readonly lane: number
  /** A removed line is empty. */
  readonly lines: Buffer
}

/** Offset of its last line. */
export const lastOf = ({ first, count }: Frame): number => first + count - 1

/** The bytes to write for a frame; `lines` is not copied. */
export function encodeFrame(frame: Frame) {
  const { source, first, count, receivedAt, previousSeq, sinceSync, lane, lines } = frame
  const name = Buffer.from(source)
  const head = Buffer.alloc(headerBytes + name.length)
  head.writeUInt32LE(magic, 0)
  head.writeUInt32LE(lines.length, 8)
  head.writeUInt16LE(name.length, 12)
  head.writeUInt16LE(lane, 14)
  head.writeUInt32LE(count, 16)
  head.writeUInt32LE(sinceSync, 20)
  head.writeDoubleLE(first, 24)
  head.writeDoubleLE(receivedAt, 32)
  head.writeDoubleLE(previousSeq, 40)
  name.copy(head, headerBytes)
  head.writeUInt32LE(crc32(lines, crc32(head.subarray(8))), 4)
  return [head, lines] as const
}

/** How long the frame at `at` says that it is; undefined where its header is not there or is none. */
export function frameBytes(bytes: Buffer, at: number): number | undefined {
  if (bytes.length < at + headerBytes || bytes.readUInt32LE(at) !== magic) return undefined
  const length = headerBytes + bytes.readUInt16LE(at + 12) + bytes.readUInt32LE(at + 8)
  return length > limits.frameBytesMax ? undefined : length
}

/** First offset and number of lines of the frame at `at`, whose header is known to be there. */
export const frameSpan = (bytes: Buffer, at: number) => ({
  first: bytes.readDoubleLE(at + 24),
  count: bytes.readUInt32LE(at + 16),
})

/** The frame at `at`; undefined where it is not whole. */
export function decodeFrame(bytes: Buffer, at: number): Frame | undefined {
  const length = frameBytes(bytes, at)
  if (length === undefined || bytes.length < at + length) return undefined
  if (crc32(bytes.subarray(at + 8, at + length)) !== bytes.readUInt32LE(at + 4)) return undefined
  const linesAt = at + headerBytes + bytes.readUInt16LE(at + 12)
  return {
    source: bytes.toString('utf8', at + headerBytes, linesAt),
    ...frameSpan(bytes, at),
    receivedAt: bytes.readDoubleLE(at + 32),
    previousSeq: bytes.readDoubleLE(at + 40),
    sinceSync: bytes.readUInt32LE(at + 20),
    lane: bytes.readUInt16LE(at + 14),
    lines: bytes.subarray(linesAt, at + length),
  }
}

/** Where the next place is at which a frame may begin, or -1. */
export function nextMagic(bytes: Buffer, from: number): number {
  return bytes.indexOf('CKB1', from, 'latin1')
}

/** Calls `each` with the index, start and end (without newline) of each line that is there. */
export function eachLine(
  { lines, count }: Pick<Frame, 'lines' | 'count'>,
  each: (index: number, start: number, end: number) => void,
): void {
  let start = 0
  for (let index = 0; index < count; index += 1) {
    const end = lines.indexOf(newline, start)
    if (end > start) each(index, start, end)
    start = end + 1
  }
}

/** The number that stands at `at`, and where it ends. */
export function readSeq(lines: Buffer, start: number): { seq: number; end: number } {
  let seq = 0
  let end = start + lineStart
  for (; ; end += 1) {
    const digit = (lines[end] ?? 0) - 48
    if (digit < 0 || digit > 9) return { seq, end }
    seq = seq * 10 + digit
  }
}

/** The events of a frame after an offset. */
export function batchOf(frame: Frame, after: number): EventBatch {
  const { source, receivedAt, previousSeq, lane, first, lines: bytes } = frame
  const lines: EventLine[] = []
  eachLine(frame, (index, from, to) => {
    const offset = first + index
    if (offset <= after) return
    const { seq, end } = readSeq(bytes, from)
    lines.push({ offset, index, seq, bytes, start: end + afterSeq, end: to - 1 })
  })
  return { source, receivedAt, previousSeq, lane, lines }
}
