/** One sliding window over the chains of all groups: which entries are inside, what they add up to, and when to look at the conditions. */
import { grownInts } from './arrays.ts'
import type { Bound } from './correlation.ts'
import { type Entries, none } from './entries.ts'
import type { Measure } from './measures.ts'

/** A correlation's condition on a window. */
export interface Check {
  /** Undefined counts entries. */
  readonly measure: Measure | undefined
  readonly holds: (value: number) => boolean
  /** Sees every value, also those that the condition does not hold for. */
  readonly observe: ((group: number, slot: number, value: number) => void) | undefined
  /** Takes what meets the condition: the window is from `first` to `slot`. */
  readonly fire: (group: number, slot: number, first: number, value: number) => void
}

/** The inside of a window is always the end of a group's chain: what is not older than its newest entry by more than the span. */
export class Window {
  readonly spanMs: number
  readonly measures: Measure[] = []
  readonly checks: Check[] = []
  readonly #entries: Entries
  readonly #named = new Map<string, Measure>()
  #firstOf = new Int32Array(0)
  #counts = new Int32Array(0)

  constructor(spanMs: number, entries: Entries) {
    this.spanMs = spanMs
    this.#entries = entries
  }

  /** The measure of that name, made where there is none. */
  measure(name: string, make: () => Measure): Measure {
    const known = this.#named.get(name)
    if (known) return known
    const measure = make()
    this.#named.set(name, measure)
    this.measures.push(measure)
    return measure
  }

  grow(count: number): void {
    const before = this.#firstOf.length
    this.#firstOf = grownInts(this.#firstOf, count)
    this.#firstOf.fill(none, before)
    this.#counts = grownInts(this.#counts, count)
    for (const measure of this.measures) measure.grow(this.#firstOf.length)
  }

  /** Takes in the newest entry of a group. */
  enter(group: number, slot: number): void {
    const entries = this.#entries
    const from = entries.time(slot) - this.spanMs
    let first = this.#firstOf[group] ?? none
    if (first === none) first = slot
    while (entries.time(first) < from) {
      this.#remove(group, first)
      first = entries.next(first)
    }
    this.#firstOf[group] = first
    this.#add(group, slot)
    this.#look(group, slot, first)
  }

  /** Takes in an entry that later ones are known after, as if it had come in time: looks at every window that it is in. */
  enterLate(group: number, slot: number): void {
    const entries = this.#entries
    const time = entries.time(slot)
    let first = this.#rewind(group, slot)
    for (
      let earlier = entries.previous(first);
      earlier !== none && entries.time(earlier) >= time - this.spanMs;
      earlier = entries.previous(first)
    ) {
      this.#add(group, earlier)
      first = earlier
    }
    this.#restart(group, first, slot)
    for (let each = slot; each !== none; each = entries.next(each)) {
      const from = entries.time(each) - this.spanMs
      this.#add(group, each)
      while (entries.time(first) < from) {
        this.#remove(group, first)
        first = entries.next(first)
      }
      if (time >= from) this.#look(group, each, first)
    }
    this.#firstOf[group] = first
  }

  /** Takes out what comes after `slot`; gives the first entry inside, `slot` itself where nothing before it is. */
  #rewind(group: number, slot: number): number {
    const entries = this.#entries
    const first = this.#firstOf[group] ?? none
    const inside = first === none ? Number.POSITIVE_INFINITY : entries.time(first)
    for (let each = entries.next(slot); each !== none; each = entries.next(each)) {
      if (entries.time(each) >= inside) this.#remove(group, each)
    }
    return inside <= entries.time(slot) ? first : slot
  }

  /** Gives up an entry that is about to leave its chain. */
  leave(group: number, slot: number): void {
    const first = this.#firstOf[group] ?? none
    if (first === none || this.#entries.time(slot) < this.#entries.time(first)) return
    this.#remove(group, slot)
    if (slot === first) this.#firstOf[group] = this.#entries.next(slot)
  }

  /** Takes back in what the window holds now that the group's newest entry is `newest`. */
  settle(group: number, newest: number): void {
    const entries = this.#entries
    const from = entries.time(newest) - this.spanMs
    let first = this.#firstOf[group] ?? none
    if (first === none) {
      this.#add(group, newest)
      first = newest
    }
    for (
      let earlier = entries.previous(first);
      earlier !== none && entries.time(earlier) >= from;
      earlier = entries.previous(first)
    ) {
      this.#add(group, earlier)
      first = earlier
    }
    this.#firstOf[group] = first
    this.#restart(group, first, none)
  }

  forget(group: number): void {
    this.#firstOf[group] = none
    for (const measure of this.measures) measure.forget(group)
  }

  /** Follows entries to their new slots. */
  move(places: Int32Array): void {
    for (let group = 0; group < this.#firstOf.length; group++) {
      const first = this.#firstOf[group] ?? none
      if (first !== none) this.#firstOf[group] = places[first] ?? none
    }
  }

  /** Begins anew what depends on order, with the entries from `first` up to, but without, `end`. */
  #restart(group: number, first: number, end: number): void {
    for (const measure of this.measures) {
      if (!measure.restart) continue
      measure.restart(group)
      for (let each = first; each !== end; each = this.#entries.next(each)) measure.add(group, each)
    }
  }

  #add(group: number, slot: number): void {
    this.#counts[group] = (this.#counts[group] ?? 0) + 1
    for (const measure of this.measures) measure.add(group, slot)
  }

  #remove(group: number, slot: number): void {
    this.#counts[group] = (this.#counts[group] ?? 0) - 1
    for (const measure of this.measures) measure.remove(group, slot)
  }

  #look(group: number, slot: number, first: number): void {
    for (const check of this.checks) {
      const { measure } = check
      const value = measure ? measure.value(group, slot) : (this.#counts[group] ?? 0)
      check.observe?.(group, slot, value)
      if (check.holds(value)) check.fire(group, slot, first, value)
    }
  }
}

const tests = {
  gt: n => value => value > n,
  gte: n => value => value >= n,
  lt: n => value => value < n,
  lte: n => value => value <= n,
  eq: n => value => value === n,
  neq: n => value => value < n || value > n,
} as const satisfies Record<Bound['comparison'], (n: number) => (value: number) => boolean>

/** Whether a value meets all bounds; NaN meets none. */
export function compileBounds(bounds: readonly Bound[]): (value: number) => boolean {
  const all = bounds.map(({ comparison, number }) => tests[comparison](number))
  const [only] = all
  return all.length === 1 && only ? only : value => all.every(test => test(value))
}
