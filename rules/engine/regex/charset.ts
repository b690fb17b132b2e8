/** Sets of code points as sorted ranges, and the classes that PCRE's escapes name (ASCII, as PCRE has them without its Unicode mode). */

/** Sorted, not touching: `[first, last, first, last …]`. */
export type CharSet = readonly number[]

const top = 0x10ffff

/** The union of ranges in any order. */
export function setOf(ranges: readonly (readonly [first: number, last: number])[]): CharSet {
  const found: number[] = []
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const end = found.at(-1)
    if (end !== undefined && first <= end + 1) found[found.length - 1] = Math.max(end, last)
    else found.push(first, last)
  }
  return found
}

/** The ranges of a set as pairs. */
export function rangesOf(set: CharSet): readonly (readonly [number, number])[] {
  return set.flatMap((first, index) =>
    index % 2 === 0 ? [[first, set[index + 1] ?? first] as const] : [],
  )
}

/** Everything that is in one of the sets. */
export const union = (...sets: readonly CharSet[]): CharSet => setOf(sets.flatMap(rangesOf))

/** Everything that is not in the set. */
export function complement(set: CharSet): CharSet {
  const found: number[] = []
  let next = 0
  for (const [first, last] of rangesOf(set)) {
    if (first > next) found.push(next, first - 1)
    next = last + 1
  }
  return next <= top ? [...found, next, top] : found
}

/** Whether the set has the code point. */
export const has = (set: CharSet, point: number): boolean =>
  rangesOf(set).some(([first, last]) => point >= first && point <= last)

const span = (text: string): CharSet =>
  setOf(
    text.split(' ').map(pair => [pair.codePointAt(0) ?? 0, pair.codePointAt(pair.length - 1) ?? 0]),
  )

/** Digits, word characters, white space. */
export const digits: CharSet = span('09')
export const words: CharSet = span('09 AZ __ az')
export const spaces: CharSet = [9, 13, 32, 32]
export const newline: CharSet = [10, 10]
export const everything: CharSet = [0, top]

/** POSIX classes, as in `[[:alpha:]]`. */
export const posix: Readonly<Record<string, CharSet>> = {
  alpha: span('AZ az'),
  digit: digits,
  alnum: span('09 AZ az'),
  upper: span('AZ'),
  lower: span('az'),
  space: spaces,
  blank: [9, 9, 32, 32],
  punct: [33, 47, 58, 64, 91, 96, 123, 126],
  xdigit: span('09 AF af'),
  word: words,
  cntrl: [0, 31, 127, 127],
  print: [32, 126],
  graph: [33, 126],
}

const single = (text: string): number | undefined => {
  const point = text.codePointAt(0)
  return point !== undefined && String.fromCodePoint(point) === text ? point : undefined
}

/** Code points that are each other's other case, in lists; ASCII and its two strays first. */
let orbits: ReadonlyMap<number, readonly number[]> | undefined

function findOrbits(): ReadonlyMap<number, readonly number[]> {
  const byFold = new Map<string, number[]>()
  for (let point = 0; point < 0x1ffff; point++) {
    const text = String.fromCodePoint(point)
    const lower = text.toLowerCase()
    const upper = single(text.toUpperCase())
    const key = upper === undefined ? lower : String.fromCodePoint(upper).toLowerCase()
    if (single(key) === undefined) continue
    const others = byFold.get(key)
    if (others) others.push(point)
    else byFold.set(key, [point])
  }
  const found = [...byFold.values()].filter(points => points.length > 1)
  return new Map(found.flatMap(points => points.map(point => [point, points] as const)))
}

/** The set with both cases of its letters. Scripts beyond ASCII cost a table, which is made once. */
export function bothCases(set: CharSet): CharSet {
  const extra: (readonly [number, number])[] = []
  const isAscii = set.every(point => point < 128)
  if (isAscii) {
    for (let point = 65; point <= 90; point++) {
      if (has(set, point) || has(set, point + 32))
        extra.push([point, point], [point + 32, point + 32])
    }
    if (has(set, 75) || has(set, 107)) extra.push([0x212a, 0x212a])
    if (has(set, 83) || has(set, 115)) extra.push([0x17f, 0x17f])
  } else {
    orbits ??= findOrbits()
    for (const [point, points] of orbits) {
      if (has(set, point)) extra.push(...points.map(other => [other, other] as const))
    }
  }
  return union(set, setOf(extra))
}
