/**
 * The events that correlations over the same rules and groups share: remembered once, whatever the number of windows and conditions.
 * A group's own newest event decides what is late and what is inside its windows; how far event time has come in all only decides
 * when entries are forgotten, counted from their arrival. So an endpoint that was offline for days is judged by its own times.
 */
import type { EventObject } from '../event.ts'
import { Absence, type AbsenceOptions } from './absence.ts'
import { grownInts, Numbering } from './arrays.ts'
import { type Column, NumberColumn, ValueColumn } from './columns.ts'
import type { CorrelatorCounts, CorrelatorLimits, EventStamp } from './correlation.ts'
import { capacityFor, Entries, none } from './entries.ts'
import { splitKey } from './fields.ts'
import { Window } from './window.ts'

/** What a stream is held to. */
export interface StreamOptions {
  readonly allowedLatenessMs: number
  readonly limits: CorrelatorLimits
  readonly counts: CorrelatorCounts
}

/** The longest lag that an entry can say, in seconds. */
const lagMax = 2 ** 31 - 1

/** An entry has one bit for each correlation. */
const correlationsMax = 31

export class Stream {
  readonly entries = new Entries()
  /** Whether each rule that an event fires is an entry of its own. */
  readonly isTemporal: boolean
  /** The last event that it was given, by number. */
  lastEvent = 0
  readonly #options: StreamOptions
  /** The digests of the correlations that mark entries, by bit. */
  readonly correlations: string[] = []
  readonly windows: Window[] = []
  readonly #absences: Absence[] = []
  readonly columns: Column[] = []
  readonly #numbers = new Map<string, NumberColumn>()
  readonly #values = new Map<string, ValueColumn>()
  readonly #groups = new Map<string, number>()
  readonly #numbering = new Numbering()
  readonly #keys: string[] = []
  readonly #records = new Map<number, Readonly<Record<string, string>>>()
  #newestOf = new Int32Array(0)
  #oldestOf = new Int32Array(0)
  #heldOf = new Int32Array(0)
  #retainMs = 0

  constructor(isTemporal: boolean, options: StreamOptions) {
    this.isTemporal = isTemporal
    this.#options = options
  }

  /** Whether another correlation must begin another stream. */
  get isFull(): boolean {
    return this.correlations.length >= correlationsMax
  }

  /** The bit by which a correlation marks entries. */
  takeBit(digest: string): number {
    return 1 << (this.correlations.push(digest) - 1)
  }

  /** The window of that span, made where there is none. */
  window(spanMs: number): Window {
    const known = this.windows.find(window => window.spanMs === spanMs)
    if (known) return known
    const window = new Window(spanMs, this.entries)
    this.windows.push(window)
    this.#retain(spanMs)
    return window
  }

  addAbsence(options: AbsenceOptions): void {
    this.#absences.push(new Absence(this.entries, this.#options.allowedLatenessMs, options))
    this.#retain(options.spanMs)
  }

  /** The column of a field's numbers, made where there is none. */
  numbers(field: string): NumberColumn {
    const known = this.#numbers.get(field)
    if (known) return known
    const column = new NumberColumn(field, this.#options.counts)
    this.#numbers.set(field, column)
    this.#addColumn(column)
    return column
  }

  /** The column of the values of fields, made where there is none. */
  values(fields: readonly string[]): ValueColumn {
    const name = JSON.stringify(fields)
    const known = this.#values.get(name)
    if (known) return known
    const { counts, limits } = this.#options
    const column = new ValueColumn(fields, limits.valuesPerEventMax, counts)
    this.#values.set(name, column)
    this.#addColumn(column)
    return column
  }

  #addColumn(column: Column): void {
    column.move(new Int32Array(0), this.entries.capacity)
    this.columns.push(column)
  }

