/**
 * The spool's files. A segment is a header (mark and salt) and frames; each frame's content is sealed (AES-256-GCM) under a key of its
 * segment, with its sequence number. The checksum tells a torn tail from a frame that somebody changed.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { seal, sealedBytesMore, unseal } from '../key-store.ts'

const mark = Buffer.from('CKSPOOL2')
const saltBytes = 16
/** Bytes before the first frame. */
const segmentHeaderBytes = mark.length + saltBytes
/** length (4) + crc (4) + seq (8), little-endian. */
const headerBytes = 16

export interface Frame {
  readonly seq: number
  readonly payload: Buffer
}

/** What could be read of a segment: `bytes` is the length of the good part, `isChanged` that the rest was altered rather than torn. */
export interface Decoded {
  readonly frames: Frame[]
  readonly bytes: number
  readonly isChanged: boolean
}

/** The header of a new segment. */
export const newSegmentHeader = (): Buffer => Buffer.concat([mark, randomBytes(saltBytes)])

/** The key of the segment with this header; undefined where it is no such header. */
export function segmentKey(spoolKey: Buffer, header: Buffer): Buffer | undefined {
  if (header.length < segmentHeaderBytes || !header.subarray(0, mark.length).equals(mark))
    return undefined
  const salt = header.subarray(mark.length, segmentHeaderBytes)
  return Buffer.from(hkdfSync('sha256', spoolKey, salt, 'clientkeep spool segment', 32))
}

/** One record as bytes. The checksum covers sequence number and content. */
export function encodeFrame(key: Buffer, { seq, payload }: Frame): Buffer {
  const frame = Buffer.allocUnsafe(headerBytes + payload.length + sealedBytesMore)
  frame.writeUInt32LE(payload.length + sealedBytesMore, 0)
  frame.writeBigUInt64LE(BigInt(seq), 8)
  seal(key, payload, frame.subarray(8, headerBytes)).copy(frame, headerBytes)
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4)
  return frame
}

/** Frames from `start` on, opened by `open`, up to the end or the first that is torn or damaged. */
function decode(
  data: Buffer,
  start: number,
  contentBytesMax: number,
  open: (content: Buffer, context: Buffer) => Buffer | undefined,
): Decoded {
  const frames: Frame[] = []
  let at = start
  while (at + headerBytes <= data.length) {
    const length = data.readUInt32LE(at)
    const end = at + headerBytes + length
    if (length > contentBytesMax || end > data.length) break
    if (crc32(data.subarray(at + 8, end)) !== data.readUInt32LE(at + 4)) break
    const payload = open(
      data.subarray(at + headerBytes, end),
      data.subarray(at + 8, at + headerBytes),
    )
    if (!payload) return { frames, bytes: at, isChanged: true }
    frames.push({ seq: Number(data.readBigUInt64LE(at + 8)), payload })
    at = end
  }
  return { frames, bytes: at, isChanged: false }
}

/** Reads a segment. A header that is torn or foreign gives no frames and a good part of no bytes. */
export function decodeSegment(spoolKey: Buffer, data: Buffer, payloadBytesMax: number): Decoded {
  const key = segmentKey(spoolKey, data)
  if (!key) return { frames: [], bytes: 0, isChanged: data.length >= segmentHeaderBytes }
  return decode(data, segmentHeaderBytes, payloadBytesMax + sealedBytesMore, (content, context) =>
    unseal(key, content, context),
  )
}

/** Reads a file of the first version, which was not encrypted: frames alone, content in the clear. */
export const decodePlain = (data: Buffer, payloadBytesMax: number): Decoded =>
  decode(data, 0, payloadBytesMax, content => content)
