/** Turns bytes of text into strings: UTF-8, UTF-16 or an 8-bit code page, recognised by content. */
import { isAscii } from 'node:buffer'
import { codePageOf } from './code-page.ts'
import { decodeUtf16, encodingOf } from './encoding.ts'
import { headBytes } from './extractor.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** How one encoding is cut into whole characters and decoded. */
interface Codec {
  /** Up to where the bytes are whole characters. */
  whole(bytes: Uint8Array): number
  decode(bytes: Uint8Array): string
}

/** Where the last, incomplete UTF-8 sequence begins, or the length where there is none. */
function wholeUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** Valid UTF-8 as such; a piece that is not, in the code page of the first such piece. All keep ASCII in place. */
function openUtf8(): Codec {
  let legacy: TextDecoder | undefined
  return {
    whole: wholeUtf8,
    decode(bytes) {
      if (isAscii(bytes)) {
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
      }
      try {
        return utf8.decode(bytes)
      } catch {
        legacy ??= new TextDecoder(codePageOf(bytes))
        return legacy.decode(bytes)
      }
    },
  }
}

function codecFor(head: Uint8Array): Codec {
  const encoding = encodingOf(head)
  if (encoding === undefined || encoding === 'utf-8') return openUtf8()
  return {
    whole: bytes => bytes.length & ~1,
    decode: bytes => decodeUtf16(bytes, encoding),
  }
}

/** The same object where it is short enough: what was said of it is known by it. */
const headOf = (bytes: Uint8Array): Uint8Array =>
  bytes.length <= headBytes ? bytes : bytes.subarray(0, headBytes)

/** The text of a stream whose first piece holds at least the head. */
export async function* decoded(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let codec: Codec | undefined
  let rest: Uint8Array = new Uint8Array(0)
  for await (const chunk of source) {
    codec ??= codecFor(headOf(chunk))
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const end = codec.whole(bytes)
    if (end > 0) yield codec.decode(bytes.subarray(0, end))
    rest = bytes.slice(end)
  }
  if (rest.length > 0) yield openUtf8().decode(rest)
}

/** Whole text in one piece of bytes; `label` is what the content itself claims, tried first where it is known. */
export function decodeWhole(bytes: Uint8Array, label?: string): string {
  if (label !== undefined && !/^(utf-?8|us-ascii)$/i.test(label)) {
    try {
      return new TextDecoder(label).decode(bytes)
    } catch {
      // An unknown label: decide by content.
    }
  }
  const codec = codecFor(headOf(bytes))
  return codec.decode(bytes.subarray(0, codec.whole(bytes)))
}