  #retain(spanMs: number): void {
    this.#retainMs = Math.max(this.#retainMs, spanMs + this.#options.allowedLatenessMs)
  }

  /** The numbers of the groups that have entries. */
  groups(): Iterable<number> {
    return this.#groups.values()
  }

  /** The key of a group. */
  key(group: number): string {
    return this.#keys[group] ?? ''
  }

  get hasAbsences(): boolean {
    return this.#absences.length > 0
  }

  /** The group by the names of its fields; one object for as long as the group is known. */
  groupRecord(group: number, names: readonly string[]): Readonly<Record<string, string>> {
    const known = this.#records.get(group)
    if (known) return known
    const values = splitKey(this.key(group), names.length)
    const record = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
    this.#records.set(group, record)
    return record
  }

  /** When event time must have passed for the next wait of an absence to be over. */
  due(): number {
    let due = Number.POSITIVE_INFINITY
    for (const absence of this.#absences) due = Math.min(due, absence.due())
    return due
  }

  /** Ends the waits that are over, and forgets what arrived so long before `clock` that no window needs it. */
  pass(clock: number): void {
    for (const absence of this.#absences) absence.run(clock)
    this.#forget(clock)
  }

  /** Remembers an event and looks at the windows that it is in. */
  add(ordinal: number, key: string, event: EventObject, stamp: EventStamp, clock: number): void {
    this.#forget(clock)
    this.#makeRoom()
    const group = this.#groups.get(key) ?? this.#begin(key)
    const newest = this.#newestOf[group] ?? none
    const late = newest === none ? 0 : this.entries.time(newest) - stamp.time
    if (late > this.#options.allowedLatenessMs) {
      this.#options.counts.tooLate++
      return
    }
    if ((this.#heldOf[group] ?? 0) >= this.#options.limits.entriesPerGroupMax) this.#cut(group)
    const lag = Math.min(Math.ceil((clock - stamp.time) / 1000), lagMax)
    const slot = this.#push(group, ordinal, stamp, lag)
    for (const column of this.columns) column.write(slot, group, event)
    for (const window of this.windows) {
      if (late > 0) window.enterLate(group, slot)
      else window.enter(group, slot)
    }
    for (const absence of this.#absences) absence.enter(slot)
  }

  /**
   * Puts back an entry of a saved state, in order of arrival; windows stay empty until `settle`. Gives its slot and its group,
   * undefined where a limit leaves no room.
   */
  restore(
    key: string,
    ordinal: number,
    stamp: EventStamp,
    lag: number,
  ): { readonly slot: number; readonly group: number } | undefined {
    const { entries } = this
    const { entriesMax, entriesPerGroupMax, groupsMax } = this.#options.limits
    const known = this.#groups.get(key)
    const held = known === undefined ? 0 : (this.#heldOf[known] ?? 0)
    const hasRoom = known !== undefined || this.#groups.size < groupsMax
    if (!hasRoom || held >= entriesPerGroupMax || entries.size >= entriesMax) {
      this.#options.counts.entriesCut++
      return undefined
    }
    if (entries.isFull) this.#resize(entries.capacity * 2)
    const group = known ?? this.#begin(key)
    return { slot: this.#push(group, ordinal, stamp, lag), group }
  }

  /** Fills the windows after all entries were put back. */
  settle(clock: number): void {
    for (const group of this.#groups.values()) {
      for (const window of this.windows) window.settle(group, this.#newestOf[group] ?? none)
    }
    for (const absence of this.#absences) absence.skip(clock)
  }

  #forget(clock: number): void {
    const { entries } = this
    const from = clock - this.#retainMs
    while (entries.size > 0 && entries.arrivedAt(entries.oldest) < from) this.#forgetOldest()
  }

  /** Puts an entry at its place in the chain of its group, without looking at windows. */
  #push(group: number, ordinal: number, { time, uid }: EventStamp, lag: number): number {
    const { entries } = this
    const slot = entries.push(time, group, ordinal, lag, uid)
    const newest = this.#newestOf[group] ?? none
    this.#heldOf[group] = (this.#heldOf[group] ?? 0) + 1
    if (newest === none || entries.time(newest) <= time) {
      entries.link(slot, newest, none)
      if (newest === none) this.#oldestOf[group] = slot
      this.#newestOf[group] = slot
      return slot
    }
    let front = newest
    let after = newest
    while (after !== none && entries.time(after) > time) {
      front = after
      after = entries.previous(after)
    }
    entries.link(slot, after, front)
    if (after === none) this.#oldestOf[group] = slot
    return slot
  }

  #begin(key: string): number {
    const { counts, limits } = this.#options
    while (this.#groups.size >= limits.groupsMax) {
      const before = this.#groups.size
      this.#forgetOldest()
      counts.entriesCut++
      if (this.#groups.size < before) counts.groupsCut++
    }
    const group = this.#numbering.take()
    if (group >= this.#newestOf.length) this.#grow(group + 1)
    this.#groups.set(key, group)
    this.#keys[group] = key
    this.#newestOf[group] = none
    return group
  }

  #grow(needed: number): void {
    this.#newestOf = grownInts(this.#newestOf, needed)
    this.#oldestOf = grownInts(this.#oldestOf, needed)
    this.#heldOf = grownInts(this.#heldOf, needed)
    for (const window of this.windows) window.grow(this.#newestOf.length)
  }

  #makeRoom(): void {
    const { entries } = this
    if (entries.size >= this.#options.limits.entriesMax) {
      this.#forgetOldest()
      this.#options.counts.entriesCut++
    }
    if (entries.isFull) this.#resize(entries.capacity * 2)
  }

  /** Cuts the oldest entry of a group. */
  #cut(group: number): void {
    this.#remove(group, this.#oldestOf[group] ?? none)
    this.#options.counts.entriesCut++
  }

  #forgetOldest(): void {
    const { entries } = this
    const group = entries.group(entries.oldest)
    if (group !== none) this.#remove(group, entries.oldest)
    entries.shift()
    for (const absence of this.#absences) absence.shift()
    const isSparse = entries.size * 8 < entries.capacity
    if (isSparse) {
      const capacity = capacityFor(entries.size * 2)
      if (capacity < entries.capacity) this.#resize(capacity)
    }
  }

  #remove(group: number, slot: number): void {
    for (const window of this.windows) window.leave(group, slot)
    const previous = this.entries.previous(slot)
    const isNewest = slot === this.#newestOf[group]
    if (slot === this.#oldestOf[group]) this.#oldestOf[group] = this.entries.next(slot)
    this.entries.unlink(slot)
    for (const column of this.columns) column.drop(slot)
    const held = (this.#heldOf[group] ?? 0) - 1
    this.#heldOf[group] = held
    if (isNewest) this.#newestOf[group] = previous
    if (held === 0) this.#end(group)
    else if (isNewest) for (const window of this.windows) window.settle(group, previous)
  }

  #end(group: number): void {
    for (const window of this.windows) window.forget(group)
    this.#groups.delete(this.key(group))
    this.#keys[group] = ''
    this.#records.delete(group)
    this.#numbering.giveBack(group)
  }

  #resize(capacity: number): void {
    const { slots, places } = this.entries.resize(capacity)
    for (const column of this.columns) column.move(slots, capacity)
    for (const window of this.windows) window.move(places)
    for (let group = 0; group < this.#numbering.end; group++) {
      if ((this.#heldOf[group] ?? 0) === 0) continue
      this.#newestOf[group] = places[this.#newestOf[group] ?? 0] ?? none
      this.#oldestOf[group] = places[this.#oldestOf[group] ?? 0] ?? none
    }
  }
}
