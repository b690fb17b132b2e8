/**
 * The events that correlations over the same rules and groups share: remembered once, whatever the number of windows and conditions.
 * A group's own newest event decides what is late and what is inside its windows; how far event time has come in all only decides
 * when entries are forgotten, counted from their arrival. So an endpoint that was offline for days is judged by its own times.
 */
import type { EventObject } from '../event.ts'
import { Absence, type AbsenceOptions } from './absence.ts'
import { ColumnSet } from './column-set.ts'
import type { CorrelatorCounts, CorrelatorLimits, EventStamp } from './correlation.ts'
import { Entries, marksMax, none } from './entries.ts'
import { splitKey } from './fields.ts'
import { Groups } from './groups.ts'
import type { Key } from './key.ts'
import type { Texts } from './texts.ts'
import { type Clock, Window } from './window.ts'

/** What a stream is held to. */
export interface StreamOptions {
  readonly clock: Clock
  readonly allowedLatenessMs: number
  readonly limits: CorrelatorLimits
  readonly counts: CorrelatorCounts
}

/** How many entries are added before the next look at what can be forgotten. */
const forgetEvery = 64

/** The ring of one set of rules and groups, with all that looks at it. */
export class Stream {
  readonly groups = new Groups()
  readonly entries = new Entries(this.groups)
  /** Whether each rule that an event fires is an entry of its own. */
  readonly isTemporal: boolean
  /** The turn of the last event that it was given. */
  lastTurn = 0
  readonly #options: StreamOptions
  /** The digests of the correlations that mark entries, by bit. */
  readonly correlations: string[] = []
  readonly windows: Window[] = []
  readonly #absences: Absence[] = []
  readonly columns: ColumnSet
  readonly #records: (Readonly<Record<string, string>> | undefined)[] = []
  readonly #texts: Texts
  readonly #clock: Clock
  #untilForget = forgetEvery
  #retainMs = 0

  constructor(isTemporal: boolean, texts: Texts, options: StreamOptions) {
    this.isTemporal = isTemporal
    this.#texts = texts
    this.#options = options
    this.#clock = options.clock
    this.columns = new ColumnSet(this.entries, options)
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
    const window = new Window(spanMs, this.entries, this.groups)
    this.windows.push(window)
    this.#retain(spanMs)
    return window
  }

  addAbsence(options: AbsenceOptions): void {
    this.#absences.push(new Absence(this.entries, this.#options.allowedLatenessMs, options))
    this.#retain(options.spanMs)
  }

