/** The OCSF classes that a collector takes, by `class_uid`, each with the schema that its events are checked against. A new class is one line. */
import type { TObject } from 'typebox'
import { ApplicationError, ApplicationLifecycle } from './agent-health.ts'
import { ScanActivity } from './at-rest.ts'
import { ClipboardActivity } from './clipboard-activity.ts'
import { FileActivity } from './file-activity.ts'
import { classUid } from './ocsf.ts'
import { PeripheralActivity } from './peripheral-activity.ts'

export const eventClasses: ReadonlyMap<number, TObject> = new Map<number, TObject>([
  [classUid.fileActivity, FileActivity],
  [classUid.peripheralActivity, PeripheralActivity],
  [classUid.clipboardActivity, ClipboardActivity],
  [classUid.applicationLifecycle, ApplicationLifecycle],
  [classUid.scanActivity, ScanActivity],
  [classUid.applicationError, ApplicationError],
])
