/** What a sensor is: the contract that every file in `sensors/` fulfils. */

import type { Logger } from 'pino'
import type { Static, TObject } from 'typebox'
import type { Origin } from '../events/ocsf.ts'
import type { Policy } from '../events/policy.ts'
import type { Platform } from './platform/platform.ts'
import type { FileScanner } from './scanner.ts'

/** Builds an event of one class from what a sensor saw; `uid` becomes `metadata.uid`. */
export type EventShape<F> = (origin: Origin, facts: F & { readonly uid: string }) => object

export interface SensorContext<O> {
  readonly options: O
  readonly platform: Platform
  readonly scanner: FileScanner
  readonly log: Logger
  readonly signal: AbortSignal
  readonly now: () => number
  /** Calls with each policy that comes into force; it counts as carried out when the promise resolves. */
  readonly onPolicy: (listener: (policy: Policy) => Promise<void>) => void
  /** Makes an event of a class of `events/` and spools it. */
  readonly emit: <F extends object>(shape: EventShape<F>, facts: F) => void
  /** Says that the sensor works worse than it should, or that something was lost. */
  readonly degraded: (reason: string, lost?: number) => void
}

export interface Sensor<T extends TObject = TObject> {
  readonly name: string
  readonly summary: string
  readonly options: T
  /** Resolves when the sensor has ended, after the signal aborted. */
  start(context: SensorContext<Static<T>>): Promise<void>
}

/** Types a sensor's definition. */
export const sensor = <T extends TObject>(definition: Sensor<T>): Sensor<T> => definition
