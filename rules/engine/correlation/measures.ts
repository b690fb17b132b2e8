/** What windows count beside their entries, kept up to date as entries come and go. Every measure is a function of the entries in the window only. */
import { grownFloats, grownInts } from './arrays.ts'
import type { NumberColumn, ValueColumn } from './columns.ts'
import { SortedNumbers } from './sorted-numbers.ts'

/** A number per group over the entries in its window. NaN where there is none: no condition holds then. */
export interface Measure {
  add(group: number, slot: number): void
  remove(group: number, slot: number): void
  /** The number now that `slot` is the newest entry of the window. */
  value(group: number, slot: number): number
  /** Makes room for groups below `count`. */
  grow(count: number): void
  /** Forgets a group that has no entries. */
  forget(group: number): void
  /** Only of measures that depend on the order of entries: begins anew before entries are added in order. */
  readonly restart?: (group: number) => void
  /** Only of measures that remember more than the entries tell. */
  readonly save?: (group: number) => unknown
  readonly load?: (group: number, saved: unknown) => void
}

/** Whole numbers of 32 bits are summed as they are. Larger ones and fractions are split into units of this size and millionths, both whole. */
const unit = 2 ** 13
const fraction = 1_000_000

/**
 * Sums and averages. Exact: whole numbers are added as they are, others as whole units and whole millionths, so that no order of
 * adding and removing changes the result. Numbers are taken to six decimals.
 */
export class SumMeasure implements Measure {
  readonly #column: NumberColumn
  readonly #isAverage: boolean
  /** Two per group: the sum, and of how many numbers. */
  #sums = new Float64Array(0)
  /** Two per group; empty until a number needs them. */
  #parts = new Float64Array(0)

  constructor(column: NumberColumn, isAverage: boolean) {
    this.#column = column
    this.#isAverage = isAverage
  }

  add(group: number, slot: number): void {
    this.#apply(group * 2, this.#column.values[slot] ?? Number.NaN, 1)
  }

  remove(group: number, slot: number): void {
    this.#apply(group * 2, this.#column.values[slot] ?? Number.NaN, -1)
  }

  #apply(at: number, value: number, sign: number): void {
    const sums = this.#sums
    // Only whole numbers of 32 bits equal themselves so; NaN does not.
    if (value === (value | 0)) {
      sums[at] = (sums[at] ?? 0) + sign * value
      sums[at + 1] = (sums[at + 1] ?? 0) + sign
    } else if (!Number.isNaN(value)) {
      this.#applyParts(at, value, sign)
    }
  }

  #applyParts(at: number, value: number, sign: number): void {
    this.#sums[at + 1] = (this.#sums[at + 1] ?? 0) + sign
    this.#parts = grownFloats(this.#parts, this.#sums.length)
    const units = Math.trunc(value / unit)
    const rest = Math.round((value - units * unit) * fraction)
    this.#parts[at] = (this.#parts[at] ?? 0) + sign * units
    this.#parts[at + 1] = (this.#parts[at + 1] ?? 0) + sign * rest
  }

  value(group: number): number {
    const count = this.#sums[group * 2 + 1] ?? 0
    if (count === 0) return Number.NaN
    let sum = this.#sums[group * 2] ?? 0
    if (this.#parts.length > 0) {
      const units = this.#parts[group * 2] ?? 0
      sum = joined(sum + units * unit, this.#parts[group * 2 + 1] ?? 0)
    }
    return this.#isAverage ? sum / count : sum
  }

  grow(count: number): void {
    this.#sums = grownFloats(this.#sums, count * 2)
    if (this.#parts.length > 0) this.#parts = grownFloats(this.#parts, this.#sums.length)
  }

  forget(): void {}
}

/** A whole number and whole millionths as one number, rounded once where that is possible. */
function joined(whole: number, millionths: number): number {
  const all = whole * fraction + millionths
  if (Number.isSafeInteger(all)) return all / fraction
  const carried = whole + Math.trunc(millionths / fraction)
  const rest = millionths % fraction
  if (carried > 0 && rest < 0) return carried - 1 + (rest + fraction) / fraction
  if (carried < 0 && rest > 0) return carried + 1 + (rest - fraction) / fraction
  return carried + rest / fraction
}

/** How many distinct values, or how large the share of the newest entry's value is, in percent. */
export class ValuesMeasure implements Measure {
  readonly #column: ValueColumn
  readonly #isShare: boolean
  #pairCounts = new Int32Array(64)
  #distinct = new Int32Array(0)
  #entries = new Int32Array(0)

  constructor(column: ValueColumn, isShare: boolean) {
    this.#column = column
    this.#isShare = isShare
  }

  add(group: number, slot: number): void {
    const pair = this.#column.single(slot)
    if (pair >= 0) this.#addPair(group, pair)
    else for (const each of this.#column.several(slot) ?? []) this.#addPair(group, each)
  }

  #addPair(group: number, pair: number): void {
    if (pair >= this.#pairCounts.length) {
      this.#pairCounts = grownInts(this.#pairCounts, this.#column.pairs.end)
    }
    const count = this.#pairCounts[pair] ?? 0
    this.#pairCounts[pair] = count + 1
    this.#entries[group] = (this.#entries[group] ?? 0) + 1
    if (count === 0) this.#distinct[group] = (this.#distinct[group] ?? 0) + 1
  }

  remove(group: number, slot: number): void {
    const pair = this.#column.single(slot)
    if (pair >= 0) this.#removePair(group, pair)
    else for (const each of this.#column.several(slot) ?? []) this.#removePair(group, each)
  }

  #removePair(group: number, pair: number): void {
    const count = (this.#pairCounts[pair] ?? 0) - 1
    this.#pairCounts[pair] = count
    this.#entries[group] = (this.#entries[group] ?? 0) - 1
    if (count === 0) this.#distinct[group] = (this.#distinct[group] ?? 0) - 1
  }

  value(group: number, slot: number): number {
    if (!this.#isShare) return this.#distinct[group] ?? 0
    const count = this.#pairCounts[this.#column.single(slot)] ?? 0
    return count === 0 ? Number.NaN : (count * 100) / (this.#entries[group] ?? 1)
  }

  grow(count: number): void {
    this.#distinct = grownInts(this.#distinct, count)
    this.#entries = grownInts(this.#entries, count)
  }

  forget(): void {}
}

/** The number below which a percentage of the numbers lies, between two of them where it falls between (linear interpolation). */
export class PercentileMeasure implements Measure {
  readonly #column: NumberColumn
  readonly #percentile: number
  readonly #sorted: (SortedNumbers | undefined)[] = []

  constructor(column: NumberColumn, percentile: number) {
    this.#column = column
    this.#percentile = percentile
  }

  add(group: number, slot: number): void {
    const value = this.#column.values[slot] ?? Number.NaN
    if (Number.isNaN(value)) return
    let sorted = this.#sorted[group]
    if (!sorted) {
      sorted = new SortedNumbers()
      this.#sorted[group] = sorted
    }
    sorted.add(value)
  }

  remove(group: number, slot: number): void {
    const value = this.#column.values[slot] ?? Number.NaN
    if (!Number.isNaN(value)) this.#sorted[group]?.remove(value)
  }

  value(group: number): number {
    return this.#sorted[group]?.percentile(this.#percentile) ?? Number.NaN
  }

  grow(count: number): void {
    for (let group = this.#sorted.length; group < count; group++) this.#sorted.push(undefined)
  }

  forget(group: number): void {
    this.#sorted[group] = undefined
  }
}
