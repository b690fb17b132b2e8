/** Sigma's encodings of values: UTF-16 in its byte orders, Base64, and Base64 at any offset. Bytes are kept as Buffers, at last as text. */

/** A value that encodings work on. */
export type Bytes = Buffer

/** The bytes of a text before any encoding. */
export const utf8 = (text: string): Bytes => Buffer.from(text, 'utf8')

const swap = (bytes: Bytes): Bytes => Buffer.from(bytes).swap16()

/** UTF-16 of bytes that are UTF-8 (appendix, Encoding: `utf16` has a byte order mark). */
export const wide = {
  utf16le: (bytes: Bytes): Bytes => Buffer.from(bytes.toString('utf8'), 'utf16le'),
  utf16be: (bytes: Bytes): Bytes => swap(Buffer.from(bytes.toString('utf8'), 'utf16le')),
  utf16: (bytes: Bytes): Bytes =>
    Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(bytes.toString('utf8'), 'utf16le')]),
} as const

/** Base64 with padding. */
export const base64 = (bytes: Bytes): Bytes => Buffer.from(bytes.toString('base64'), 'latin1')

/** Where the characters begin that depend on the value alone, when 0, 1 or 2 bytes stand before it. */
const firstOf = [0, 2, 3] as const

/** The three texts by which a value is recognised inside of longer Base64: only characters that no neighbour changes. */
export function base64offset(bytes: Bytes): readonly Bytes[] {
  return firstOf.flatMap((first, shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift, ' '), bytes]).toString('base64')
    const rest = (bytes.length + shift) % 3
    const last = encoded.length - (rest === 0 ? 0 : rest === 1 ? 3 : 2)
    return last > first ? [Buffer.from(encoded.slice(first, last), 'latin1')] : []
  })
}

/** Bytes as the text that a log shows: UTF-8 where they are that, else one character for each byte. */
export function shownAs(bytes: Bytes): string {
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : bytes.toString('latin1')
}
