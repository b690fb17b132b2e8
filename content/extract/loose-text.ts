/** Finds text in binary data by its look: runs of printable characters. For formats without a reader of their own, and for content of no known kind. */
import { decodeWhole } from './decode.ts'
import type { Extracting } from './extractor.ts'

/** Shorter runs are mostly chance. */
const runMin = 6
const stepBytes = 64 * 1024
/** What of one step may go on in the next. */
const overlapBytes = 1024

type Counting = Pick<Extracting, 'unpacked'>

const isPrintable = (byte: number): boolean => byte === 9 || (byte >= 0x20 && byte !== 0x7f)

function* runs8(bytes: Uint8Array): Generator<string> {
  let start = 0
  for (let at = 0; at <= bytes.length; at += 1) {
    if (at < bytes.length && isPrintable(bytes[at] ?? 0)) continue
    if (at - start >= runMin) yield decodeWhole(bytes.subarray(start, at))
    start = at + 1
  }
}

/** UTF-16 with the upper halves 0 (Latin) or 4 (Cyrillic), from an even or an odd offset. */
function* runs16(bytes: Uint8Array): Generator<string> {
  for (const first of [0, 1]) {
    let start = first
    for (let at = first; at < bytes.length + 2; at += 2) {
      const low = bytes[at] ?? 0
      const high = bytes[at + 1]
      const isText = high === 4 || (high === 0 && isPrintable(low))
      if (isText) continue
      if (at - start >= runMin * 2) yield Buffer.from(bytes.subarray(start, at)).toString('utf16le')
      start = at + 2
    }
  }
}

/** What a run of chance hardly is: long, or with an address or a number in it. Bytes as latin1. */
const runLong = 16
const mayIdentify = /[^\s\0@]\0?@\0?[^\s\0@]|\d\0?(?:[\d ()./-]\0?){3,}\d/
/** Text in UTF-8: bytes as latin1. */
const utf8Run = /(?:[\t\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){6,}/g
/** Text in UTF-16 with the upper halves 0 (Latin) or 4 (Cyrillic), in either order: bytes as latin1. */
const utf16Run =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are halves of characters
  /(?:[\t\x20-\x7e]\0|[\x01-\x5f]\x04){6,}|(?:\0[\t\x20-\x7e]|\x04[\x01-\x5f]){6,}/g

const decodeUtf8 = (run: string): string => Buffer.from(run, 'latin1').toString('utf8')

function decodeUtf16(run: string): string {
  const bytes = Buffer.from(run, 'latin1')
  const isBigEndian = bytes[0] === 0 || (bytes[0] === 4 && bytes[2] === 4)
  return (isBigEndian ? bytes.swap16() : bytes).toString('utf16le')
}

/** The runs amid other bytes that may be a line of a list. */
function* runsAmid(bytes: Buffer): Generator<string> {
  const text = bytes.toString('latin1')
  for (const run of text.match(utf8Run) ?? [])
    if (run.length >= runLong || mayIdentify.test(run)) yield decodeUtf8(run)
  for (const run of text.match(utf16Run) ?? [])
    if (run.length >= 2 * runLong || mayIdentify.test(run)) yield decodeUtf16(run)
}

/** The runs of text, each followed by a line end. */
export const looseText = (source: AsyncIterable<Uint8Array>, extracting: Counting) =>
  inSteps(source, extracting, bytes => [...runs8(bytes), ...runs16(bytes)])

/** The runs that may be a line of a list, each followed by a line end, in content that is no text: much of it is printable by chance. */
export const textAmid = (source: AsyncIterable<Uint8Array>, extracting: Counting) =>
  inSteps(source, extracting, bytes => [...runsAmid(bytes)])

async function* inSteps(
  source: AsyncIterable<Uint8Array>,
  extracting: Counting,
  runsIn: (bytes: Buffer) => readonly string[],
): AsyncGenerator<string> {
  let held: Uint8Array = new Uint8Array(0)
  for await (const piece of source) {
    for (let at = 0; at < piece.length; at += stepBytes) {
      const bytes = Buffer.concat([held, piece.subarray(at, at + stepBytes)])
      extracting.unpacked(bytes.length)
      const runs = runsIn(bytes)
      if (runs.length > 0) yield `${runs.join('\n')}\n`
      // A run that the step cuts is read again as a whole, if it is no longer than any identifier.
      held = bytes.subarray(Math.max(0, bytes.length - overlapBytes))
    }
  }
}
