/** What windows count beside their entries, kept up to date as entries come and go. Every measure is a function of the entries in the window only. */
import { grownFloats, grownInts } from './arrays.ts'
import { type NumberColumn, odd, type ValueColumn } from './columns.ts'
import { SortedNumbers } from './sorted-numbers.ts'

/** A number per group over the entries in its window. NaN where there is none: no condition holds then. */
export interface Measure {
  add(group: number, slot: number): void
  remove(group: number, slot: number): void
  /** The number now that `slot` is the newest of so many entries in the window. */
  value(group: number, slot: number, entries: number): number
  /** Makes room for groups below `count`. */
  grow(count: number): void
  /** Forgets a group that has no entries. */
  forget(group: number): void
  /** Only of measures that depend on the order of entries: goes back to before `slot` was added, and all after it. */
  readonly rewind?: (group: number, slot: number) => void
  /** Only of measures that remember more than the entries tell. */
  readonly save?: (group: number) => unknown
  readonly load?: (group: number, saved: unknown) => void
}

/** Whole numbers of 32 bits are summed as they are. Larger ones and fractions are split into units of this size and millionths, both whole. */
const unit = 2 ** 13
const fraction = 1_000_000
const oddStride = 3

/**
 * Sums and averages. Exact: whole numbers are added as they are, others as whole units and whole millionths, so that no order of
 * adding and removing changes the result. Numbers are taken to six decimals.
 */
export class SumMeasure implements Measure {
  readonly #column: NumberColumn
  readonly #isAverage: boolean
  /** Of the numbers of 32 bits. */
  #sums = new Float64Array(0)
  /** Per group the units and millionths of all others, and the entries without a number; empty until there are any. */
  #odd = new Float64Array(0)

  constructor(column: NumberColumn, isAverage: boolean) {
    this.#column = column
    this.#isAverage = isAverage
  }

  add(group: number, slot: number): void {
    const value = this.#column.small[slot] ?? odd
    if (value === odd) this.#applyOdd(group, this.#column.value(slot), 1)
    else this.#sums[group] = (this.#sums[group] ?? 0) + value
  }

  remove(group: number, slot: number): void {
    const value = this.#column.small[slot] ?? odd
    if (value === odd) this.#applyOdd(group, this.#column.value(slot), -1)
    else this.#sums[group] = (this.#sums[group] ?? 0) - value
  }

  #applyOdd(group: number, value: number, sign: number): void {
    this.#odd = grownFloats(this.#odd, this.#sums.length * oddStride)
    const at = group * oddStride
    if (Number.isNaN(value)) {
      this.#odd[at + 2] = (this.#odd[at + 2] ?? 0) + sign
      return
    }
    const units = Math.trunc(value / unit)
    const rest = Math.round((value - units * unit) * fraction)
    this.#odd[at] = (this.#odd[at] ?? 0) + sign * units
    this.#odd[at + 1] = (this.#odd[at + 1] ?? 0) + sign * rest
  }

  value(group: number, _slot: number, entries: number): number {
    const sum = this.#sums[group] ?? 0
    if (this.#odd.length === 0) return this.#isAverage ? sum / entries : sum
    const at = group * oddStride
    const numbers = entries - (this.#odd[at + 2] ?? 0)
    if (numbers === 0) return Number.NaN
    const whole = sum + (this.#odd[at] ?? 0) * unit
    const all = joined(whole, this.#odd[at + 1] ?? 0)
    return this.#isAverage ? all / numbers : all
  }

  grow(count: number): void {
    this.#sums = grownFloats(this.#sums, count)
    if (this.#odd.length > 0) this.#odd = grownFloats(this.#odd, this.#sums.length * oddStride)
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
  /** The word of the pairs in which this counts. */
  readonly #counter: number
  /** Per group: how many distinct values, or how many values in all of a share. */
  #totals = new Int32Array(0)

  constructor(column: ValueColumn, isShare: boolean) {
    this.#column = column
    this.#isShare = isShare
    this.#counter = column.pairs.addCounter()
  }

  add(group: number, slot: number): void {
    const pair = this.#column.single(slot)
    if (pair >= 0) this.#addPair(group, pair)
    else for (const each of this.#column.several(slot) ?? []) this.#addPair(group, each)
  }

  #addPair(group: number, pair: number): void {
    const { words, stride } = this.#column.pairs
    const at = pair * stride + this.#counter
    const count = words[at] ?? 0
    words[at] = count + 1
    if (count === 0 || this.#isShare) this.#totals[group] = (this.#totals[group] ?? 0) + 1
  }

  remove(group: number, slot: number): void {
    const pair = this.#column.single(slot)
    if (pair >= 0) this.#removePair(group, pair)
    else for (const each of this.#column.several(slot) ?? []) this.#removePair(group, each)
  }

  #removePair(group: number, pair: number): void {
    const { words, stride } = this.#column.pairs
    const at = pair * stride + this.#counter
    const count = (words[at] ?? 0) - 1
    words[at] = count
    if (count === 0 || this.#isShare) this.#totals[group] = (this.#totals[group] ?? 0) - 1
  }

  value(group: number, slot: number): number {
    const total = this.#totals[group] ?? 0
    if (!this.#isShare) return total
    const pair = this.#column.single(slot)
    if (pair < 0) return Number.NaN
    const { words, stride } = this.#column.pairs
    return ((words[pair * stride + this.#counter] ?? 0) * 100) / total
  }

  grow(count: number): void {
    this.#totals = grownInts(this.#totals, count)
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
    const value = this.#column.value(slot)
    if (Number.isNaN(value)) return
    let sorted = this.#sorted[group]
    if (!sorted) {
      sorted = new SortedNumbers()
      this.#sorted[group] = sorted
    }
    sorted.add(value)
  }

  remove(group: number, slot: number): void {
    const value = this.#column.value(slot)
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
