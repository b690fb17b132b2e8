/** Gathers UTF-8 bytes and gives them out as strings of a convenient size. For extractors that work on bytes. */
import { isAscii } from 'node:buffer'
import { decodeEntities } from './entities.ts'

/** Bytes gathered before a string is made of them. */
const pieceBytes = 64 * 1024
const ampersand = 0x26
const space = 0x20
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
    if (end - start < shortBytes) {
      for (let at = start; at < end; at += 1, length += 1) buffer[length] = bytes[at] ?? 0
      return
    }
    buffer.set(bytes.subarray(start, end), length)
    length += end - start
  }

  return {
    byte(byte) {
      if (length === buffer.length) reserve(1)
      buffer[length] = byte
      length += 1
    },
    copy,
    copyXml(bytes, start, end) {
      let at = start
      while (at < end && bytes[at] !== ampersand && (bytes[at] ?? 0) >= space) at += 1
      if (at === end) {
        copy(bytes, start, end)
        return
      }
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
