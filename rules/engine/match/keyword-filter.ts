/** Says of a whole line whether any keyword can stand in it, skipping most bytes (Wu and Manber 1994); only then are its values searched one by one. */
import type { Literal } from './automaton.ts'

/** Whether one of the texts may stand between two places. */
export type KeywordFilter = (bytes: Buffer, from: number, to: number) => boolean

/** Shorter texts would skip too little. */
const lengthMin = 4
const windowMax = 16
const lower = new Uint8Array(256).map((_, unit) => (unit >= 65 && unit <= 90 ? unit + 32 : unit))

/** The bytes of a text inside of JSON, as writers that escape only what they must write it; undefined where they may differ. */
function rawOf({ text }: Literal): Uint8Array | undefined {
  // A number can be written in several ways.
  if (!/^[\x20-\x7e\n\r\t]+$/.test(text) || /^[\d.e+-]+$/i.test(text)) return undefined
  return Buffer.from(JSON.stringify(text).slice(1, -1))
}

/** Builds the filter; undefined where a text is too short or may be written in several ways. Lines must have no bytes beyond ASCII and no escapes by number. */
export function buildKeywordFilter(literals: readonly Literal[]): KeywordFilter | undefined {
  const raws = literals.map(rawOf).filter(raw => raw !== undefined)
  const window = Math.min(windowMax, ...raws.map(raw => raw.length))
  if (raws.length < literals.length || raws.length === 0 || window < lengthMin) return undefined
  const shifts = new Uint8Array(65_536).fill(window - 1)
  const endings = new Map<number, Uint8Array[]>()
  for (const raw of raws) {
    for (let end = 1; end < window; end++) {
      const pair = ((raw[end - 1] ?? 0) << 8) | (raw[end] ?? 0)
      shifts[pair] = Math.min(shifts[pair] ?? 0, window - 1 - end)
      if (end === window - 1) endings.set(pair, [...(endings.get(pair) ?? []), raw])
    }
  }

  function stands(raw: Uint8Array, bytes: Buffer, at: number, to: number): boolean {
    if (at + raw.length > to) return false
    for (let i = 0; i < raw.length; i++) if (lower[bytes[at + i] ?? 0] !== raw[i]) return false
    return true
  }

  return (bytes, from, to) => {
    for (let i = from + window - 1; i < to; ) {
      const pair = ((lower[bytes[i - 1] ?? 0] ?? 0) << 8) | (lower[bytes[i] ?? 0] ?? 0)
      const shift = shifts[pair] ?? 1
      if (shift > 0) {
        i += shift
        continue
      }
      const start = i - window + 1
      if (endings.get(pair)?.some(raw => stands(raw, bytes, start, to))) return true
      i++
    }
    return false
  }
}
