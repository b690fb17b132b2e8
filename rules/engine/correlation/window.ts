/** One sliding window over the chains of all groups: which entries are inside, what they add up to, and when to look at the conditions. */
import { grownInts } from './arrays.ts'
import { type Entries, none } from './entries.ts'
import type { Measure } from './measures.ts'

/** A correlation's condition on a window. */
export interface Check {
  /** Undefined counts entries. */
  readonly measure: Measure | undefined
  /** The condition can hold for values from `low` to `high` only. */
  readonly low: number
  readonly high: number
  /** Sees every value, also those that the condition does not hold for. */
  readonly observe: ((group: number, slot: number, value: number) => void) | undefined
  /** Takes a value from `low` to `high`, of the window from `first` to `slot`. */
  readonly meet: (group: number, slot: number, first: number, value: number) => void
}

/** Words per group: the first entry inside, and how many are. */
const groupStride = 2

/**
 * What is inside is always the end of a group's chain. While entries come in order of time, they leave in ring order, one after the
 * other. A group with entries that lagged behind event time is put right each time that it is looked at.
 */
export class Window {
  readonly spanMs: number
  readonly measures: Measure[] = []
  readonly checks: Check[] = []
  readonly #entries: Entries
  readonly #named = new Map<string, Measure>()
  #groups = new Int32Array(0)
  /** How many of the entries, in order of arrival, event time has left behind. */
  #passed = 0

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

  /** Makes room for groups below `count`. */
  grow(count: number): void {
    const before = this.#groups.length
    this.#groups = grownInts(this.#groups, count * groupStride)
    for (let at = before; at < this.#groups.length; at += groupStride) this.#groups[at] = none
    for (const measure of this.measures) measure.grow(count)
  }

  /** Lets go of what is older than the span by `clock`. */
  pass(clock: number): void {
    const entries = this.#entries
    const from = clock - this.spanMs
    while (this.#passed < entries.size) {
      const slot = entries.at(this.#passed)
      if (entries.arrivedAt(slot) >= from) return
      this.#passed++
      const group = entries.group(slot)
      if (group === none) continue
      if (entries.laggingOf(group) > 0) this.#trim(group, from)
      else if (this.#first(group) === slot) {
        this.#remove(group, slot)
        this.#groups[group * groupStride] = entries.next(slot)
      }
    }
  }

  /** The ring has given up its oldest entry. */
  shift(): void {
    if (this.#passed > 0) this.#passed--
  }

  /** Takes in the newest entry of a group without lagging entries, after `pass` to its time. */
  enter(group: number, slot: number): void {
    const first = this.#first(group)
    if (first === none) this.#groups[group * groupStride] = slot
    this.#add(group, slot)
    this.#look(group, slot, first === none ? slot : first)
  }

  /** Takes in the newest entry of any group. */
  enterExactly(group: number, slot: number): void {
    const from = this.#entries.time(slot) - this.spanMs
    this.#trim(group, from)
    this.#extend(group, slot, from)
    this.#add(group, slot)
    this.#look(group, slot, this.#first(group))
  }

  /** Takes in an entry that later ones are known after, as if it had come in time: looks at every window that it is in. */
  enterLate(group: number, slot: number): void {
    const entries = this.#entries
    const time = entries.time(slot)
    this.#rewind(group, slot)
    this.#extend(group, slot, time - this.spanMs)
    for (let each = slot; each !== none; each = entries.next(each)) {
      const from = entries.time(each) - this.spanMs
      this.#add(group, each)
      this.#trim(group, from)
      if (time >= from) this.#look(group, each, this.#first(group))
    }
  }

  /** Takes out what comes after `slot`, which is not inside itself. */
  #rewind(group: number, slot: number): void {
    const entries = this.#entries
    const first = this.#first(group)
    const inside = first === none ? Number.POSITIVE_INFINITY : entries.time(first)
    for (let each = entries.next(slot); each !== none; each = entries.next(each)) {
      if (entries.time(each) >= inside) this.#remove(group, each)
    }
    if (inside > entries.time(slot)) this.#groups[group * groupStride] = none
  }

  /** Takes back what is before `slot` and not older than `from`; `slot` becomes the first where nothing is. */
  #extend(group: number, slot: number, from: number): void {
    const entries = this.#entries
    let first = this.#first(group)
    if (first === none) first = slot
    const before = first
    let each = entries.previous(first)
    while (each !== none && entries.time(each) >= from) {
      this.#add(group, each)
      first = each
      each = entries.previous(each)
    }
    this.#groups[group * groupStride] = first
    if (first !== before || entries.next(slot) !== none) this.#restart(group, first, slot)
  }

  /** Lets go of what is older than `from`. */
  #trim(group: number, from: number): void {
    const entries = this.#entries
    let first = this.#first(group)
    while (first !== none && entries.time(first) < from) {
      this.#remove(group, first)
      first = entries.next(first)
    }
    this.#groups[group * groupStride] = first
  }

  /** Gives up an entry that is about to leave its chain. */
  leave(group: number, slot: number): void {
    const first = this.#first(group)
    if (first === none || this.#entries.time(slot) < this.#entries.time(first)) return
    this.#remove(group, slot)
    if (slot === first) this.#groups[group * groupStride] = this.#entries.next(slot)
  }

  /** Fills the window of a group as it was when its newest entry came. */
  settle(group: number): void {
    const newest = this.#entries.newestOf(group)
    this.#extend(group, newest, this.#entries.time(newest) - this.spanMs)
    this.#add(group, newest)
  }

  forget(group: number): void {
    this.#groups[group * groupStride] = none
    for (const measure of this.measures) measure.forget(group)
  }

  /** Follows entries to their new slots. */
  move(places: Int32Array): void {
    for (let at = 0; at < this.#groups.length; at += groupStride) {
      const first = this.#groups[at] ?? none
      if (first !== none) this.#groups[at] = places[first] ?? none
    }
  }

  #first(group: number): number {
    return this.#groups[group * groupStride] ?? none
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
    const at = group * groupStride + 1
    this.#groups[at] = (this.#groups[at] ?? 0) + 1
    const { measures } = this
    for (let index = 0; index < measures.length; index++) measures[index]?.add(group, slot)
  }

  #remove(group: number, slot: number): void {
    const at = group * groupStride + 1
    this.#groups[at] = (this.#groups[at] ?? 0) - 1
    const { measures } = this
    for (let index = 0; index < measures.length; index++) measures[index]?.remove(group, slot)
  }

  #look(group: number, slot: number, first: number): void {
    const { checks } = this
    for (let index = 0; index < checks.length; index++) {
      const check = checks[index]
      if (!check) continue
      const { measure } = check
      const count = this.#groups[group * groupStride + 1] ?? 0
      const value = measure ? measure.value(group, slot) : count
      check.observe?.(group, slot, value)
      if (value >= check.low && value <= check.high) check.meet(group, slot, first, value)
    }
  }
}
