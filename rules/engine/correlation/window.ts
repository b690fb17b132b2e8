/** One sliding window over the chains of all groups: which entries are inside, what they add up to, and when to look at the conditions. */
import { type Entries, none } from './entries.ts'
import { type Groups, laggingWord } from './groups.ts'
import type { Measure } from './measures.ts'

/** A correlation's condition on a window. */
export interface Check {
  /** The condition can hold for values from `low` to `high` only. */
  readonly low: number
  readonly high: number
  /** Sees every value, also those that the condition does not hold for. */
  readonly observe: ((group: number, slot: number, value: number) => void) | undefined
  /** Takes a value from `low` to `high`, of the window from `first` to `slot`. */
  readonly meet: (group: number, slot: number, first: number, value: number) => void
}

/** The conditions on one number; below `low` nobody is interested in it. */
interface Part {
  low: number
  readonly checks: Check[]
}

interface Measured extends Part {
  readonly name: string
  readonly measure: Measure
}

function addCheck(part: Part, check: Check): void {
  part.checks.push(check)
  part.low = Math.min(part.low, check.observe ? Number.NEGATIVE_INFINITY : check.low)
}

/** How far event time has come in all. */
export interface Clock {
  readonly now: number
}

/**
 * What is inside is always the end of a group's chain. While entries come in order of time, they leave in ring order, one after the
 * other. A group with entries that lagged behind event time is put right each time that it is looked at.
 */
export class Window {
  readonly spanMs: number
  readonly measures: Measure[] = []
  readonly #entries: Entries
  readonly #groups: Groups
  readonly #counting: Part = { low: Number.POSITIVE_INFINITY, checks: [] }
  readonly #measured: Measured[] = []
  /** The place of the first entry inside, and behind it of how many are. */
  readonly #place: number
  /** The first entry, in order of arrival, that event time has not left behind. */
  #inside = none

  constructor(spanMs: number, entries: Entries, groups: Groups) {
    this.spanMs = spanMs
    this.#entries = entries
    this.#groups = groups
    this.#place = groups.takeWords(2)
  }

  /** Looks at the number of entries. */
  checkCount(check: Check): void {
    addCheck(this.#counting, check)
  }

  /** Looks at the measure of that name, made where there is none. */
  check(check: Check, name: string, make: () => Measure): void {
    let part = this.#measured.find(known => known.name === name)
    if (!part) {
      part = { name, measure: make(), low: Number.POSITIVE_INFINITY, checks: [] }
      this.#measured.push(part)
      this.measures.push(part.measure)
    }
    addCheck(part, check)
  }

  /** A group has got its first entry. */
  begin(group: number): void {
    for (const measure of this.measures) measure.begin?.(group)
  }

  /** Lets go of what is older than the span. */
  pass(clock: Clock): void {
    const entries = this.#entries
    const from = clock.now - this.spanMs
    let slot = this.#inside
    if (slot === none) slot = entries.tail
    while (slot !== entries.head && entries.arrivedAt(slot) < from) {
      const group = entries.group(slot)
      if (group >= 0) this.#leaveInOrder(group, slot, from)
      slot = entries.after(slot)
    }
    this.#inside = slot
  }

  #leaveInOrder(group: number, slot: number, from: number): void {
    const { words, stride } = this.#groups
    const base = group * stride
    const at = base + this.#place
    if (words[base + laggingWord] !== 0) this.#trim(group, from)
    else if (words[at] === slot) {
      const { measures } = this
      for (let index = 0; index < measures.length; index++) measures[index]?.remove(group, slot)
      words[at] = this.#entries.next(slot)
      words[at + 1] = (words[at + 1] ?? 0) - 1
    }
  }

