/**
 * The events that correlations over the same rules and groups share: remembered once, whatever the number of windows and conditions.
 * A group's own newest event decides what is late and what is inside its windows; how far event time has come in all only decides
 * when entries are forgotten, counted from their arrival. So an endpoint that was offline for days is judged by its own times.
 */
import type { EventObject } from '../event.ts'
import { Absence, type AbsenceOptions } from './absence.ts'
import { Numbering } from './arrays.ts'
import { type Column, NumberColumn, ValueColumn } from './columns.ts'
import type { CorrelatorCounts, CorrelatorLimits, EventStamp } from './correlation.ts'
import { capacityFor, Entries, marksMax, none } from './entries.ts'
import { splitKey } from './fields.ts'
import { Window } from './window.ts'

/** What a stream is held to. */
export interface StreamOptions {
  /** How far event time has come in all. */
  readonly clock: { readonly now: number }
  readonly allowedLatenessMs: number
  readonly limits: CorrelatorLimits
  readonly counts: CorrelatorCounts
}

/** How many entries are added before the next look at what can be forgotten. */
const forgetEvery = 64

/** The ring of one set of rules and groups, with all that looks at it. */
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
  readonly #valueColumns: ValueColumn[] = []
  readonly #groups = new Map<string, number>()
  readonly #numbering = new Numbering()
  readonly #keys: string[] = []
  readonly #records = new Map<number, Readonly<Record<string, string>>>()
  readonly #clock: StreamOptions['clock']
  readonly #entriesMax: number
  /** How many entries fit before `makeRoom`. */
  #room: number
  #untilForget = forgetEvery
  #groupsEnd = 0
  #retainMs = 0

  constructor(isTemporal: boolean, options: StreamOptions) {
    const { entriesMax, entriesPerGroupMax } = options.limits
    this.isTemporal = isTemporal
    this.#options = options
    this.#clock = options.clock
    this.#entriesMax = entriesPerGroupMax
    this.#room = Math.min(this.entries.capacity, entriesMax)
  }

  /** Whether another correlation must begin another stream. */
  get isFull(): boolean {
    return this.correlations.length >= marksMax
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
    window.grow(this.#groupsEnd)
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
    this.#valueColumns.push(column)
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

  /** Lets event time come to the clock: ends waits, and forgets what no window needs. */
  pass(): void {
    this.#passWindows()
    this.#forget()
  }

  #passWindows(): void {
    const { windows } = this
    const clock = this.#clock.now
    for (let index = 0; index < windows.length; index++) windows[index]?.pass(clock)
    for (let index = 0; index < this.#absences.length; index++) this.#absences[index]?.run(clock)
  }

  /** Forgets what arrived so long ago that no window needs it. Windows must have let go of it. */
  #forget(): void {
    const { entries } = this
    const from = this.#clock.now - this.#retainMs
    while (entries.size > 0 && entries.arrivedAt(entries.oldest) < from) this.#forgetOldest(false)
    this.#untilForget = forgetEvery
  }

  /** Remembers an event and looks at the windows that it is in. */
  add(ordinal: number, key: string, event: EventObject, stamp: EventStamp): void {
    this.#passWindows()
    const { entries, columns, windows } = this
    // In order, when something is forgotten changes nothing: now and then is cheaper.
    if (--this.#untilForget === 0) this.#forget()
    if (entries.size >= this.#room) this.#makeRoom()
    const { time, uid } = stamp
    const group = this.#groups.get(key) ?? this.#begin(key)
    if (time !== this.#clock.now || entries.laggingOf(group) !== 0) {
      this.#addLagging(ordinal, key, event, stamp)
      return
    }
    if (entries.heldOf(group) >= this.#entriesMax) this.#cut(group)
    const slot = entries.append(group, ordinal, time, time, uid)
    for (let index = 0; index < columns.length; index++) columns[index]?.write(slot, group, event)
    for (let index = 0; index < windows.length; index++) windows[index]?.enter(group, slot)
    for (let index = 0; index < this.#absences.length; index++) this.#absences[index]?.enter(slot)
  }

  #addLagging(ordinal: number, key: string, event: EventObject, stamp: EventStamp): void {
    const { entries } = this
    this.#forget()
    const group = this.#groups.get(key) ?? this.#begin(key)
    const { allowedLatenessMs, counts } = this.#options
    const newest = entries.newestOf(group)
    const late = newest === none ? 0 : entries.time(newest) - stamp.time
    if (late > allowedLatenessMs) {
      counts.tooLate++
      return
    }
    if (entries.heldOf(group) >= this.#entriesMax) this.#cut(group)
    const slot = entries.insert(group, ordinal, stamp.time, this.#clock.now, stamp.uid)
    for (const column of this.columns) column.write(slot, group, event)
    for (const window of this.windows) {
      if (late > 0) window.enterLate(group, slot)
      else window.enterExactly(group, slot)
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
    arrivedAt: number,
  ): { readonly slot: number; readonly group: number } | undefined {
    const { entries } = this
    const { entriesMax, groupsMax } = this.#options.limits
    const known = this.#groups.get(key)
    const held = known === undefined ? 0 : entries.heldOf(known)
    const hasRoom = known !== undefined || this.#groups.size < groupsMax
    if (!hasRoom || held >= this.#entriesMax || entries.size >= entriesMax) {
      this.#options.counts.entriesCut++
      return undefined
    }
    if (entries.size >= this.#room) this.#makeRoom()
    const group = known ?? this.#begin(key)
    return { slot: entries.insert(group, ordinal, stamp.time, arrivedAt, stamp.uid), group }
  }

  /** Fills the windows after all entries were put back. */
  settle(): void {
    for (const window of this.windows) {
      for (const group of this.#groups.values()) window.settle(group)
    }
    for (const absence of this.#absences) absence.skip(this.#options.clock.now)
  }

  #begin(key: string): number {
    const { counts, limits } = this.#options
    if (this.#groups.size >= limits.groupsMax) this.#forget()
    while (this.#groups.size >= limits.groupsMax) {
      const before = this.#groups.size
      this.#forgetOldest(true)
      counts.entriesCut++
      if (this.#groups.size < before) counts.groupsCut++
    }
    const group = this.#numbering.take()
    if (group >= this.#groupsEnd) this.#grow(group + 1)
    this.#groups.set(key, group)
    this.#keys[group] = key
    this.entries.begin(group)
    return group
  }

  #grow(needed: number): void {
    this.#groupsEnd = Math.max(needed, this.#groupsEnd + (this.#groupsEnd >> 1))
    this.entries.grow(this.#groupsEnd)
    for (const window of this.windows) window.grow(this.#groupsEnd)
  }

  #makeRoom(): void {
    const { entries } = this
    const { counts, limits } = this.#options
    this.#forget()
    if (entries.size < this.#room) return
    if (entries.size < limits.entriesMax) this.#resize(entries.capacity * 2)
    else {
      this.#forgetOldest(true)
      counts.entriesCut++
    }
  }

  /** Cuts the oldest entry of a group. */
  #cut(group: number): void {
    const { entries } = this
    const slot = entries.oldestOf(group)
    for (const window of this.windows) window.leave(group, slot)
    this.#remove(group, slot)
    this.#options.counts.entriesCut++
  }

  /** Unless it is early, what event time has left behind is in no window any more, except of groups with lagging entries. */
  #forgetOldest(isEarly: boolean): void {
    const { entries } = this
    const slot = entries.oldest
    const group = entries.group(slot)
    if (group !== none) {
      if (isEarly || entries.laggingOf(group) > 0) {
        for (const window of this.windows) window.leave(group, slot)
      }
      this.#remove(group, slot)
    }
    entries.shift()
    for (let index = 0; index < this.windows.length; index++) this.windows[index]?.shift()
    for (let index = 0; index < this.#absences.length; index++) this.#absences[index]?.shift()
    if (entries.size * 8 < entries.capacity) {
      const capacity = capacityFor(entries.size * 2)
      if (capacity < entries.capacity) this.#resize(capacity)
    }
  }

  #remove(group: number, slot: number): void {
    this.entries.remove(group, slot)
    const columns = this.#valueColumns
    for (let index = 0; index < columns.length; index++) columns[index]?.drop(slot)
    if (this.entries.heldOf(group) === 0) this.#end(group)
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
    this.#room = Math.min(capacity, this.#options.limits.entriesMax)
  }
}
