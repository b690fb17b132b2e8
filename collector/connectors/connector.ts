/**
 * What a connector is: the contract that every file in `kinds/` fulfils. It turns lines of a log, or records that somebody sends, into
 * events, and knows neither files nor journal.
 */
import type { IncomingHttpHeaders } from 'node:http'
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

/** A record of a request: the sender's own identity of it, and what it is once its event has one. */
export interface Received {
  readonly id: string | undefined
  read(uid: string): Reading
}

export interface Receiver {
  /** Why a request is not taken, by its headers alone; undefined where its body may be read. */
  refusal(headers: IncomingHttpHeaders): string | undefined
  /** Why it is not taken, by its body too. `now` is UTC epoch milliseconds. */
  refusalOf(headers: IncomingHttpHeaders, body: Buffer, now: number): string | undefined
  /** The records of a body; a string says why one cannot be read. Throws Fault ERR_INPUT_INVALID where the body is none. */
  records(body: Buffer): Promise<readonly (Received | string)[]>
}

interface Kind {
  readonly name: string
  readonly summary: string
  readonly options: TObject
}

/** Follows logs. */
export interface LogConnector extends Kind {
  readonly takes: 'logs'
  /** A file's first line names its columns. */
  readonly hasHead: boolean
  start(context: ConnectorContext<unknown>): Lines
}

/** Is sent records over HTTP. */
export interface WebhookConnector extends Kind {
  readonly takes: 'requests'
  /** Throws Fault ERR_CONFIG_INVALID where its secret cannot be read. */
  start(context: ConnectorContext<unknown>): Receiver
}

export type Connector = LogConnector | WebhookConnector

/** Types the definition of a connector that follows logs. */
export const connector = <T extends TObject>(definition: {
  readonly name: string
  readonly summary: string
  readonly options: T
  readonly hasHead: boolean
  start(context: ConnectorContext<Static<T>>): Lines
}): LogConnector => ({
  ...definition,
  takes: 'logs',
  start: context =>
    definition.start({ ...context, options: Value.Parse(definition.options, context.options) }),
})

/** Types the definition of a connector that is sent records. */
export const webhookConnector = <T extends TObject>(definition: {
  readonly name: string
  readonly summary: string
  readonly options: T
  start(context: ConnectorContext<Static<T>>): Receiver
}): WebhookConnector => ({
  ...definition,
  takes: 'requests',
  start: context =>
    definition.start({ ...context, options: Value.Parse(definition.options, context.options) }),
})

/** A line without interest. */
export const other: Reading = { isOther: true }
