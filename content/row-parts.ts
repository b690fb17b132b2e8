/** Cuts a line into its words and numbers, with what stands between them. Knows nothing of customers. */
import { isWordUnit, wordUnits } from './fold.ts'

/** What a part is made of. */
export const partKind = { letters: 0, digits: 1, mixed: 2 } as const

/** Parts of one line: part `p` is `units[starts[p]..ends[p])`; the unit before it is `gaps[p]`, 0 where more than one stands there. */
export interface Parts {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly kinds: Uint8Array
  readonly gaps: Uint16Array
  count: number
}

/** A line with more parts is read as several rows. */
const partsMax = 512

export const newParts = (): Parts => ({
  starts: new Uint32Array(partsMax),
  ends: new Uint32Array(partsMax),
  kinds: new Uint8Array(partsMax),
  gaps: new Uint16Array(partsMax),
  count: 0,
})

/** Reads parts of `units[start..end)` into `parts`; returns where it stopped, which is `end` unless there are too many parts. */
export function readParts(units: Uint16Array, start: number, end: number, parts: Parts): number {
  parts.count = 0
  let behind = start
  for (let at = start; at < end; ) {
    let stop = at
    let digits = 0
    for (; stop < end; stop += 1) {
      const unit = units[stop] ?? 0
      if (unit >= 0x30 && unit <= 0x39) digits += 1
      else if (unit < 0x80 ? wordUnits[unit] !== 1 : !isWordUnit(unit)) break
    }
    if (stop === at) {
      at += 1
      continue
    }
    const index = parts.count
    if (index === partsMax) return at
    parts.starts[index] = at
    parts.ends[index] = stop
    parts.kinds[index] =
      digits === 0 ? partKind.letters : digits === stop - at ? partKind.digits : partKind.mixed
    parts.gaps[index] = at - behind === 1 ? (units[behind] ?? 0) : 0
    parts.count += 1
    behind = stop
    at = stop
  }
  return end
}
