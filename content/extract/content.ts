/** Bytes to be read: once in order, or by position where they are in a file or fit in memory. Knows no formats. */
import { limits } from '../../events/limits.ts'
import { headBytes } from './extractor.ts'

/** Bytes by position. */
export interface RandomBytes {
  readonly size: number
  /** Up to `length` bytes; fewer only at the end. They stay as they are. */
  read(position: number, length: number): Promise<Uint8Array>
}

/** One file, entry or stream to be read. */
export interface Content {
  readonly name: string
  /** The first bytes, up to `headBytes`. */
  readonly head: Uint8Array
  /** All bytes in order; to be asked for once. The first piece holds at least the head. */
  stream(): AsyncIterable<Uint8Array>
  /** The bytes by position, or undefined where they are too many to be held in memory; then `stream` still gives all. */
  random(): Promise<RandomBytes | undefined>
}

/** Bytes in memory by position. */
export const randomOf = (bytes: Uint8Array): RandomBytes => ({
  size: bytes.length,
  read: async (position, length) => bytes.subarray(position, position + length),
})

/** All bytes from a position on, in pieces. */
export async function* readFrom(
  bytes: RandomBytes,
  position: number,
  length = bytes.size - position,
  pieceBytes = 256 * 1024,
): AsyncGenerator<Uint8Array> {
  const end = Math.min(bytes.size, position + length)
  for (let at = position; at < end; ) {
    const piece = await bytes.read(at, Math.min(pieceBytes, end - at))
    if (piece.length === 0) return
    at += piece.length
    yield piece
  }
}

/** All bytes of a source in one piece. */
export async function gathered(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}

/** Content that arrives in order. Pieces may be reused by the source once the next is asked for. */
export async function contentFrom(
  name: string,
  source: AsyncIterable<Uint8Array>,
): Promise<Content> {
  const rest = source[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  let bytes = 0
  async function hold(bytesMax: number): Promise<boolean> {
    while (bytes < bytesMax) {
      const { value, done } = await rest.next()
      if (done) return true
      held.push(new Uint8Array(value))
      bytes += value.length
    }
    return false
  }
  await hold(headBytes)
  const [only] = held
  const first = held.length === 1 && only ? only : Buffer.concat(held)
  held.length = 0
  held.push(first)
  return {
    name,
    head: first.subarray(0, headBytes),
    async *stream() {
      try {
        for (let piece = held.shift(); piece; piece = held.shift()) yield piece
        for (;;) {
          const { value, done } = await rest.next()
          if (done) return
          yield value
        }
      } finally {
        await rest.return?.()
      }
    },
    async random() {
      const isWhole = await hold(limits.scanHeldBytesMax)
      if (!isWhole) return undefined
      const whole = Buffer.concat(held.splice(0))
      held.push(whole)
      return randomOf(whole)
    },
  }
}
