/** What windows count beside their entries, kept up to date as entries come and go. Every measure is a function of the entries in the window only. */
import { grownFloats } from './arrays.ts'
import { type NumberColumn, odd, type ValueColumn } from './columns.ts'
import type { Groups } from './groups.ts'
import { SortedNumbers } from './sorted-numbers.ts'
import { Tally } from './tally.ts'

/** A number per group over the entries in its window. NaN where there is none: no condition holds then. */
export interface Measure {
  add(group: number, slot: number): void
  remove(group: number, slot: number): void
  /** The number now that `slot` is the newest of so many entries in the window. */
  value(group: number, slot: number, entries: number): number
  /** Only of measures that begin with more than zeros in the group's words, or keep something beside them. */
  readonly begin?: (group: number) => void
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
  readonly #groups: Groups
  readonly #isAverage: boolean
  /** The place of the sum of the numbers of 32 bits. */
  readonly #place: number
  /** Per group the units and millionths of all others, and the entries without a number; empty until there are any. */
  #odd = new Float64Array(0)

  constructor(column: NumberColumn, groups: Groups, isAverage: boolean) {
    this.#column = column
    this.#groups = groups
    this.#isAverage = isAverage
    this.#place = groups.takeFloats(1)
  }

  add(group: number, slot: number): void {
    const value = this.#column.small(slot)
    if (value === odd) this.#applyOdd(group, this.#column.value(slot), 1)
    else this.#apply(group, value)
  }

  remove(group: number, slot: number): void {
    const value = this.#column.small(slot)
    if (value === odd) this.#applyOdd(group, this.#column.value(slot), -1)
    else this.#apply(group, -value)
  }

  #apply(group: number, value: number): void {
    const { floats, stride } = this.#groups
    const at = ((group * stride) >> 1) + this.#place
    floats[at] = (floats[at] ?? 0) + value
  }

  #sum(group: number): number {
    const { floats, stride } = this.#groups
    return floats[((group * stride) >> 1) + this.#place] ?? 0
  }

  #applyOdd(group: number, value: number, sign: number): void {
    const at = group * oddStride
    this.#odd = grownFloats(this.#odd, at + oddStride)
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
    const sum = this.#sum(group)
    if (this.#odd.length === 0) return this.#isAverage ? sum / entries : sum
    const at = group * oddStride
    const numbers = entries - (this.#odd[at + 2] ?? 0)
    if (numbers === 0) return Number.NaN
    const whole = sum + (this.#odd[at] ?? 0) * unit
    const all = joined(whole, this.#odd[at + 1] ?? 0)
    return this.#isAverage ? all / numbers : all
  }
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
  readonly #groups: Groups
  readonly #isShare: boolean
  readonly #tally = new Tally()
  /** The place of how many distinct values, or how many values in all of a share. */
  readonly #place: number

  constructor(column: ValueColumn, groups: Groups, isShare: boolean) {
    this.#column = column
    this.#groups = groups
    this.#isShare = isShare
    this.#place = groups.takeWords(1)
  }

  add(group: number, slot: number): void {
    const value = this.#column.single(slot)
    if (value >= 0) this.#addValue(group, value)
    else for (const each of this.#column.several(slot) ?? []) this.#addValue(group, each)
  }

  #addValue(group: number, value: number): void {
    const count = this.#tally.add(group, value)
    if (count === 1 || this.#isShare) this.#addTotal(group, 1)
  }

  remove(group: number, slot: number): void {
    const value = this.#column.single(slot)
    if (value >= 0) this.#removeValue(group, value)
    else for (const each of this.#column.several(slot) ?? []) this.#removeValue(group, each)
  }

  #removeValue(group: number, value: number): void {
    const count = this.#tally.remove(group, value)
    if (count === 0 || this.#isShare) this.#addTotal(group, -1)
  }

  #addTotal(group: number, change: number): void {
    const { words, stride } = this.#groups
    const at = group * stride + this.#place
    words[at] = (words[at] ?? 0) + change
  }

  value(group: number, slot: number): number {
    const { words, stride } = this.#groups
    const total = words[group * stride + this.#place] ?? 0
    if (!this.#isShare) return total
    const value = this.#column.single(slot)
    return value < 0 ? Number.NaN : (this.#tally.count(group, value) * 100) / total
  }
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

  begin(group: number): void {
    this.#sorted[group] = new SortedNumbers()
  }

  add(group: number, slot: number): void {
    const value = this.#column.value(slot)
    if (!Number.isNaN(value)) this.#sorted[group]?.add(value)
  }

  remove(group: number, slot: number): void {
    const value = this.#column.value(slot)
    if (!Number.isNaN(value)) this.#sorted[group]?.remove(value)
  }

  value(group: number): number {
    return this.#sorted[group]?.percentile(this.#percentile) ?? Number.NaN
  }
}
