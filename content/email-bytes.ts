/** Finds customers' e-mail addresses in ASCII bytes, where they are all that is looked for: from `@` to `@`, without making text of it. */
import type { EmailFinder } from './find-emails.ts'
import type { Screen } from './screen.ts'

const at = 0x40
/** What the full look-up reads before and behind an `@`. */
const unitsBefore = 68
const unitsBehind = 200

/** Looks up all addresses of `bytes[..end)`; where one begins or ends outside, it is cut. There must be a byte behind them. */
export type ByteSearch = (bytes: Buffer, end: number) => void

/** Makes a search that hands what passes the screen to `findEmail`. */
export function emailByteSearch(screen: Screen, findEmail: EmailFinder): ByteSearch {
  const units = new Uint16Array(unitsBefore + unitsBehind + 2)
  return (bytes, end) => {
    // Stops the search where the text ends.
    const next = bytes[end] ?? 0
    bytes[end] = at
    for (let place = bytes.indexOf(at); place < end; ) {
      if (screen.address(bytes, place)) {
        const start = Math.max(0, place - unitsBefore)
        const stop = Math.min(end, place + unitsBehind)
        // The full look-up ends at zeros.
        units[0] = 0
        for (let index = start; index < stop; index += 1)
          units[1 + index - start] = bytes[index] ?? 0
        units[1 + stop - start] = 0
        findEmail(units, 1 + place - start)
      }
      place = bytes.indexOf(at, place + 1)
    }
    bytes[end] = next
  }
}

/** How many line feeds there are, four bytes at a time; `bytes` begins at a multiple of four. */
export function countLineFeeds(bytes: Uint8Array, end: number): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, end >>> 2)
  let count = 0
  for (let index = 0; index < words.length; index += 1) {
    const word = (words[index] ?? 0) ^ 0x0a0a0a0a
    // The top bit of each byte that is zero now, see Hacker's Delight, section 6-1.
    const zeros = ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f)
    if (zeros !== 0) count += Math.imul(zeros >>> 7, 0x01010101) >>> 24
  }
  for (let index = end & ~3; index < end; index += 1) if (bytes[index] === 0x0a) count += 1
  return count
}
