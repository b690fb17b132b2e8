/** Runs bytes through one of zlib's decompressors, chunk by chunk, with the limit on how much may come out of how little. */
import { once } from 'node:events'
import { pipeline } from 'node:stream'
import type { BrotliDecompress, Gunzip, InflateRaw, ZstdDecompress } from 'node:zlib'
import { limits } from '../../events/limits.ts'
import type { Extracting } from './extractor.ts'

/** A decompressor of node:zlib. */
export type Engine = Gunzip | InflateRaw | ZstdDecompress | BrotliDecompress

/** Output chunks: larger ones cost memory, smaller ones turns of the event loop. */
export const unpackedChunkBytes = 64 * 1024
/** Below this much output no ratio is bombast. */
const ratioFreeBytes = 32 * 1024 * 1024

/** Counts what came out, and says whether it is too much for what went in. */
const isBomb = (bytesIn: number, bytesOut: number): boolean =>
  bytesOut > ratioFreeBytes && bytesOut > bytesIn * limits.scanRatioMax

const bombReason = `unpacks to more than ${limits.scanRatioMax} times its size; the rest was not searched`

/** The unpacked bytes of a whole source. Throws what the engine throws for damaged data, after what came before. */
export async function* unpacked(
  source: AsyncIterable<Uint8Array>,
  engine: Engine,
  extracting: Extracting,
): AsyncGenerator<Uint8Array> {
  let bytesOut = 0
  pipeline(source, engine, () => {})
  for await (const chunk of engine) {
    bytesOut += chunk.length
    extracting.unpacked(chunk.length)
    if (isBomb(engine.bytesWritten, bytesOut)) {
      extracting.gap('truncated', bombReason)
      return
    }
    yield chunk
  }
}

/** Bytes taken from a stream as needed; what was not used can be given back. */
export interface ByteReader {
  /** The next piece of any size, or undefined at the end. */
  piece(): Promise<Uint8Array | undefined>
  /** Exactly `length` bytes, fewer only at the end. */
  take(length: number): Promise<Buffer>
  /** Puts bytes back in front. */
  unread(bytes: Uint8Array): void
}

/** Reads a stream by pieces and by length. */
export function byteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const rest = source[Symbol.asyncIterator]()
  const front: Uint8Array[] = []
  async function piece(): Promise<Uint8Array | undefined> {
    const held = front.pop()
    if (held) return held
    const { value, done } = await rest.next()
    return done ? undefined : value
  }
  return {
    piece,
    async take(length) {
      const parts: Uint8Array[] = []
      let missing = length
      while (missing > 0) {
        const part = await piece()
        if (part === undefined) break
        if (part.length > missing) front.push(part.slice(missing))
        // The source may reuse its piece.
        parts.push(part.slice(0, missing))
        missing -= Math.min(missing, part.length)
      }
      return Buffer.concat(parts)
    },
    unread(bytes) {
      if (bytes.length > 0) front.push(bytes)
    },
  }
}

/** Unpacks from a reader up to the end that the packed data itself marks, and leaves what follows in the reader. */
export async function* unpackedFrom(
  reader: ByteReader,
  engine: Engine,
  extracting: Extracting,
): AsyncGenerator<Uint8Array> {
  let given = 0
  let bytesOut = 0
  let last: Uint8Array = new Uint8Array(0)
  const ended = once(engine, 'end').then(
    () => true,
    () => true,
  )
  async function feed(): Promise<void> {
    while (!engine.destroyed && !engine.readableEnded) {
      const piece = await reader.piece()
      if (piece === undefined) break
      last = piece.slice()
      given += last.length
      const isRoom = engine.write(last)
      if (!isRoom) await Promise.race([once(engine, 'drain').catch(() => undefined), ended])
      if (engine.bytesWritten < given && engine.writableLength === 0) return
    }
    if (!engine.destroyed) engine.end()
  }
  const feeding = feed()
  try {
    for await (const chunk of engine) {
      bytesOut += chunk.length
      extracting.unpacked(chunk.length)
      if (isBomb(engine.bytesWritten, bytesOut)) {
        extracting.gap('truncated', bombReason)
        return
      }
      yield chunk
    }
  } finally {
    engine.destroy()
    await feeding
    reader.unread(last.subarray(last.length - Math.min(last.length, given - engine.bytesWritten)))
  }
}
