/** Tells in which encoding text is, or that the content is no text at all. By content only. */
import { signatureOf } from './signature.ts'

/** `utf-8` also stands for legacy 8-bit text: what is invalid in it is read as windows-1252. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Bytes that text does not use, apart from tab, line ends, form feed, backspace and escape. */
const controlShareMax = 0.02
/** In UTF-16, spaces, digits and line ends have a zero half even where the script is not Latin. */
const zeroShareMin = 0.05

const isControl = (byte: number): boolean =>
  (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b && byte !== 0x1a) ||
  byte === 0x7f

/** What was said of a head: every extractor asks for the same one. */
const known = new WeakMap<Uint8Array, { readonly encoding: Encoding | undefined }>()

/** The encoding of content with this head, or undefined where it is not text; an empty head is text. Bytes of a head do not change. */
export function encodingOf(head: Uint8Array): Encoding | undefined {
  const before = known.get(head)
  if (before) return before.encoding
  const encoding = lookAt(head)
  known.set(head, { encoding })
  return encoding
}

/** The control characters of `isControl`, and zero. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const anyControl = /[\0-\x07\x0e-\x19\x1c-\x1f\x7f]/

function lookAt(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (signatureOf(head)) return undefined
  const latin = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1')
  if (!anyControl.test(latin)) return 'utf-8'
  const zeros = [0, 0]
  let controls = 0
  for (let index = 0; index < head.length; index += 1) {
    const byte = head[index] ?? 0
    if (byte === 0) zeros[index & 1] = (zeros[index & 1] ?? 0) + 1
    else if (isControl(byte)) controls += 1
  }
  const [even = 0, odd = 0] = zeros
  if (controls > head.length * controlShareMax) {
    // UTF-16 Cyrillic and Greek have high bytes 03 and 04: those are no control characters.
    return utf16Of(head, even, odd)
  }
  return even === 0 && odd === 0 ? 'utf-8' : utf16Of(head, even, odd)
}

const isStrange = (char: string): boolean => {
  const code = char.codePointAt(0) ?? 0
  return code < 0x80 ? isControl(code) || code === 0 : code >= 0xfffd && code <= 0xffff
}

function utf16Of(head: Uint8Array, even: number, odd: number): Encoding | undefined {
  const min = Math.max(1, (head.length / 2) * zeroShareMin)
  const encoding =
    even === 0 && odd >= min ? 'utf-16le' : odd === 0 && even >= min ? 'utf-16be' : undefined
  if (encoding === undefined) return undefined
  const text = decodeUtf16(head.subarray(0, head.length & ~1), encoding)
  const strange = [...text].filter(isStrange).length
  return strange > text.length * controlShareMax ? undefined : encoding
}

/** Decodes whole UTF-16 code units. */
export function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string {
  const units = Buffer.from(bytes)
  return (encoding === 'utf-16be' ? units.swap16() : units).toString('utf16le')
}
