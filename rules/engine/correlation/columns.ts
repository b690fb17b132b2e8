/** What measures need to know of each remembered event: a number, or the values to count. Kept beside the ring of entries. */
import type { EventObject } from '../event.ts'
import type { CorrelatorCounts } from './correlation.ts'
import { firstText, joinKey, numberOf, textOf, type ValueReader, valueReader } from './fields.ts'
import { Pairs } from './pairs.ts'

/** A column beside the ring, kept at the ring's capacity. */
export interface Column {
  /** What it holds; columns of one name hold the same. */
  readonly name: string
  /** Takes what an event has for an entry. */
  write(slot: number, group: number, event: EventObject): void
  /** Goes to another capacity: what was at `slots[i]` goes to `i`. */
  move(slots: Int32Array, capacity: number): void
  save(slot: number): unknown
  load(slot: number, group: number, saved: unknown): void
}

/** Sums of so many numbers up to this size stay exact; larger ones are cut to it. */
const numberMax = 2 ** 46

/** One number per entry; NaN where the event has none. */
export class NumberColumn implements Column {
  readonly name: string
  readonly #read: ValueReader
  readonly #counts: CorrelatorCounts
  values: Float64Array = new Float64Array(0)

  constructor(field: string, counts: CorrelatorCounts) {
    this.name = `number ${field}`
    this.#read = valueReader(field)
    this.#counts = counts
  }

  write(slot: number, _group: number, event: EventObject): void {
    const value = this.#read(event)
    if (typeof value === 'number' && value <= numberMax && value >= -numberMax) {
      this.values[slot] = value
    } else this.values[slot] = this.#usable(numberOf(value))
  }

  #usable(value: number): number {
    if (value <= numberMax && value >= -numberMax) return value
    this.#counts.numbersUnusable++
    return value > numberMax ? numberMax : value < -numberMax ? -numberMax : Number.NaN
  }

  move(slots: Int32Array, capacity: number): void {
    const values = new Float64Array(capacity)
    for (let index = 0; index < slots.length; index++) {
      values[index] = this.values[slots[index] ?? 0] ?? Number.NaN
    }
    this.values = values
  }

  save(slot: number): unknown {
    const value = this.values[slot] ?? Number.NaN
    return Number.isNaN(value) ? null : value
  }

  load(slot: number, _group: number, saved: unknown): void {
    this.values[slot] = typeof saved === 'number' ? saved : Number.NaN
  }
}

/** No value. */
const noPair = -1
/** Lists stand in a table of their own, under `listBase - index`. */
const listBase = -2

/** The values of one or more fields per entry, as numbers of (group, value) pairs. Lists count each of their values once. */
export class ValueColumn implements Column {
  readonly name: string
  readonly pairs = new Pairs()
  readonly #readers: readonly ValueReader[]
  readonly #counts: CorrelatorCounts
  readonly #valuesMax: number
  #ids = new Int32Array(0)
  readonly #lists = new Map<number, Int32Array>()
  #nextList = listBase

  constructor(fields: readonly string[], valuesMax: number, counts: CorrelatorCounts) {
    this.name = `values ${JSON.stringify(fields)}`
    this.#readers = fields.map(valueReader)
    this.#valuesMax = valuesMax
    this.#counts = counts
  }

  /** The pair of an entry; negative where it has none or several. */
  single(slot: number): number {
    return this.#ids[slot] ?? noPair
  }

  /** The pairs of an entry with several values. */
  several(slot: number): Int32Array | undefined {
    return this.#lists.get(this.#ids[slot] ?? noPair)
  }

  write(slot: number, group: number, event: EventObject): void {
    const [first] = this.#readers
    const value = this.#readers.length === 1 && first ? first(event) : this.#tuple(event)
    if (Array.isArray(value))
      this.#writeList(
        slot,
        group,
        value.flatMap(item => textOf(item) ?? []),
      )
    else {
      const text = textOf(value)
      this.#ids[slot] = text === undefined ? noPair : this.pairs.hold(group, text)
    }
  }

  /** Several fields are linked by AND: an event without one of them has no value. */
  #tuple(event: EventObject): string | undefined {
    const texts = this.#readers.flatMap(read => firstText(read(event)) ?? [])
    return texts.length === this.#readers.length ? joinKey(texts) : undefined
  }

  #writeList(slot: number, group: number, texts: readonly string[]): void {
    const distinct = [...new Set(texts)]
    const [only] = distinct
    if (distinct.length === 1 && only !== undefined) {
      this.#ids[slot] = this.pairs.hold(group, only)
      return
    }
    this.#counts.valuesCut += Math.max(0, distinct.length - this.#valuesMax)
    const pairs = distinct.slice(0, this.#valuesMax).map(text => this.pairs.hold(group, text))
    this.#ids[slot] = pairs.length === 0 ? noPair : this.#nextList
    if (pairs.length > 0) this.#lists.set(this.#nextList--, Int32Array.from(pairs))
  }

  /** Forgets the entry's. */
  drop(slot: number): void {
    const id = this.#ids[slot] ?? noPair
    if (id >= 0) this.pairs.release(id)
    else if (id !== noPair) {
      for (const pair of this.#lists.get(id) ?? []) this.pairs.release(pair)
      this.#lists.delete(id)
    }
  }

  move(slots: Int32Array, capacity: number): void {
    const ids = new Int32Array(capacity).fill(noPair)
    for (let index = 0; index < slots.length; index++) {
      ids[index] = this.#ids[slots[index] ?? 0] ?? noPair
    }
    this.#ids = ids
  }

  save(slot: number): unknown {
    const list = this.several(slot)
    if (list) return [...list].map(pair => this.pairs.text(pair))
    const pair = this.single(slot)
    return pair < 0 ? null : this.pairs.text(pair)
  }

  load(slot: number, group: number, saved: unknown): void {
    if (Array.isArray(saved))
      this.#writeList(
        slot,
        group,
        saved.filter(item => typeof item === 'string'),
      )
    else this.#ids[slot] = typeof saved === 'string' ? this.pairs.hold(group, saved) : noPair
  }
}
