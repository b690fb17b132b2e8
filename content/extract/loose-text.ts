/** Finds text in binary data by its look: runs of printable characters in UTF-8 or 8 bits and in UTF-16. For formats without a reader of their own. */
import { decodeWhole } from './decode.ts'
import type { Extracting } from './extractor.ts'

/** Shorter runs are mostly chance. */
const runMin = 6
const stepBytes = 64 * 1024
/** What of one step may go on in the next. */
const overlapBytes = 1024

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

/** The runs of text, each followed by a line end. */
export async function* looseText(
  source: AsyncIterable<Uint8Array>,
  extracting: Extracting,
): AsyncGenerator<string> {
  let held: Uint8Array = new Uint8Array(0)
  for await (const piece of source) {
    for (let at = 0; at < piece.length; at += stepBytes) {
      const bytes = Buffer.concat([held, piece.subarray(at, at + stepBytes)])
      extracting.unpacked(bytes.length)
      yield `${[...runs8(bytes), ...runs16(bytes)].join('\n')}\n`
      // A run that the step cuts is read again as a whole, if it is no longer than any identifier.
      held = bytes.subarray(Math.max(0, bytes.length - overlapBytes))
    }
  }
}
