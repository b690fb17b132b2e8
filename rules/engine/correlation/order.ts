/** What temporal correlations measure: how many of the rules are in the window, and how far they got in order. */
import { grownFloats, grownInts } from './arrays.ts'
import type { Entries } from './entries.ts'
import type { Measure } from './measures.ts'

/** How many different rules have an entry in the window. */
export class PresentMeasure implements Measure {
  readonly #entries: Entries
  readonly #rules: number
  #counts = new Int32Array(0)
  #present = new Int32Array(0)

  constructor(entries: Entries, rules: number) {
    this.#entries = entries
    this.#rules = rules
  }

  add(group: number, slot: number): void {
    const place = group * this.#rules + this.#entries.ordinal(slot)
    const count = this.#counts[place] ?? 0
    this.#counts[place] = count + 1
    if (count === 0) this.#present[group] = (this.#present[group] ?? 0) + 1
  }

  remove(group: number, slot: number): void {
    const place = group * this.#rules + this.#entries.ordinal(slot)
    const count = (this.#counts[place] ?? 0) - 1
    this.#counts[place] = count
    if (count === 0) this.#present[group] = (this.#present[group] ?? 0) - 1
  }

  value(group: number): number {
    return this.#present[group] ?? 0
  }

  grow(count: number): void {
    this.#counts = grownInts(this.#counts, count * this.#rules)
    this.#present = grownInts(this.#present, count)
  }

  forget(): void {}
}

const never = Number.NEGATIVE_INFINITY

/**
 * How many of the rules, from the first on, have entries in the window whose times do not decrease. For each rule it keeps the latest
 * start that a sequence up to it can have: a sequence is in the window exactly when that start is. Equal times are in order.
 */
export class OrderedMeasure implements Measure {
  readonly #entries: Entries
  readonly #rules: number
  readonly #spanMs: number
  #starts = new Float64Array(0)
  #lastAt = new Float64Array(0)

  constructor(entries: Entries, rules: number, spanMs: number) {
    this.#entries = entries
    this.#rules = rules
    this.#spanMs = spanMs
  }

  add(group: number, slot: number): void {
    const base = group * this.#rules
    const time = this.#entries.time(slot)
    let ordinal = this.#entries.ordinal(slot)
    this.#lastAt[base + ordinal] = time
    if (ordinal === 0) this.#starts[base] = time
    else this.#follow(base + ordinal)
    // Entries of later rules at the same time may follow this one.
    while (++ordinal < this.#rules && this.#lastAt[base + ordinal] === time) {
      this.#follow(base + ordinal)
    }
  }

  #follow(place: number): void {
    const start = this.#starts[place - 1] ?? never
    if (start > (this.#starts[place] ?? never)) this.#starts[place] = start
  }

  remove(): void {}

  value(group: number, slot: number): number {
    const base = group * this.#rules
    const from = this.#entries.time(slot) - this.#spanMs
    let length = this.#rules
    while (length > 0 && (this.#starts[base + length - 1] ?? never) < from) length--
    return length
  }

  grow(count: number): void {
    this.#starts = grownFloats(this.#starts, count * this.#rules, never)
    this.#lastAt = grownFloats(this.#lastAt, count * this.#rules, never)
  }

  forget(group: number): void {
    this.restart(group)
  }

  restart(group: number): void {
    this.#starts.fill(never, group * this.#rules, (group + 1) * this.#rules)
    this.#lastAt.fill(never, group * this.#rules, (group + 1) * this.#rules)
  }

  save(group: number): unknown {
    const part = (all: Float64Array) =>
      [...all.subarray(group * this.#rules, (group + 1) * this.#rules)].map(time =>
        time === never ? null : time,
      )
    return [part(this.#starts), part(this.#lastAt)]
  }

  load(group: number, saved: unknown): void {
    if (!Array.isArray(saved)) return
    for (const [index, all] of [this.#starts, this.#lastAt].entries()) {
      const part: unknown = saved[index]
      for (const [ordinal, time] of (Array.isArray(part) ? part : []).entries()) {
        if (ordinal < this.#rules && typeof time === 'number')
          all[group * this.#rules + ordinal] = time
      }
    }
  }
}
