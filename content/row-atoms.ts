/**
 * Finds in one row what may point to a customer together with more of the same row: words of names and addresses, dates, ids, websites,
 * messenger handles. Field-agnostic, because an endpoint does not know what a column means; the collector does the sums.
 */
import { dateNumber } from './dates.ts'
import { type KeyWriter, keyBytesMax, keyWriter } from './fold.ts'
import type { AtomLookup } from './lookup.ts'
import { nearBytesMin, nearVariants } from './near.ts'
import { shapeOf } from './normalise-more.ts'
import { newParts, type Parts, partKind, readParts } from './row-parts.ts'
import type { WordCache } from './word-cache.ts'

const idCharsMin = 4
/** In the cache: a word of one letter, or of none that counts. */
const noKey = -2
const idCharsMax = 24
const runPartsMax = 8
/** Words of one row that may be misspelt. */
const strangeMax = 24
/** One letter of a shorter word is too much of it; another script may take two letters for one. */
const strangeUnitsMin = 3
const hyphen = 0x2d
const dot = 0x2e
const slash = 0x2f
const space = 0x20
const underscore = 0x5f
const atSign = 0x40
const nine = 0x39

/** Reads rows for their atoms. */
export interface AtomReader {
  /** Tests the atoms of `units[start..end)`; returns where it stopped, which is `end` unless the row has too many parts. */
  read(units: Uint16Array, start: number, end: number): number
  /** Tests what is near to words of the row that are no atoms. */
  readNear(): void
  /** Forgets the row. */
  reset(): void
}

const lower = (unit: number): number => (unit >= 0x41 && unit <= 0x5a ? unit | 0x20 : unit)
const upper = (unit: number): number => (unit >= 0x61 && unit <= 0x7a ? unit & 0xdf : unit)
const isTight = (gap: number): boolean =>
  gap === hyphen || gap === dot || gap === slash || gap === underscore

