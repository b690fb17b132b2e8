/** What a sensor is: the contract that every file in `sensors/` fulfils. */

import type { Logger } from 'pino'
import type { Static, TObject } from 'typebox'
import type { FileFacts } from '../events/file-activity.ts'
import type { WatchPlace } from '../events/policy.ts'
import type { Platform } from './platform/platform.ts'
import type { FileScanner } from './scanner.ts'

/** What is watched now; `ready` is to be called when it really is. */
export interface WatchOrder {
  readonly places: readonly WatchPlace[]
  readonly removableDrives: boolean
}

export interface SensorContext<O> {
  readonly options: O
  readonly platform: Platform
  readonly scanner: FileScanner
  readonly log: Logger
  readonly signal: AbortSignal
  readonly now: () => number
  /** Calls with each order that comes into force; the order counts as carried out when the promise resolves. */
  readonly onOrder: (listener: (order: WatchOrder) => Promise<void>) => void
  /** Makes a File System Activity event and spools it. */
  readonly emitFile: (facts: Omit<FileFacts, 'uid'>) => void
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
