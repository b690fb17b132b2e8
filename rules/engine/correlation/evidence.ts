/** One firing of a correlation, and which events stand behind it: the newest of its window, and of temporal correlations one for each rule that was found. */
import type { CorrelationResult } from './correlation.ts'
import { none } from './entries.ts'
import type { Stream } from './stream.ts'

/** How far a temporal correlation looks back for the events of its rules beyond the newest ones. */
const stepsMax = 1000

/** A window for which a condition held, from the entry `first` to the entry `slot`. */
export interface Held {
  readonly slot: number
  readonly first: number
  readonly value: number
}

/** What a correlation found. Its evidence is looked up only when it is asked for. */
export class Firing implements CorrelationResult {
  readonly rule: number
  readonly time: number
  readonly startedAt: number
  readonly group: Readonly<Record<string, string>>
  readonly value: number
  readonly #stream: Stream
  readonly #slot: number
  readonly #first: number
  readonly #offset: number
  readonly #last: number
  readonly #known: number
  readonly #max: number

  constructor(
    told: Pick<CorrelationResult, 'rule' | 'time' | 'group'>,
    { slot, first, value }: Held,
    stream: Stream,
    max: number,
  ) {
    const { entries } = stream
    this.rule = told.rule
    this.time = told.time
    this.startedAt = entries.time(first)
    this.group = told.group
    this.value = value
    this.#stream = stream
    this.#slot = slot
    this.#first = first
    this.#offset = entries.offset(slot)
    this.#last = entries.sequence(slot)
    this.#known = entries.nextSequence
    this.#max = max
  }

  offsets(): readonly number[] {
    // The wait for an absence may have been the last that its entry was needed for.
    if (!this.#stream.entries.has(this.#slot, this.#last)) return [this.#offset]
    const offsets = this.#stream.isTemporal ? this.#newestOfRules() : this.#newest()
    return offsets.length === 0 ? [this.#offset] : offsets.reverse()
  }

  /** What the same event brought after this result is not behind it. */
  #isBehind(slot: number): boolean {
    return this.#stream.entries.sequence(slot) < this.#known
  }

  #newest(): number[] {
    const { entries } = this.#stream
    const offsets: number[] = []
    let each = this.#slot
    for (; each !== none && offsets.length < this.#max; each = entries.previous(each)) {
      if (this.#isBehind(each)) offsets.push(entries.offset(each))
      if (each === this.#first) break
    }
    return offsets
  }

  #newestOfRules(): number[] {
    const { entries } = this.#stream
    const offsets: number[] = []
    const isSeen: boolean[] = []
    let missing = this.value
    let before: number | undefined
    let each = this.#slot
    for (let step = 0; each !== none && step < this.#max + stepsMax; step++) {
      if (this.#isBehind(each)) {
        const ordinal = entries.ordinal(each)
        const offset = entries.offset(each)
        // An event that fired several of the rules has its entries side by side.
        if ((offsets.length < this.#max || !isSeen[ordinal]) && offset !== before)
          offsets.push(offset)
        if (!isSeen[ordinal]) missing--
        isSeen[ordinal] = true
        before = offset
      }
      if (each === this.#first || (offsets.length >= this.#max && missing <= 0)) break
      each = entries.previous(each)
    }
    return offsets
  }
}
