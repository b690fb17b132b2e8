/** Tells the engine what an OCSF event is: its id, time and Sigma log source. The only place where rules meet OCSF classes. */
import { assert } from '../events/fault.ts'
import { classUid } from '../events/ocsf.ts'
import type { EventDescription } from './engine/engine.ts'
import { type EventObject, isObject } from './engine/event.ts'

/** Sigma `category` of each OCSF class in use; `file_event` is Sigma's own name. */
const categoryOf: ReadonlyMap<unknown, string> = new Map([
  [classUid.fileActivity, 'file_event'],
  [classUid.detectionFinding, 'detection_finding'],
  [classUid.applicationLifecycle, 'application'],
  [classUid.applicationError, 'application_error'],
])

/** Describes an OCSF event. Events of classes that no rule knows have a product only, so that product-wide rules still see them. */
export function describeOcsf(event: EventObject): EventDescription {
  const { metadata, time, class_uid } = event
  const uid = isObject(metadata) ? metadata.uid : undefined
  assert(typeof uid === 'string' && typeof time === 'number', 'an OCSF event has uid and time')
  const category = categoryOf.get(class_uid)
  return {
    uid,
    time,
    logsource: { product: 'clientkeep', ...(category === undefined ? {} : { category }) },
  }
}
