/** File System Activity [1001]: what happened to one file, where it lies, and what the scan found in it. */
import Type, { type Static } from 'typebox'
import {
  Actor,
  baseAttributes,
  classUid,
  Device,
  type DriveType,
  driveTypeId,
  File,
  type FileActivityName,
  fileActivityId,
  OCSF_VERSION,
  type Origin,
  severityId,
  typeUid,
} from './ocsf.ts'
import { PlaceKind } from './policy.ts'
import { ScanSummary } from './scan.ts'

/** The watched place that the file lies in (`unmapped.clientkeep.place`); OCSF has no volume object with a label. */
export const Place = Type.Object({
  kind: PlaceKind,
  label: Type.String({ maxLength: 200 }),
  path: Type.String({ maxLength: 8192 }),
})
export type Place = Static<typeof Place>

/** What a print service says of a job (`unmapped.clientkeep.print`). `pages` is 0 where the printer tells none. */
const PrintDetails = Type.Object({
  pages: Type.Integer({ minimum: 0 }),
  copies: Type.Integer({ minimum: 1 }),
  state: Type.Union([
    Type.Literal('printing'),
    Type.Literal('completed'),
    Type.Literal('canceled'),
    Type.Literal('aborted'),
  ]),
})
export type PrintDetails = Static<typeof PrintDetails>

export const FileActivity = Type.Object({
  ...baseAttributes,
  category_uid: Type.Literal(1),
  class_uid: Type.Literal(classUid.fileActivity),
  class_name: Type.Literal('File System Activity'),
  activity_id: Type.Integer(),
  activity_name: Type.String({ maxLength: 40 }),
  type_uid: Type.Integer(),
  actor: Actor,
  device: Device,
  file: File,
  unmapped: Type.Object({
    clientkeep: Type.Object({
      place: Place,
      scan: Type.Optional(ScanSummary),
      print: Type.Optional(PrintDetails),
    }),
  }),
})
export type FileActivity = Static<typeof FileActivity>

export interface FileFacts {
  readonly uid: string
  readonly time: number
  readonly activity: FileActivityName
  readonly account: { readonly name: string; readonly uid?: string }
  readonly path: string
  readonly name: string
  readonly parent: string
  readonly sizeBytes?: number
  readonly modifiedAt?: number
  readonly sha256?: string
  readonly place: Place
  readonly scan?: ScanSummary
  readonly print?: PrintDetails
}

const driveOf: Record<Place['kind'], DriveType> = {
  removable: 'Removable',
  network: 'Remote',
  'cloud-sync': 'Fixed',
  folder: 'Fixed',
  phone: 'Removable',
  printer: 'Other',
  clipboard: 'Other',
}

/** OCSF `status_id` of a classification: 1 Complete, 2 Partial, 3 Fail. */
const statusOf: Record<ScanSummary['status'], 1 | 2 | 3> = {
  complete: 1,
  truncated: 2,
  encrypted: 3,
  unreadable: 3,
  failed: 3,
}

/** `data_classifications` of a scan: category Personal, one count per identifier kind. */
function classify(scan: ScanSummary): NonNullable<File['data_classifications']> {
  const isPartly = scan.rows > 0 && scan.status !== 'failed'
  const status = isPartly ? Math.min(2, statusOf[scan.status]) : statusOf[scan.status]
  return [
    {
      category_id: 1,
      status_id: status,
      status: ['', 'Complete', 'Partial', 'Fail'][status] ?? 'Unknown',
      total: scan.candidates,
      classifier_details: { name: 'Clientkeep customer base', type: 'Exact data match' },
      discovery_details: [
        { type: 'customer e-mail', count: scan.kinds.email },
        { type: 'customer phone', count: scan.kinds.phone },
      ],
    },
  ]
}

/** Builds the event from what a file sensor saw. Times are UTC epoch milliseconds, sizes bytes. */
export function fileActivity(origin: Origin, facts: FileFacts): FileActivity {
  const drive = driveOf[facts.place.kind]
  const dot = facts.name.lastIndexOf('.')
  return {
    metadata: {
      version: OCSF_VERSION,
      uid: facts.uid,
      product: origin.product,
      ...(facts.scan ? { profiles: ['data_classification'] } : {}),
    },
    time: facts.time,
    severity_id: severityId.informational,
    severity: 'Informational',
    category_uid: 1,
    class_uid: classUid.fileActivity,
    class_name: 'File System Activity',
    activity_id: fileActivityId[facts.activity],
    activity_name: facts.activity,
    type_uid: typeUid(classUid.fileActivity, fileActivityId[facts.activity]),
    actor: { user: { ...facts.account, type_id: 1 } },
    device: origin.device,
    file: {
      name: facts.name,
      path: facts.path,
      ...(facts.parent === '' ? {} : { parent_folder: facts.parent }),
      type_id: 1,
      drive_type: drive,
      drive_type_id: driveTypeId[drive],
      ...(dot > 0 ? { ext: facts.name.slice(dot + 1) } : {}),
      ...(facts.sizeBytes === undefined ? {} : { size: facts.sizeBytes }),
      ...(facts.modifiedAt === undefined ? {} : { modified_time: facts.modifiedAt }),
      ...(facts.sha256
        ? { hashes: [{ algorithm_id: 3, algorithm: 'SHA-256', value: facts.sha256 }] }
        : {}),
      ...(facts.scan ? { data_classifications: classify(facts.scan) } : {}),
    },
    unmapped: {
      clientkeep: {
        place: facts.place,
        ...(facts.scan ? { scan: facts.scan } : {}),
        ...(facts.print ? { print: facts.print } : {}),
      },
    },
  }
}
