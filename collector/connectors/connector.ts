/** What a connector is: the contract that every file in `kinds/` fulfils. It turns lines of a log into events and knows neither files nor journal. */
import type { Static, TObject } from 'typebox'
import Value from 'typebox/value'
import type { Product } from '../../events/ocsf.ts'

export interface ConnectorContext<O> {
  readonly options: O
  /** The connector's own name in the configuration. */
  readonly name: string
  readonly product: Product
}

/** What a line is: an event, nothing of interest, or something that cannot be read. */
export type Reading =
  | { readonly event: object }
  | { readonly dirty: string }
  | { readonly isOther: true }

export interface Lines {
  /** Reads one line. The same line gives the same result always; `uid` is the event's identity, `head` the file's first line. */
  read(line: string, at: { readonly uid: string; readonly head: string }): Reading
}

export interface Connector {
  readonly name: string
  readonly summary: string
  readonly options: TObject
  /** A file's first line names its columns. */
  readonly hasHead: boolean
  start(context: ConnectorContext<unknown>): Lines
}

/** Types a connector's definition. */
export const connector = <T extends TObject>(definition: {
  readonly name: string
  readonly summary: string
  readonly options: T
  readonly hasHead: boolean
  start(context: ConnectorContext<Static<T>>): Lines
}): Connector => ({
  ...definition,
  start: context =>
    definition.start({ ...context, options: Value.Parse(definition.options, context.options) }),
})

/** A line without interest. */
export const other: Reading = { isOther: true }
