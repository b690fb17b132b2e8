/** Remembers what words came to: the same few thousand make up most of any table. Keeps 64 bits of a hash and no text. */

const slots = 2 ** 14
const primeA = 0x01000193
const primeB = 0x5bd1e995

/** A word's entry; filled by `find`. */
export interface WordCache {
  /** The slot of `units[start..end)`; `isKnown` tells whether it holds the word. */
  find(units: Uint16Array, start: number, end: number): number
  readonly isKnown: boolean
  /** Value of the word in the filter, -1 where it is no atom; -2 where the word has no key. */
  readonly values: Int8Array
  readonly lo: Uint32Array
  readonly hi: Uint32Array
  /** Takes the slot for the word that was looked for last. */
  keep(slot: number, value: number, lo: number, hi: number): void
}

/** Makes an empty cache. */
export function wordCache(): WordCache {
  const first = new Int32Array(slots)
  const second = new Int32Array(slots)
  const values = new Int8Array(slots)
  const lo = new Uint32Array(slots)
  const hi = new Uint32Array(slots)
  let a = 0
  let b = 0
  let isKnown = false
  return {
    values,
    lo,
    hi,
    get isKnown() {
      return isKnown
    },
    find(units, start, end) {
      a = 0x811c9dc5 | 0
      b = (end - start) | 0
      for (let at = start; at < end; at += 1) {
        const unit = units[at] ?? 0
        const folded = unit < 0x80 ? unit | 0x20 : unit
        a = Math.imul(a ^ folded, primeA)
        b = Math.imul((b + folded) ^ (b >>> 15), primeB)
      }
      // A slot that was never taken holds zeros.
      if (a === 0 && b === 0) b = 1
      const slot = (a ^ (a >>> 16) ^ b) & (slots - 1)
      isKnown = first[slot] === a && second[slot] === b
      return slot
    },
    keep(slot, value, low, high) {
      first[slot] = a
      second[slot] = b
      values[slot] = value
      lo[slot] = low
      hi[slot] = high
    },
  }
}
