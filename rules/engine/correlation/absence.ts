/** Waits for what does not come: fires for each entry that no entry of the last rule follows within the span. */
import { type Entries, none } from './entries.ts'
import type { Clock } from './window.ts'

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
  /** The first entry, in order of arrival, that is not past its wait. */
  #waiting = none

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

  /** An entry is about to be given up. */
  leave(slot: number): void {
    if (this.#waiting === slot) this.#waiting = this.#entries.after(slot)
  }

  #first(): number {
    if (this.#waiting === none) this.#waiting = this.#entries.tail
    return this.#waiting
  }

  /** When event time must have passed for the next wait to be over. */
  due(): number {
    const slot = this.#first()
    if (slot === this.#entries.head) return Number.POSITIVE_INFINITY
    return this.#entries.arrivedAt(slot) + this.#waitMs
  }

  /** Passes over waits that were over by `clock` already before the state was saved. */
  skip(clock: Clock): void {
    while (this.due() < clock.now) this.#waiting = this.#entries.after(this.#waiting)
  }

  /** Ends the waits that are over by `clock`. */
  run(clock: Clock): void {
    const { awaited, bit, fire } = this.#options
    const entries = this.#entries
    while (this.due() < clock.now) {
      const slot = this.#waiting
      this.#waiting = entries.after(slot)
      const isWaiting = (entries.marks(slot) & bit) === 0 && entries.ordinal(slot) !== awaited
      const group = entries.group(slot)
      if (isWaiting && group >= 0) fire(group, slot)
    }
  }
}