  #retain(spanMs: number): void {
    this.#retainMs = Math.max(this.#retainMs, spanMs + this.#options.allowedLatenessMs)
  }

  /** The key of a group. */
  key(group: number): string {
    return this.#texts.text(this.groups.keyOf(group))
  }

  get hasAbsences(): boolean {
    return this.#absences.length > 0
  }

  /** The group by the names of its fields; one object for as long as the group is known. */
  groupRecord(group: number, names: readonly string[]): Readonly<Record<string, string>> {
    const known = this.#records[group]
    if (known) return known
    const values = splitKey(this.key(group), names.length)
    const record = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
    this.#records[group] = record
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
    const absences = this.#absences
    const clock = this.#clock
    for (let index = 0; index < windows.length; index++) windows[index]?.pass(clock)
    for (let index = 0; index < absences.length; index++) absences[index]?.run(clock)
  }

  /** Forgets what arrived so long ago that no window needs it. Windows must have let go of it. */
  #forget(): void {
    const { entries } = this
    const from = this.#clock.now - this.#retainMs
    while (entries.size > 0 && entries.arrivedAt(entries.tail) < from) this.#forgetOldest(false)
    this.#untilForget = forgetEvery
  }

  /** Remembers the event of that turn and looks at the windows that it is in. */
  add(ordinal: number, key: Key, event: EventObject, stamp: EventStamp, turn: number): void {
    this.#passWindows()
    const { entries, columns, windows, groups } = this
    const { limits, counts } = this.#options
    if (!key.read(event, turn)) {
      counts.withoutGroup++
      return
    }
    // In order, when something is forgotten changes nothing: now and then is cheaper.
    if (--this.#untilForget === 0) this.#forget()
    if (entries.size >= limits.entriesMax) this.#makeRoom()
    const known = groups.find(key.id)
    const group = known < 0 ? this.#begin(key) : known
    if (stamp.time !== this.#clock.now || groups.lagging(group) !== 0) {
      this.#addLagging(ordinal, key, event, stamp)
      return
    }
    if (groups.held(group) >= limits.entriesPerGroupMax) this.#cut(group)
    const slot = entries.append(group, ordinal, stamp)
    columns.write(slot, event)
    for (let index = 0; index < windows.length; index++) windows[index]?.enter(group, slot)
    for (let index = 0; index < this.#absences.length; index++) this.#absences[index]?.enter(slot)
  }

  #addLagging(ordinal: number, key: Key, event: EventObject, stamp: EventStamp): void {
    const { entries, groups } = this
    this.#forget()
    const known = groups.find(key.id)
    const group = known < 0 ? this.#begin(key) : known
    const { allowedLatenessMs, counts, limits } = this.#options
    const newest = groups.newest(group)
    const late = newest === none ? 0 : entries.time(newest) - stamp.time
    if (late > allowedLatenessMs) {
      counts.tooLate++
      return
    }
    if (groups.held(group) >= limits.entriesPerGroupMax) this.#cut(group)
    const slot = entries.insert(group, ordinal, stamp, this.#clock.now)
    this.columns.write(slot, event)
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
    const { entries, groups } = this
    const { entriesMax, entriesPerGroupMax, groupsMax } = this.#options.limits
    const known = groups.find(this.#texts.find(key))
    const held = known < 0 ? 0 : groups.held(known)
    const hasRoom = known >= 0 || groups.size < groupsMax
    if (!hasRoom || held >= entriesPerGroupMax || entries.size >= entriesMax) {
      this.#options.counts.entriesCut++
      return undefined
    }
    const group = known < 0 ? this.#hold(this.#texts.hold(key)) : known
    return { slot: entries.insert(group, ordinal, stamp, arrivedAt), group }
  }

  /** Fills the windows after all entries were put back. */
  settle(): void {
    for (const window of this.windows) {
      for (const group of this.groups.all()) window.settle(group)
    }
    for (const absence of this.#absences) absence.skip(this.#clock)
  }

  #begin(key: Key): number {
    const { counts, limits } = this.#options
    const { groups } = this
    if (groups.size >= limits.groupsMax) this.#forget()
    while (groups.size >= limits.groupsMax) {
      const before = groups.size
      this.#forgetOldest(true)
      counts.entriesCut++
      if (groups.size < before) counts.groupsCut++
    }
    return this.#hold(key.hold())
  }

  /** Begins a group for a key that is held. */
  #hold(id: number): number {
    const group = this.groups.begin(id)
    for (const window of this.windows) window.begin(group)
    return group
  }

  #makeRoom(): void {
    this.#forget()
    if (this.entries.size < this.#options.limits.entriesMax) return
    this.#forgetOldest(true)
    this.#options.counts.entriesCut++
  }

  /** Cuts the oldest entry of a group that is about to get another. */
  #cut(group: number): void {
    const slot = this.groups.oldest(group)
    for (const window of this.windows) window.leave(group, slot)
    this.entries.remove(group, slot)
    this.columns.drop(slot)
    this.#options.counts.entriesCut++
  }

  /** Unless it is early, what event time has left behind is in no window any more, except of groups with lagging entries. */
  #forgetOldest(isEarly: boolean): void {
    const { entries, groups, windows } = this
    const slot = entries.tail
    const group = entries.group(slot)
    for (let index = 0; index < windows.length; index++) windows[index]?.shift(slot)
    for (let index = 0; index < this.#absences.length; index++) this.#absences[index]?.leave(slot)
    if (group >= 0) {
      if (isEarly || groups.lagging(group) > 0) {
        for (const window of windows) window.leave(group, slot)
      }
      entries.remove(group, slot)
      this.columns.drop(slot)
      if (groups.held(group) === 0) this.#end(group)
    }
    entries.shift()
  }

  #end(group: number): void {
    this.#texts.release(this.groups.keyOf(group))
    this.#records[group] = undefined
    this.groups.end(group)
  }
}
