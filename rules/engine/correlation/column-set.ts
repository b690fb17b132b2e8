/** The columns of one stream: each is made when a correlation first needs it. */
import type { EventObject } from '../event.ts'
import { type Column, NumberColumn, ValueColumn } from './columns.ts'
import type { CorrelatorCounts, CorrelatorLimits } from './correlation.ts'
import type { Entries } from './entries.ts'

/** What columns are held to. */
export interface ColumnOptions {
  readonly limits: CorrelatorLimits
  readonly counts: CorrelatorCounts
}

/** The columns, by what they hold. */
export class ColumnSet {
  readonly all: Column[] = []
  readonly #entries: Entries
  readonly #options: ColumnOptions
  readonly #numbers = new Map<string, NumberColumn>()
  readonly #values = new Map<string, ValueColumn>()

  constructor(entries: Entries, options: ColumnOptions) {
    this.#entries = entries
    this.#options = options
  }

  /** The column of a field's numbers. */
  numbers(field: string): NumberColumn {
    const known = this.#numbers.get(field)
    if (known) return known
    const column = new NumberColumn(field, this.#entries, this.#options.counts)
    this.#numbers.set(field, column)
    this.all.push(column)
    return column
  }

  /** The column of the values of fields. */
  values(fields: readonly string[]): ValueColumn {
    const name = JSON.stringify(fields)
    const known = this.#values.get(name)
    if (known) return known
    const { counts, limits } = this.#options
    const column = new ValueColumn(fields, this.#entries, limits.valuesPerEventMax, counts)
    this.#values.set(name, column)
    this.all.push(column)
    return column
  }

  /** Takes what an event has for an entry. */
  write(slot: number, event: EventObject): void {
    const columns = this.all
    for (let index = 0; index < columns.length; index++) columns[index]?.write(slot, event)
  }

  /** Gives up what is held for an entry. */
  drop(slot: number): void {
    const columns = this.all
    for (let index = 0; index < columns.length; index++) columns[index]?.drop(slot)
  }
}
