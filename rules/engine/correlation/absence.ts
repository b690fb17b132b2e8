/** Waits for what does not come: fires for each entry that no entry of the last rule follows within the span. */
import { type Entries, none } from './entries.ts'

/** What an absence is held to. */
export interface AbsenceOptions {
  /** The ordinal of the rule that must follow. */
  readonly awaited: number
  readonly spanMs: number
  /** The bit that marks an entry as settled. */
  readonly bit: number
  /** Takes an entry whose wait was in vain. */
  readonly fire: (group: number, slot: number) => void
}

/** One wait per entry. An entry is settled when its answer comes, or when its span and the allowance have passed since it arrived. */
export class Absence {
  readonly #entries: Entries
  readonly #options: AbsenceOptions
  readonly #waitMs: number
  /** How many of the entries, in order of arrival, are past their wait. */
  #passed = 0

  constructor(entries: Entries, allowedLatenessMs: number, options: AbsenceOptions) {
    this.#entries = entries
    this.#options = options
    this.#waitMs = options.spanMs + allowedLatenessMs
  }

  /** Settles what a new entry answers, or the entry itself where its answer came before it. */
  enter(slot: number): void {
    if (this.#entries.ordinal(slot) === this.#options.awaited) this.#answer(slot)
    else if (this.#isAnswered(slot)) this.#entries.mark(slot, this.#options.bit)
  }

  #answer(slot: number): void {
    const { awaited, spanMs, bit } = this.#options
    const entries = this.#entries
    const from = entries.time(slot) - spanMs
    let each = entries.previous(slot)
    for (; each !== none && entries.time(each) >= from; each = entries.previous(each)) {
      // What an earlier answer did not settle is too old for this one as well.
      if (entries.ordinal(each) === awaited) return
      entries.mark(each, bit)
    }
  }

  /** An answer at the same time counts. */
  #isAnswered(slot: number): boolean {
    const { awaited, spanMs } = this.#options
    const entries = this.#entries
    const time = entries.time(slot)
    let each = entries.previous(slot)
    for (; each !== none && entries.time(each) === time; each = entries.previous(each)) {
      if (entries.ordinal(each) === awaited) return true
    }
    each = entries.next(slot)
    for (; each !== none && entries.time(each) <= time + spanMs; each = entries.next(each)) {
      if (entries.ordinal(each) === awaited) return true
    }
    return false
  }

  /** The ring has given up its oldest entry. */
  shift(): void {
    if (this.#passed > 0) this.#passed--
  }

  /** When event time must have passed for the next wait to be over. */
  due(): number {
    if (this.#passed >= this.#entries.size) return Number.POSITIVE_INFINITY
    return this.#entries.arrivedAt(this.#entries.at(this.#passed)) + this.#waitMs
  }

  /** Passes over waits that were over by `clock` already before the state was saved. */
  skip(clock: number): void {
    while (this.due() < clock) this.#passed++
  }

  /** Ends the waits that are over by `clock`. */
  run(clock: number): void {
    const { awaited, bit, fire } = this.#options
    const entries = this.#entries
    while (this.due() < clock) {
      const slot = entries.at(this.#passed++)
      const isWaiting = (entries.marks(slot) & bit) === 0 && entries.ordinal(slot) !== awaited
      const group = entries.group(slot)
      if (isWaiting && group !== none) fire(group, slot)
    }
  }
}
