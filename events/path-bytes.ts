/**
 * Names of files are bytes on Linux, and need not be text: old archives and old systems leave names in other encodings. As a string, a byte
 * that is no UTF-8 is a lone surrogate of its own (PEP 383, "surrogateescape"), so that the file can still be opened by its path. Pure.
 */

/** The surrogate of byte 0; only those of bytes from 0x80 on occur. */
const byteZero = 0xdc00
const isEscape = /^[\udc80-\udcff]$/
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const sequenceBytesMax = 4

/** The text of a whole sequence of UTF-8 at `at`; undefined where there is none. */
function sequenceAt(bytes: Uint8Array, at: number): string | undefined {
  for (let length = 1; length <= sequenceBytesMax; length += 1) {
    try {
      return decoder.decode(bytes.subarray(at, at + length))
    } catch {
      // Longer, or none.
    }
  }
  return undefined
}

/** A path, or a part of one, from the system's bytes. */
export function pathOf(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  if (!text.includes('\ufffd')) return text
  let path = ''
  for (let at = 0; at < bytes.length; ) {
    const found = sequenceAt(bytes, at)
    path += found ?? String.fromCharCode(byteZero + (bytes[at] ?? 0))
    at += found === undefined ? 1 : Buffer.byteLength(found)
  }
  return path
}

/** What the system is called with for a path of `pathOf`. */
export function systemPath(path: string): string | Buffer {
  if (path.isWellFormed()) return path
  const parts = [...path].map(char =>
    isEscape.test(char) ? Buffer.of(char.charCodeAt(0) - byteZero) : Buffer.from(char),
  )
  return Buffer.concat(parts)
}

/** A path as people and other programs are told it: a byte that is no text becomes U+FFFD. */
export const shownPath = (path: string): string => path.toWellFormed()
