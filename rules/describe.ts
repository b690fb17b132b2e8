/** Tells the engine what an OCSF event is: its id, time and Sigma log source. The only place where rules meet OCSF classes. */
import { assert } from '../events/fault.ts'
import type { EventDescription } from './engine/engine.ts'
import type { EventObject } from './engine/event.ts'
import type { Logsource } from './engine/rule.ts'

const product = 'clientkeep'

/** Sigma `category` by OCSF `class_uid`; `file_event` is Sigma's own name, the others are OCSF's class names in short. */
const categories: Readonly<Record<number, string>> = {
  1001: 'file_event',
  1010: 'peripheral_activity',
  1012: 'clipboard_activity',
  2004: 'detection_finding',
  3002: 'authentication',
  4002: 'http_activity',
  4009: 'email_activity',
  6001: 'web_resources_activity',
  6002: 'application',
  6005: 'datastore_activity',
  6006: 'file_hosting',
  6008: 'application_error',
}

const sources: ReadonlyMap<unknown, Logsource> = new Map(
  Object.entries(categories).map(([uid, category]) => [Number(uid), { product, category }]),
)
/** Product-wide rules see events of every class. */
const unknownClass: Logsource = { product }

/** The log source of an OCSF event, the same object each time. */
export const ocsfLogsource = ({ class_uid }: EventObject): Logsource =>
  sources.get(class_uid) ?? unknownClass

/** Describes an OCSF event of ours. */
export function describeOcsf(event: EventObject): EventDescription {
  const { time } = event
  assert(typeof time === 'number', 'an OCSF event has a time')
  return { time, logsource: ocsfLogsource(event) }
}