/** Makes a reader that hands every atom of a row to `lookup`; `cache` is of the same filter. */
export function atomReader(lookup: AtomLookup, cache: WordCache): AtomReader {
  const parts = newParts()
  const { bytes, kinds } = lookup
  const writeKey = keyWriter(bytes, 1)
  const strange = openStrange(lookup, writeKey)
  /** Which characters of what was joined last are letters. */
  let letters = 0

  /** A bit for each length that an id of the base has. */
  const lengths = lengthsOf(lookup.shapes)

  function testWord(units: Uint16Array, part: number): void {
    const start = parts.starts[part] ?? 0
    const stop = parts.ends[part] ?? 0
    const slot = cache.find(units, start, stop)
    if (!cache.isKnown) {
      const end = writeKey(units, start, stop)
      const value = end > 2 ? lookup.valueFor('word', end - 1) : noKey
      cache.keep(slot, value, lookup.token.lo, lookup.token.hi)
    }
    const value = cache.values[slot] ?? noKey
    if (value >= 0) lookup.note(cache.lo[slot] ?? 0, cache.hi[slot] ?? 0, value)
    else if (value > noKey) strange.keepWord(units, start, stop)
  }

  /** Writes the ASCII letters and digits of the parts without what stands between; 0 where there is something else. */
  function join(units: Uint16Array, from: number, to: number, fold: (unit: number) => number) {
    let length = 0
    letters = 0
    for (let part = from; part < to; part += 1) {
      const stop = parts.ends[part] ?? 0
      for (let at = parts.starts[part] ?? 0; at < stop; at += 1) {
        const unit = units[at] ?? 0
        if (unit >= 0x80 || length === idCharsMax) return 0
        if (unit === 0x27 || unit === 0x60) continue
        if (unit > nine) letters |= 1 << length
        length += 1
        bytes[length] = fold(unit)
      }
    }
    return length
  }

  function testId(units: Uint16Array, from: number, to: number): void {
    let chars = 0
    for (let part = from; part < to; part += 1) {
      chars += (parts.ends[part] ?? 0) - (parts.starts[part] ?? 0)
    }
    // One more, because an apostrophe may stand before it, as spreadsheets mark text.
    if (((lengths >>> chars) & 1) === 0 && ((lengths >>> (chars - 1)) & 1) === 0) return
    const length = join(units, from, to, upper)
    if (length < idCharsMin) return
    if (lookup.shapes === undefined || lookup.shapes.has(shapeOf(length, letters))) {
      lookup.test('id', length)
    }
  }

  function testHandle(units: Uint16Array, from: number, to: number): void {
    const length = join(units, from, to, lower)
    if (length >= idCharsMin) lookup.test('handle', length)
  }

  /** The host from this part on: labels and hyphens; with and without what is left of the last two labels. */
  function testDomain(units: Uint16Array, from: number, to: number): void {
    const start = parts.starts[from] ?? 0
    const stop = parts.ends[to - 1] ?? 0
    if (stop - start > 250) return
    for (let at = start; at < stop; at += 1) bytes[1 + at - start] = lower(units[at] ?? 0)
    lookup.test('domain', stop - start)
  }

  function testRun(units: Uint16Array, from: number, to: number, hasDigits: boolean): void {
    if (hasDigits && kinds.id) testId(units, from, to)
    if (!kinds.domain) return
    for (let part = from; part < to - 1; part += 1) {
      const gap = parts.gaps[part]
      if (part > from && gap !== dot && gap !== slash) continue
      const end = hostEnd(part, to)
      if (end > 0) testDomain(units, part, end)
    }
  }

  /** Where a host name that begins at `from` ends: dots and hyphens join it, and there is a dot; else 0. */
  function hostEnd(from: number, to: number): number {
    let dots = 0
    let end = from + 1
    while (end < to && (parts.gaps[end] === dot || parts.gaps[end] === hyphen)) {
      if (parts.gaps[end] === dot) dots += 1
      end += 1
    }
    return dots > 0 ? end : 0
  }

  /** Runs of parts that only a hyphen, dot, slash or underscore parts, then those that single spaces part as well. */
  function testRuns(units: Uint16Array): void {
    for (let from = 0; from < parts.count; ) {
      let to = from + 1
      let hasDigits = parts.kinds[from] !== partKind.letters
      while (to < parts.count && isTight(parts.gaps[to] ?? 0)) {
        hasDigits ||= parts.kinds[to] !== partKind.letters
        to += 1
      }
      if (to - from > 1 && to - from <= runPartsMax) testRun(units, from, to, hasDigits)
      if (kinds.handle) testHandles(units, from, to)
      from = to
    }
    if (kinds.id) testSpaced(units)
  }

  function testHandles(units: Uint16Array, from: number, to: number): void {
    for (let part = from; part < to; part += 1) {
      const before = units[(parts.starts[part] ?? 0) - 1] ?? 0
      if (part === from || before === slash || before === atSign) testHandle(units, part, to)
    }
  }

  /** `DE 123 456 789`, `12 345 678/0001`: runs that hold digits in every part but the first. */
  function testSpaced(units: Uint16Array): void {
    for (let from = 0; from < parts.count; ) {
      let to = from + 1
      let spaces = 0
      while (to < parts.count && parts.kinds[to] !== partKind.letters) {
        const gap = parts.gaps[to] ?? 0
        if (gap === space) spaces += 1
        else if (!isTight(gap)) break
        to += 1
      }
      if (spaces > 0 && to - from <= runPartsMax) {
        testId(units, from, to)
        if (parts.kinds[from] === partKind.letters && to - from > 2) testId(units, from + 1, to)
      }
      from = to
    }
  }

  function testDates(units: Uint16Array, part: number): void {
    const length = (parts.ends[part] ?? 0) - (parts.starts[part] ?? 0)
    const value = numberAt(units, parts, part)
    if (length === 8) {
      testYearFirst(Math.floor(value / 10_000), Math.floor(value / 100) % 100, value % 100)
      testDate(
        dateNumber(value % 10_000, Math.floor(value / 10_000) % 100, Math.floor(value / 1e6)),
      )
    }
    if (part + 2 >= parts.count || length > 4) return
    const gap = parts.gaps[part + 1] ?? 0
    if (gap !== parts.gaps[part + 2] || !(isTight(gap) || gap === space)) return
    const middle = numberAt(units, parts, part + 1)
    const last = numberAt(units, parts, part + 2)
    if (length === 4) testYearFirst(value, middle, last)
    else if (length <= 2) {
      testDate(dateNumber(last, middle, value))
      if (value !== middle) testDate(dateNumber(last, value, middle))
    }
  }

  /** Also with day and month exchanged: who typed it may have been used to the other order. */
  function testYearFirst(year: number, month: number, day: number): void {
    testDate(dateNumber(year, month, day))
    if (month !== day) testDate(dateNumber(year, day, month))
  }

  function testDate(date: number): void {
    if (date === 0) return
    let rest = date
    for (let at = 8; at > 0; at -= 1) {
      bytes[at] = 0x30 + (rest % 10)
      rest = Math.floor(rest / 10)
    }
    if (!lookup.test('date', 8)) strange.keepDate()
  }

  function read(units: Uint16Array, start: number, end: number): number {
    const stopped = readParts(units, start, end, parts)
    for (let part = 0; part < parts.count; part += 1) {
      if (parts.kinds[part] === partKind.letters) {
        if (kinds.word) testWord(units, part)
        continue
      }
      if (kinds.id) testId(units, part, part + 1)
      if (kinds.date && parts.kinds[part] === partKind.digits) testDates(units, part)
    }
    testRuns(units)
    return stopped
  }

  return { read, readNear: strange.test, reset: strange.reset }
}

