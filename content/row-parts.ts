/** Cuts a line into its words and numbers, with what stands between them. Knows nothing of customers. */
import { isWordUnit } from './fold.ts'

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

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39

/** Reads parts of `units[start..end)` into `parts`; returns where it stopped, which is `end` unless there are too many parts. */
export function readParts(units: Uint16Array, start: number, end: number, parts: Parts): number {
  parts.count = 0
  let behind = start
  for (let at = start; at < end; ) {
    if (!isWordUnit(units[at] ?? 0)) {
      at += 1
      continue
    }
    if (parts.count === partsMax) return at
    let digits = 0
    let stop = at
    while (stop < end && isWordUnit(units[stop] ?? 0)) {
      if (isDigit(units[stop] ?? 0)) digits += 1
      stop += 1
    }
    const index = parts.count
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
