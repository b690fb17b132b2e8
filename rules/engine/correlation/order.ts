/** What temporal correlations measure: how many of the rules are in the window, and how far they got in order. */
import { type Entries, none } from './entries.ts'
import type { Groups } from './groups.ts'
import type { Measure } from './measures.ts'

/** How many different rules have an entry in the window. */
export class PresentMeasure implements Measure {
  readonly #entries: Entries
  readonly #groups: Groups
  /** The place of how many there are, and behind it of how many entries each rule has. */
  readonly #place: number

  constructor(entries: Entries, groups: Groups, rules: number) {
    this.#entries = entries
    this.#groups = groups
    this.#place = groups.takeWords(1 + rules)
  }

  add(group: number, slot: number): void {
    const { words, stride } = this.#groups
    const present = group * stride + this.#place
    const at = present + 1 + this.#entries.ordinal(slot)
    const count = words[at] ?? 0
    words[at] = count + 1
    if (count === 0) words[present] = (words[present] ?? 0) + 1
  }

  remove(group: number, slot: number): void {
    const { words, stride } = this.#groups
    const present = group * stride + this.#place
    const at = present + 1 + this.#entries.ordinal(slot)
    const count = (words[at] ?? 0) - 1
    words[at] = count
    if (count === 0) words[present] = (words[present] ?? 0) - 1
  }

  value(group: number): number {
    const { words, stride } = this.#groups
    return words[group * stride + this.#place] ?? 0
  }
}

const never = Number.NEGATIVE_INFINITY

/** For each entry the latest start of a sequence that ends with it. Follows from the entries: it is not saved. */
export class Starts {
  readonly #entries: Entries
  readonly #place: number

  constructor(entries: Entries) {
    this.#entries = entries
    this.#place = entries.takeFloats(1)
  }

  get(slot: number): number {
    const entries = this.#entries
    return entries.floats(slot)[entries.floatAt(slot) + this.#place] ?? never
  }

  set(slot: number, start: number): void {
    const entries = this.#entries
    entries.floats(slot)[entries.floatAt(slot) + this.#place] = start
  }
}

/**
 * How many of the rules, from the first on, have entries in the window whose times do not decrease. For each rule it keeps the latest
 * start that a sequence up to it can have: a sequence is in the window exactly when that start is. Equal times are in order.
 */
export class OrderedMeasure implements Measure {
  readonly #entries: Entries
  readonly #groups: Groups
  readonly #starts: Starts
  readonly #rules: number
  readonly #spanMs: number
  /** The place of the start of each rule, and behind them of the time of its last entry. */
  readonly #place: number

  constructor(entries: Entries, groups: Groups, rules: number, spanMs: number) {
    this.#entries = entries
    this.#groups = groups
    this.#starts = new Starts(entries)
    this.#rules = rules
    this.#spanMs = spanMs
    this.#place = groups.takeFloats(2 * rules)
  }

  #base(group: number): number {
    return ((group * this.#groups.stride) >> 1) + this.#place
  }

  begin(group: number): void {
    const base = this.#base(group)
    this.#groups.floats.fill(never, base, base + 2 * this.#rules)
  }

  add(group: number, slot: number): void {
    const { floats } = this.#groups
    const base = this.#base(group)
    const lastAt = base + this.#rules
    const time = this.#entries.time(slot)
    let ordinal = this.#entries.ordinal(slot)
    floats[lastAt + ordinal] = time
    if (ordinal === 0) floats[base] = time
    else follow(floats, base + ordinal)
    this.#starts.set(slot, floats[base + ordinal] ?? never)
    // Entries of later rules at the same time may follow this one.
    while (++ordinal < this.#rules && floats[lastAt + ordinal] === time) {
      follow(floats, base + ordinal)
      this.#correct(slot, ordinal, floats[base + ordinal] ?? never)
    }
  }

  /** Tells the entries of a rule at the same time as `slot` of a later start. */
  #correct(slot: number, ordinal: number, start: number): void {
    const entries = this.#entries
    const time = entries.time(slot)
    let each = entries.previous(slot)
    for (; each !== none && entries.time(each) === time; each = entries.previous(each)) {
      if (entries.ordinal(each) === ordinal) this.#starts.set(each, start)
    }
  }

  /** Goes back to how things were before what comes after `slot`, which is not added yet itself. */
  rewind(group: number, slot: number): void {
    const entries = this.#entries
    const { floats } = this.#groups
    const base = this.#base(group)
    const lastAt = base + this.#rules
    const time = entries.time(slot)
    const wanted = new Set<number>()
    for (let ordinal = 0; ordinal < this.#rules; ordinal++) {
      if ((floats[lastAt + ordinal] ?? never) <= time) continue
      wanted.add(ordinal)
      floats[base + ordinal] = never
      floats[lastAt + ordinal] = never
    }
    let each = entries.previous(slot)
    while (wanted.size > 0 && each !== none && entries.time(each) >= time - this.#spanMs) {
      const ordinal = entries.ordinal(each)
      if (wanted.delete(ordinal)) {
        floats[base + ordinal] = this.#starts.get(each)
        floats[lastAt + ordinal] = entries.time(each)
      }
      each = entries.previous(each)
    }
  }

  remove(): void {}

  value(group: number, slot: number): number {
    const { floats } = this.#groups
    const base = this.#base(group)
    const entries = this.#entries
    // What was forgotten is not counted, though the starts still tell of it.
    const oldest = entries.time(this.#groups.oldest(group))
    const from = Math.max(entries.time(slot) - this.#spanMs, oldest)
    let length = this.#rules
    while (length > 0 && (floats[base + length - 1] ?? never) < from) length--
    return length
  }

  save(group: number): unknown {
    const base = this.#base(group)
    const all = [...this.#groups.floats.subarray(base, base + 2 * this.#rules)]
    const numbers = all.map(time => (time === never ? null : time))
    return [numbers.slice(0, this.#rules), numbers.slice(this.#rules)]
  }

  load(group: number, saved: unknown): void {
    if (!Array.isArray(saved)) return
    const base = this.#base(group)
    for (const [index, part] of saved.slice(0, 2).entries()) {
      for (const [ordinal, time] of (Array.isArray(part) ? part : []).entries()) {
        if (ordinal < this.#rules && typeof time === 'number')
          this.#groups.floats[base + index * this.#rules + ordinal] = time
      }
    }
  }
}

/** The start of the rule before is one of this rule as well. */
function follow(floats: Float64Array, place: number): void {
  const start = floats[place - 1] ?? never
  if (start > (floats[place] ?? never)) floats[place] = start
}