  /** Takes in the newest entry of a group without lagging entries, after `pass` to its time. */
  enter(group: number, slot: number): void {
    const { words, stride } = this.#groups
    const at = group * stride + this.#place
    let first = words[at] ?? none
    if (first === none) {
      first = slot
      words[at] = slot
    }
    const count = (words[at + 1] ?? 0) + 1
    words[at + 1] = count
    if (count >= this.#counting.low) this.#look(this.#counting, group, slot, first, count)
    const measured = this.#measured
    for (let index = 0; index < measured.length; index++) {
      const part = measured[index]
      if (!part) continue
      part.measure.add(group, slot)
      const value = part.measure.value(group, slot, count)
      if (value >= part.low) this.#look(part, group, slot, first, value)
    }
  }

  /** Takes in the newest entry of any group. */
  enterExactly(group: number, slot: number): void {
    const from = this.#entries.time(slot) - this.spanMs
    this.#trim(group, from)
    this.#extend(group, slot, from)
    this.#add(group, slot)
    this.#lookAtAll(group, slot)
  }

  /** Takes in an entry that later ones are known after, as if it had come in time: looks at every window that it is in. */
  enterLate(group: number, slot: number): void {
    const entries = this.#entries
    const time = entries.time(slot)
    this.#rewind(group, slot)
    this.#extend(group, slot, time - this.spanMs)
    for (const measure of this.measures) measure.rewind?.(group, slot)
    for (let each = slot; each !== none; each = entries.next(each)) {
      const from = entries.time(each) - this.spanMs
      this.#add(group, each)
      this.#trim(group, from)
      if (time >= from) this.#lookAtAll(group, each)
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
    if (inside > entries.time(slot)) this.#setFirst(group, none)
  }

  /** Takes back what is before `slot` and not older than `from`; `slot` becomes the first where nothing is. */
  #extend(group: number, slot: number, from: number): void {
    const entries = this.#entries
    let first = this.#first(group)
    if (first === none) first = slot
    let each = entries.previous(first)
    while (each !== none && entries.time(each) >= from) {
      this.#takeBack(group, each)
      first = each
      each = entries.previous(each)
    }
    this.#setFirst(group, first)
  }

  /** What depends on order has not forgotten it. */
  #takeBack(group: number, slot: number): void {
    this.#addCount(group, 1)
    for (const measure of this.measures) if (!measure.rewind) measure.add(group, slot)
  }

  /** Lets go of what is older than `from`. */
  #trim(group: number, from: number): void {
    const entries = this.#entries
    let first = this.#first(group)
    while (first !== none && entries.time(first) < from) {
      this.#remove(group, first)
      first = entries.next(first)
    }
    this.#setFirst(group, first)
  }

  /** Gives up an entry that is about to leave its chain. */
  leave(group: number, slot: number): void {
    const first = this.#first(group)
    if (first === none || this.#entries.time(slot) < this.#entries.time(first)) return
    this.#remove(group, slot)
    if (slot === first) this.#setFirst(group, this.#entries.next(slot))
  }

  /** The entry that arrived first is about to be given up. */
  shift(slot: number): void {
    if (this.#inside === slot) this.#inside = this.#entries.after(slot)
  }

  /** Fills the window of a group as it was when its newest entry came. */
  settle(group: number): void {
    const newest = this.#groups.newest(group)
    this.#extend(group, newest, this.#entries.time(newest) - this.spanMs)
    this.#add(group, newest)
    this.#order(group)
  }

  #first(group: number): number {
    const { words, stride } = this.#groups
    return words[group * stride + this.#place] ?? none
  }

  #setFirst(group: number, slot: number): void {
    const { words, stride } = this.#groups
    words[group * stride + this.#place] = slot
  }

  #count(group: number): number {
    const { words, stride } = this.#groups
    return words[group * stride + this.#place + 1] ?? 0
  }

  #addCount(group: number, change: number): void {
    const { words, stride } = this.#groups
    const at = group * stride + this.#place + 1
    words[at] = (words[at] ?? 0) + change
  }

  /** Tells what depends on order of the whole chain. */
  #order(group: number): void {
    const entries = this.#entries
    for (const measure of this.measures) {
      if (!measure.rewind) continue
      measure.begin?.(group)
      let each = this.#groups.oldest(group)
      for (; each !== none; each = entries.next(each)) measure.add(group, each)
    }
  }

  #add(group: number, slot: number): void {
    this.#addCount(group, 1)
    const { measures } = this
    for (let index = 0; index < measures.length; index++) measures[index]?.add(group, slot)
  }

  #remove(group: number, slot: number): void {
    this.#addCount(group, -1)
    const { measures } = this
    for (let index = 0; index < measures.length; index++) measures[index]?.remove(group, slot)
  }

  #lookAtAll(group: number, slot: number): void {
    const first = this.#first(group)
    const count = this.#count(group)
    this.#look(this.#counting, group, slot, first, count)
    for (const part of this.#measured) {
      this.#look(part, group, slot, first, part.measure.value(group, slot, count))
    }
  }

  #look({ checks }: Part, group: number, slot: number, first: number, value: number): void {
    for (let index = 0; index < checks.length; index++) {
      const check = checks[index]
      if (!check) continue
      check.observe?.(group, slot, value)
      if (value >= check.low && value <= check.high) check.meet(group, slot, first, value)
    }
  }
}
