/** Gathers UTF-8 bytes and gives them out as strings of a convenient size. For extractors that work on bytes. */
import { isAscii } from 'node:buffer'
import { decodeEntities } from './entities.ts'

/** Bytes gathered before a string is made of them. */
const pieceBytes = 64 * 1024
const ampersand = 0x26
const space = 0x20
const underscore = 0x5f
const letterX = 0x78
const shortBytes = 48

/** Text being gathered. */
export interface TextBuffer {
  /** One ASCII byte. */
  byte(byte: number): void
  /** UTF-8 bytes as they are. */
  copy(bytes: Uint8Array, start: number, end: number): void
  /** UTF-8 bytes of XML text: character references are resolved, line ends and tabs become spaces. */
  copyXml(bytes: Uint8Array, start: number, end: number): void
  /** Whether there is enough for a piece; ask between characters. */
  readonly isReady: boolean
  /** What was gathered, as a string. */
  take(): string
  /** What was gathered, as bytes that are overwritten by what is gathered next. */
  takeBytes(): Uint8Array
}

/** Starts without text. */
export function textBuffer(): TextBuffer {
  let buffer = Buffer.allocUnsafeSlow(pieceBytes * 2)
  let length = 0

  function reserve(more: number): void {
    if (length + more <= buffer.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, length + more))
    buffer.copy(larger, 0, 0, length)
    buffer = larger
  }

  function copy(bytes: Uint8Array, start: number, end: number): void {
    reserve(end - start)
    if (end - start >= shortBytes) {
      buffer.set(bytes.subarray(start, end), length)
      length += end - start
      return
    }
    // For a few bytes a loop over locals is several times faster than `set`.
    const target = buffer
    let to = length
    for (let at = start; at < end; at += 1, to += 1) target[to] = bytes[at] ?? 0
    length = to
  }

  /** Copies text that needs no closer look; false, and nothing is copied, where it does. */
  function copyPlain(bytes: Uint8Array, start: number, end: number): boolean {
    reserve(end - start)
    const target = buffer
    let to = length
    for (let at = start; at < end; at += 1, to += 1) {
      const byte = bytes[at] ?? 0
      if (byte === ampersand || byte < space) return false
      // `_x000D_` stands for a character that XML cannot hold (ECMA-376 22.9.2.19).
      if (byte === underscore && bytes[at + 1] === letterX) return false
      target[to] = byte
    }
    length = to
    return true
  }

  return {
    byte(byte) {
      if (length === buffer.length) reserve(1)
      buffer[length] = byte
      length += 1
    },
    copy,
    copyXml(bytes, start, end) {
      if (copyPlain(bytes, start, end)) return
      const text = decodeEntities(Buffer.from(bytes.subarray(start, end)).toString('utf8'))
      const plain = Buffer.from(text.replaceAll(/[\t\n\r]+|_x000[9AaDd]_/g, ' '))
      copy(plain, 0, plain.length)
    },
    get isReady() {
      return length >= pieceBytes
    },
    takeBytes() {
      const bytes = buffer.subarray(0, length)
      length = 0
      return bytes
    },
    take() {
      const bytes = buffer.subarray(0, length)
      length = 0
      const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
      if (buffer.length > pieceBytes * 8) buffer = Buffer.allocUnsafeSlow(pieceBytes * 2)
      return text
    },
  }
}
