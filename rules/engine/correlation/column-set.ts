/** The columns of one ring: each is made when a correlation first needs it, and follows the ring's capacity. */
import type { EventObject } from '../event.ts'
import { type Column, NumberColumn, ValueColumn } from './columns.ts'
import type { CorrelatorCounts, CorrelatorLimits } from './correlation.ts'
import { StartColumn } from './order.ts'

/** What columns are held to. */
export interface ColumnOptions {
  readonly limits: CorrelatorLimits
  readonly counts: CorrelatorCounts
}

/** The columns, by what they hold. */
export class ColumnSet {
  readonly all: Column[] = []
  readonly #options: ColumnOptions
  readonly #numbers = new Map<string, NumberColumn>()
  readonly #values = new Map<string, ValueColumn>()
  readonly #dropping: ValueColumn[] = []
  #starts: StartColumn | undefined
  #capacity: number

  constructor(capacity: number, options: ColumnOptions) {
    this.#capacity = capacity
    this.#options = options
  }

  /** The column of a field's numbers. */
  numbers(field: string): NumberColumn {
    const known = this.#numbers.get(field)
    if (known) return known
    const column = new NumberColumn(field, this.#options.counts)
    this.#numbers.set(field, column)
    this.#add(column)
    return column
  }

  /** The column of the values of fields. */
  values(fields: readonly string[]): ValueColumn {
    const name = JSON.stringify(fields)
    const known = this.#values.get(name)
    if (known) return known
    const { counts, limits } = this.#options
    const column = new ValueColumn(fields, limits.valuesPerEventMax, counts)
    this.#values.set(name, column)
    this.#dropping.push(column)
    this.#add(column)
    return column
  }

  /** The column of starts of sequences. */
  starts(): StartColumn {
    if (this.#starts) return this.#starts
    const column = new StartColumn()
    this.#starts = column
    this.#add(column)
    return column
  }

  #add(column: Column): void {
    column.move(new Int32Array(0), this.#capacity)
    this.all.push(column)
  }

  /** Takes what an event has for an entry. */
  write(slot: number, group: number, event: EventObject): void {
    const columns = this.all
    for (let index = 0; index < columns.length; index++) columns[index]?.write(slot, group, event)
  }

  /** Forgets what is of an entry, where that takes more than overwriting it. */
  drop(slot: number): void {
    const columns = this.#dropping
    for (let index = 0; index < columns.length; index++) columns[index]?.drop(slot)
  }

  /** Goes to another capacity: what was at `slots[i]` goes to `i`. */
  move(slots: Int32Array, capacity: number): void {
    this.#capacity = capacity
    for (const column of this.all) column.move(slots, capacity)
  }
}
