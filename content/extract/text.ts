/** Text as it is: csv, tsv, txt, json, html, vcf, eml … in UTF-8, UTF-16 or an 8-bit code page. Takes no structure apart. */
import { isAscii } from 'node:buffer'
import { decodeUtf16, encodingOf } from './encoding.ts'
import { extractor, headBytes } from './extractor.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const windows1252 = new TextDecoder('windows-1252')

/** Valid UTF-8 as such; a piece that is not, as windows-1252, which keeps every ASCII character in place. */
function decode8(bytes: Uint8Array): string {
  if (isAscii(bytes))
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  try {
    return utf8.decode(bytes)
  } catch {
    return windows1252.decode(bytes)
  }
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

/** How one encoding is cut into whole characters and decoded. */
interface Codec {
  whole(bytes: Uint8Array): number
  decode(bytes: Uint8Array): string
}

function codecFor(head: Uint8Array): Codec {
  const encoding = encodingOf(head)
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    return {
      whole: bytes => bytes.length & ~1,
      decode: bytes => decodeUtf16(bytes, encoding),
    }
  }
  return { whole: wholeUtf8, decode: decode8 }
}

export const text = extractor({
  name: 'text',
  summary: 'Plain text of any kind: CSV, TSV, JSON, HTML, notes, mail; UTF-8, UTF-16 or 8-bit',
  detect: head => encodingOf(head) !== undefined,
  async *text(source) {
    let codec: Codec | undefined
    let rest: Uint8Array = new Uint8Array(0)
    for await (const chunk of source) {
      codec ??= codecFor(chunk.subarray(0, headBytes))
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const end = codec.whole(bytes)
      if (end > 0) yield codec.decode(bytes.subarray(0, end))
      rest = bytes.slice(end)
    }
    if (rest.length > 0) yield windows1252.decode(rest)
  },
})
