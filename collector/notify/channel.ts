/** What a channel is: the contract that every file in `channels/` fulfils. A channel carries messages out and knows neither journal nor people. */
import type { Logger } from 'pino'
import type { Static, TObject } from 'typebox'
import Value from 'typebox/value'
import type { Environment } from '../config-environment.ts'
import type { Letter } from './letters.ts'
import type { Message } from './message.ts'

export interface ChannelContext<O> {
  readonly options: O
  readonly version: string
  readonly environment: Environment
  readonly log: Logger
}

export interface Sender {
  /** Resolves when the receiver has taken the message. Rejects with `Refused` where trying again is no use. */
  send(message: Message): Promise<void>
  /** The same for a letter, to those whom it names where the channel can choose. */
  tell(letter: Letter): Promise<void>
  stop(): Promise<void>
}

export interface Channel {
  readonly name: string
  readonly summary: string
  readonly options: TObject
  /** Makes ready to send; connects to nobody yet. Throws Fault ERR_CONFIG_INVALID where a secret cannot be read. */
  start(context: ChannelContext<unknown>): Promise<Sender>
}

/** The receiver says no, and will say so again. */
export class Refused extends Error {}

/** Types a channel's definition. */
export const channel = <T extends TObject>(definition: {
  readonly name: string
  readonly summary: string
  readonly options: T
  start(context: ChannelContext<Static<T>>): Promise<Sender>
}): Channel => ({
  ...definition,
  start: context =>
    definition.start({ ...context, options: Value.Parse(definition.options, context.options) }),
})
