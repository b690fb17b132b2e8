/** What a sensor is: the contract that every file in `sensors/` fulfils. */

import type { Logger } from 'pino'
import type { Static, TObject } from 'typebox'
import Value from 'typebox/value'
import type { Origin } from '../events/ocsf.ts'
import type { Permit } from '../events/permit.ts'
import type { Policy } from '../events/policy.ts'
import type { Islands } from './islands.ts'
import type { Platform } from './platform/platform.ts'
import type { FileScanner } from './scanner.ts'

/** Builds an event of one class from what a sensor saw; `uid` becomes `metadata.uid`. */
export type EventShape<F> = (origin: Origin, facts: F & { readonly uid: string }) => object

export interface SensorContext<O> {
  readonly options: O
  /** A folder of the sensor's own, for what it must remember. */
  readonly dir: string
  /** The key for what the sensor keeps, by purpose. */
  readonly key: (purpose: 'state' | 'vault') => Buffer
  /** A permit of the collector; throws where it is none for this endpoint. */
  readonly verifyPermit: (bundle: string) => Promise<Permit>
  readonly platform: Platform
  readonly scanner: FileScanner
  /** Files at rest that hold customers, as all sensors know them. */
  readonly islands: Islands
  readonly log: Logger
  readonly signal: AbortSignal
  readonly now: () => number
  /** Calls with each policy that comes into force; it counts as carried out when the promise resolves. */
  readonly onPolicy: (listener: (policy: Policy) => Promise<void>) => void
  /** Makes an event of a class of `events/` and spools it. */
  readonly emit: <F extends object>(shape: EventShape<F>, facts: F) => void
  /** Makes durable what was emitted: what it came from may be forgotten then. */
  readonly keep: () => void
  /** Says that the sensor works worse than it should, or that something was lost. */
  readonly degraded: (reason: string, lost?: number) => void
}

interface Sensor<T extends TObject = TObject> {
  readonly name: string
  readonly summary: string
  readonly options: T
  /** Resolves when the sensor has ended, after the signal aborted. */
  start(context: SensorContext<Static<T>>): Promise<void>
}

/** A sensor whose options are checked when it starts; those that are not given are the defaults. */
export interface AnySensor extends Omit<Sensor, 'start'> {
  start(context: SensorContext<object>): Promise<void>
}

/** Types a sensor's definition. */
export const sensor = <T extends TObject>(definition: Sensor<T>): AnySensor => ({
  ...definition,
  start: context =>
    definition.start({
      ...context,
      options: Value.Parse(definition.options, Value.Default(definition.options, context.options)),
    }),
})
