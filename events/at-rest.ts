/** Files at rest that hold customers: each is a File System Activity [1001] of OCSF's type Other, called Inventory; how far the search is, is a Scan Activity [6007]. */
import Type, { type Static } from 'typebox'
import { type FileActivity, type FileFacts, fileActivity } from './file-activity.ts'
import {
  baseAttributes,
  classUid,
  Device,
  OCSF_VERSION,
  type Origin,
  severityId,
  typeUid,
} from './ocsf.ts'

const count = Type.Integer({ minimum: 0 })

/** How far a search is (`unmapped.clientkeep.inventory`). */
const Progress = Type.Object({
  state: Type.Union([Type.Literal('running'), Type.Literal('paused'), Type.Literal('done')]),
  /** Files below the folders that are searched, counted before; 0 where they are not counted yet. */
  files: count,
  /** Of these, looked at or known from before. */
  done: count,
  /** Files that hold what may be customers. */
  islands: count,
})
export type InventoryProgress = Static<typeof Progress>

export const ScanActivity = Type.Object({
  ...baseAttributes,
  category_uid: Type.Literal(6),
  class_uid: Type.Literal(classUid.scanActivity),
  class_name: Type.Literal('Scan Activity'),
  activity_id: Type.Integer(),
  activity_name: Type.String({ maxLength: 40 }),
  type_uid: Type.Integer(),
  device: Device,
  scan: Type.Object({ name: Type.String({ maxLength: 100 }), type_id: Type.Integer() }),
  num_files: count,
  num_detections: count,
  total: count,
  unmapped: Type.Object({ clientkeep: Type.Object({ inventory: Progress }) }),
})
export type ScanActivity = Static<typeof ScanActivity>

/** OCSF has Started and Completed; what is between is Other. */
const activities = {
  running: [1, 'Started'],
  paused: [99, 'Paused'],
  done: [2, 'Completed'],
} as const
const scheduled = 2

/** Builds the event that says how far the inventory is. */
export function inventoryProgress(
  origin: Origin,
  { uid, time, progress }: { uid: string; time: number; progress: InventoryProgress },
): ScanActivity {
  const [activity_id, activity_name] = activities[progress.state]
  return {
    metadata: { version: OCSF_VERSION, uid, product: origin.product, profiles: ['host'] },
    time,
    severity_id: severityId.informational,
    severity: 'Informational',
    category_uid: 6,
    class_uid: classUid.scanActivity,
    class_name: 'Scan Activity',
    activity_id,
    activity_name,
    type_uid: typeUid(classUid.scanActivity, activity_id),
    device: origin.device,
    scan: { name: 'Customers at rest', type_id: scheduled },
    num_files: progress.done,
    num_detections: progress.islands,
    total: progress.files,
    unmapped: { clientkeep: { inventory: progress } },
  }
}

/** A file at rest and what is in it; without a scan, it holds no customers any more, or is gone. */
export const fileAtRest = (origin: Origin, facts: Omit<FileFacts, 'activity'>): FileActivity =>
  fileActivity(origin, { ...facts, activity: 'Inventory' })
