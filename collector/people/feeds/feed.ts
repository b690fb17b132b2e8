/** What a people feed is: the contract that every file in `kinds/` fulfils. It fetches a table of people; the import that takes a CSV by hand takes it too. */
import type { Readable } from 'node:stream'
import type { Static, TObject } from 'typebox'
import Value from 'typebox/value'

/** A table as an HR export is one: CSV or XLSX, its first row names the columns. */
export interface FeedTable {
  readonly body: Readable
  /** How old what it says is (UTC epoch milliseconds); the time of the look where nothing tells. */
  readonly asOf: number
}

export interface FeedContext<O> {
  readonly options: O
  readonly now: () => number
  readonly signal: AbortSignal
  /** The last working day that the directory has for an address (ISO 8601). */
  lastDayOf(email: string): string | null
}

export interface Feed {
  readonly name: string
  readonly summary: string
  readonly options: TObject
  /** What is wrong with the options beyond their schema, in words; undefined where nothing is. */
  fault(options: unknown): string | undefined
  /** Where it reads, for people: a path or an address without secrets. */
  place(options: unknown): string
  read(context: FeedContext<unknown>): Promise<FeedTable>
}

/** Types a feed's definition. */
export const feed = <T extends TObject>(definition: {
  readonly name: string
  readonly summary: string
  readonly options: T
  fault(options: Static<T>): string | undefined
  place(options: Static<T>): string
  read(context: FeedContext<Static<T>>): Promise<FeedTable>
}): Feed => {
  const { options: schema } = definition
  const of = (options: unknown) => Value.Parse(schema, options)
  return {
    ...definition,
    fault: options => definition.fault(of(options)),
    place: options => definition.place(of(options)),
    read: context => definition.read({ ...context, options: of(context.options) }),
  }
}
