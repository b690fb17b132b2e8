/** What measures need to know of each remembered event: a number, or the values to count. Kept in a word of its entry. */
import type { EventObject } from '../event.ts'
import type { CorrelatorCounts } from './correlation.ts'
import type { Entries } from './entries.ts'
import { firstText, joinKey, numberOf, textOf, type ValueReader, valueReader } from './fields.ts'
import { Texts } from './texts.ts'

/** Something that is known of each entry. */
export interface Column {
  /** What it holds; columns of one name hold the same. */
  readonly name: string
  /** Takes what an event has for an entry. */
  write(slot: number, event: EventObject): void
  /** Gives up what is held for an entry. */
  drop(slot: number): void
  save(slot: number): unknown
  load(slot: number, saved: unknown): void
}

/** Sums of so many numbers up to this size stay exact; larger ones are cut to it. */
const numberMax = 2 ** 46

/** Stands where a number is none of 32 bits. */
export const odd = -(2 ** 31)

/** One number per entry; NaN where the event has none. Whole numbers of 32 bits are kept as such, all others aside. */
export class NumberColumn implements Column {
  readonly name: string
  readonly #read: ValueReader
  readonly #counts: CorrelatorCounts
  readonly #entries: Entries
  readonly #place: number
  /** The numbers that are `odd`. */
  readonly #odd = new Map<number, number>()

  constructor(field: string, entries: Entries, counts: CorrelatorCounts) {
    this.name = `number ${field}`
    this.#read = valueReader(field)
    this.#counts = counts
    this.#entries = entries
    this.#place = entries.takeWords(1)
  }

  write(slot: number, event: EventObject): void {
    const value = this.#read(event)
    if (typeof value === 'number' && value === (value | 0) && value !== odd) {
      this.#set(slot, value)
    } else this.#writeOdd(slot, this.#usable(numberOf(value)))
  }

  #usable(value: number): number {
    if (value <= numberMax && value >= -numberMax) return value
    this.#counts.numbersUnusable++
    return value > numberMax ? numberMax : value < -numberMax ? -numberMax : Number.NaN
  }

  #set(slot: number, value: number): void {
    this.#entries.words(slot)[this.#entries.at(slot) + this.#place] = value
  }

  #writeOdd(slot: number, value: number): void {
    this.#set(slot, odd)
    this.#odd.set(slot, value)
  }

  /** The number, or `odd`. */
  small(slot: number): number {
    return this.#entries.words(slot)[this.#entries.at(slot) + this.#place] ?? odd
  }

  value(slot: number): number {
    const small = this.small(slot)
    return small === odd ? (this.#odd.get(slot) ?? Number.NaN) : small
  }

  drop(slot: number): void {
    if (this.#odd.size > 0) this.#odd.delete(slot)
  }

  save(slot: number): unknown {
    const value = this.value(slot)
    return Number.isNaN(value) ? null : value
  }

  load(slot: number, saved: unknown): void {
    if (typeof saved === 'number' && saved === (saved | 0) && saved !== odd) this.#set(slot, saved)
    else this.#writeOdd(slot, typeof saved === 'number' ? saved : Number.NaN)
  }
}

/** No value. */
const noValue = -1
/** Lists stand in a table of their own, under `listBase - index`. */
const listBase = -2

/** The values of one or more fields per entry, as numbers. Lists count each of their values once. */
export class ValueColumn implements Column {
  readonly name: string
  readonly #texts = new Texts()
  readonly #readers: readonly ValueReader[]
  readonly #only: ValueReader | undefined
  readonly #counts: CorrelatorCounts
  readonly #valuesMax: number
  readonly #entries: Entries
  readonly #place: number
  readonly #lists = new Map<number, Int32Array>()
  #nextList = listBase

  constructor(
    fields: readonly string[],
    entries: Entries,
    valuesMax: number,
    counts: CorrelatorCounts,
  ) {
    this.name = `values ${JSON.stringify(fields)}`
    this.#readers = fields.map(valueReader)
    this.#only = fields.length === 1 ? this.#readers[0] : undefined
    this.#valuesMax = valuesMax
    this.#counts = counts
    this.#entries = entries
    this.#place = entries.takeWords(1)
  }

  #set(slot: number, id: number): void {
    this.#entries.words(slot)[this.#entries.at(slot) + this.#place] = id
  }

  /** The value of an entry; negative where it has none or several. */
  single(slot: number): number {
    return this.#entries.words(slot)[this.#entries.at(slot) + this.#place] ?? noValue
  }

  /** The values of an entry with several. */
  several(slot: number): Int32Array | undefined {
    return this.#lists.get(this.single(slot))
  }

  write(slot: number, event: EventObject): void {
    const value = this.#only ? this.#only(event) : this.#tuple(event)
    if (typeof value === 'string') this.#set(slot, this.#texts.hold(value))
    else if (Array.isArray(value))
      this.#writeList(
        slot,
        value.flatMap(item => textOf(item) ?? []),
      )
    else {
      const text = textOf(value)
      this.#set(slot, text === undefined ? noValue : this.#texts.hold(text))
    }
  }

  /** Several fields are linked by AND: an event without one of them has no value. */
  #tuple(event: EventObject): string | undefined {
    const texts = this.#readers.flatMap(read => firstText(read(event)) ?? [])
    return texts.length === this.#readers.length ? joinKey(texts) : undefined
  }

  #writeList(slot: number, texts: readonly string[]): void {
    const distinct = [...new Set(texts)]
    const [only] = distinct
    if (distinct.length === 1 && only !== undefined) {
      this.#set(slot, this.#texts.hold(only))
      return
    }
    this.#counts.valuesCut += Math.max(0, distinct.length - this.#valuesMax)
    const values = distinct.slice(0, this.#valuesMax).map(text => this.#texts.hold(text))
    this.#set(slot, values.length === 0 ? noValue : this.#nextList)
    if (values.length > 0) this.#lists.set(this.#nextList--, Int32Array.from(values))
    // Numbers of lists are used again only long after they are gone.
    if (this.#nextList === odd) this.#nextList = listBase
  }

  drop(slot: number): void {
    const id = this.single(slot)
    if (id >= 0) this.#texts.release(id)
    else if (id !== noValue) {
      for (const value of this.#lists.get(id) ?? []) this.#texts.release(value)
      this.#lists.delete(id)
    }
  }

  save(slot: number): unknown {
    const list = this.several(slot)
    if (list) return [...list].map(value => this.#texts.text(value))
    const value = this.single(slot)
    return value < 0 ? null : this.#texts.text(value)
  }

  load(slot: number, saved: unknown): void {
    if (Array.isArray(saved))
      this.#writeList(
        slot,
        saved.filter(item => typeof item === 'string'),
      )
    else this.#set(slot, typeof saved === 'string' ? this.#texts.hold(saved) : noValue)
  }
}