/** Words and dates of a row that are no atoms of the base, until it is known whether the row is worth a second look. */
function openStrange({ bytes, kinds, test }: AtomLookup, writeKey: KeyWriter) {
  const texts = new Uint16Array(strangeMax * keyBytesMax)
  const lengths = new Uint8Array(strangeMax)
  const key = new Uint8Array(2 * keyBytesMax)
  let count = 0

  function testOne(start: number, length: number): void {
    const isDate = (texts[start] ?? 0) <= nine
    const size = isDate ? length : writeKey(texts, start, start + length) - 1
    if (size < nearBytesMin) return
    key.set(isDate ? texts.subarray(start, start + length) : bytes.subarray(1, 1 + size))
    nearVariants(key.subarray(0, size), bytes, 1, variant => test('near', variant))
  }

  return {
    keepWord(units: Uint16Array, start: number, end: number): void {
      const length = end - start
      if (!kinds.near || length < strangeUnitsMin || length > keyBytesMax || count === strangeMax) {
        return
      }
      for (let at = 0; at < length; at += 1) {
        texts[count * keyBytesMax + at] = units[start + at] ?? 0
      }
      lengths[count] = length
      count += 1
    },
    /** Keeps the eight digits in the buffer. */
    keepDate(): void {
      if (!kinds.near || count === strangeMax) return
      for (let at = 0; at < 8; at += 1) texts[count * keyBytesMax + at] = bytes[1 + at] ?? 0
      lengths[count] = 8
      count += 1
    },
    test(): void {
      for (let index = 0; index < count; index += 1) {
        testOne(index * keyBytesMax, lengths[index] ?? 0)
      }
    },
    reset(): void {
      count = 0
    },
  }
}

function lengthsOf(shapes: ReadonlySet<number> | undefined): number {
  let bits = 0
  for (const shape of shapes ?? []) bits |= 1 << Math.floor(shape / 2 ** 24)
  return shapes === undefined ? -1 : bits
}

/** The number that a part begins with: `03T00` is 3. */
function numberAt(units: Uint16Array, parts: Parts, part: number): number {
  let value = 0
  const stop = Math.min(parts.ends[part] ?? 0, (parts.starts[part] ?? 0) + 9)
  for (let at = parts.starts[part] ?? 0; at < stop; at += 1) {
    const digit = (units[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  return value
}
