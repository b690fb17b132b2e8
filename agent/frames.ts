/** Frames of the spool's files: length, CRC-32, sequence number, payload. A torn or damaged tail is found and cut. */
import { crc32 } from 'node:zlib'

/** length (4) + crc (4) + seq (8), little-endian. */
export const headerBytes = 16

export interface Frame {
  readonly seq: number
  readonly payload: Buffer
}

/** One record as bytes. The CRC covers sequence number and payload. */
export function encodeFrame(seq: number, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(headerBytes + payload.length)
  frame.writeUInt32LE(payload.length, 0)
  frame.writeBigUInt64LE(BigInt(seq), 8)
  payload.copy(frame, headerBytes)
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4)
  return frame
}

/** Reads frames until the end or the first one that is torn or damaged; `bytes` is the length of the good part. */
export function decodeFrames(
  data: Buffer,
  payloadBytesMax: number,
): { frames: Frame[]; bytes: number } {
  const frames: Frame[] = []
  let at = 0
  while (at + headerBytes <= data.length) {
    const length = data.readUInt32LE(at)
    const end = at + headerBytes + length
    if (length > payloadBytesMax || end > data.length) break
    if (crc32(data.subarray(at + 8, end)) !== data.readUInt32LE(at + 4)) break
    frames.push({
      seq: Number(data.readBigUInt64LE(at + 8)),
      payload: data.subarray(at + headerBytes, end),
    })
    at = end
  }
  return { frames, bytes: at }
}
