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
  type Process,
  severityId,
  typeUid,
} from './ocsf.ts'
import { shownPath } from './path-bytes.ts'
import { Identity } from './peripheral-activity.ts'
import { PlaceKind } from './policy.ts'
import { ScanSummary, Unread } from './scan.ts'

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

/** The device that a removable volume lies on. */
export const DriveIdentity = Type.Object({
  name: Type.String({ maxLength: 1000 }),
  vendor_id: Type.Optional(Type.String({ maxLength: 10 })),
  product_id: Type.Optional(Type.String({ maxLength: 10 })),
  serial: Type.Optional(Type.String({ maxLength: 1000 })),
  uuid: Type.Optional(Type.String({ maxLength: 200 })),
  partition_uuid: Type.Optional(Type.String({ maxLength: 200 })),
  identity: Identity,
})
export type DriveIdentity = Static<typeof DriveIdentity>

/** Where a file's content was seen before: the same bytes, or the same customers (`percent`, estimated). */
const CopyOf = Type.Object({
  path: Type.String({ maxLength: 8192 }),
  by: Type.Union([Type.Literal('bytes'), Type.Literal('customers')]),
  percent: Type.Integer({ minimum: 0, maximum: 100 }),
})

/** How the account is known: from the process that did it, from the file's owner, because it is logged in, or because the agent runs as it. */
const Attribution = Type.Union([
  Type.Literal('process'),
  Type.Literal('owner'),
  Type.Literal('session'),
  Type.Literal('agent-account'),
])

/** What became of a file that policy does not let go out. */
export const HoldState = Type.Union([
  Type.Literal('warned'),
  Type.Literal('held'),
  Type.Literal('blocked'),
  Type.Literal('released'),
  Type.Literal('refused'),
  Type.Literal('failed'),
  Type.Literal('permitted'),
])
export type HoldState = Static<typeof HoldState>

/** A hold, named by its id; `permitted` by the permit that let the file be. `failed` says why in `reason`: then the file is where it was. */
export const Hold = Type.Object({
  id: Type.String({ maxLength: 60 }),
  state: HoldState,
  customers: Type.Integer({ minimum: 0 }),
  rows: Type.Integer({ minimum: 0 }),
  /** Customers that the account took within a day, with those in it; there where that is why it is meant. */
  day: Type.Optional(Type.Integer({ minimum: 0 })),
  /** It is meant for this too, whatever was counted. */
  unread: Type.Optional(Unread),
  reason: Type.Optional(Type.String({ maxLength: 500 })),
})
export type Hold = Static<typeof Hold>

/** The kind of a program that carries files out. */
export const CarrierKind = Type.Union([
  Type.Literal('browser'),
  Type.Literal('sync-client'),
  Type.Literal('mail-program'),
  Type.Literal('messenger'),
  Type.Literal('transfer-tool'),
])
export type CarrierKind = Static<typeof CarrierKind>

/** A file with customers was opened, or a program was kept from it. What the program did with it is not known. */
const Opening = Type.Object({
  decision: Type.Union([Type.Literal('allowed'), Type.Literal('denied')]),
  by: Type.Optional(CarrierKind),
})

/** What is known of a file beside OCSF's attributes (`unmapped.clientkeep`). */
const more = {
  attribution: Type.Optional(Attribution),
  /** The account that did it, where it is another than whose work it is: a person who became root, or let a service do it. */
  ran_as: Type.Optional(Type.String({ maxLength: 200 })),
  /** The path before it was renamed or moved. */
  moved_from: Type.Optional(Type.String({ maxLength: 8192 })),
  drive: Type.Optional(DriveIdentity),
  copy_of: Type.Optional(CopyOf),
  hold: Type.Optional(Hold),
  opening: Type.Optional(Opening),
  /** Where the file was downloaded from; never more of the address than its host. */
  download: Type.Optional(
    Type.Object({ host: Type.String({ maxLength: 253 }), is_crm: Type.Boolean() }),
  ),
}

export type FileMore = Static<ReturnType<typeof Type.Object<typeof more>>>

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
  /** Security-control profile: what a hold did. */
  action_id: Type.Optional(Type.Integer()),
  disposition_id: Type.Optional(Type.Integer()),
  disposition: Type.Optional(Type.String({ maxLength: 40 })),
  unmapped: Type.Object({
    clientkeep: Type.Object({
      place: Place,
      scan: Type.Optional(ScanSummary),
      print: Type.Optional(PrintDetails),
      ...more,
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
  readonly process?: Process
  readonly session?: string
  readonly more?: FileMore
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
  crm: 'Other',
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

/** OCSF `action_id`, `disposition_id` and its caption. */
const controls: Record<HoldState, readonly [action: number, disposition: number, text: string]> = {
  warned: [3, 19, 'Alert'],
  held: [2, 3, 'Quarantined'],
  blocked: [2, 2, 'Blocked'],
  released: [1, 9, 'Restored'],
  refused: [2, 25, 'Rejected'],
  failed: [3, 27, 'Error'],
  permitted: [1, 1, 'Allowed'],
}

/** The attributes of the security-control profile. */
function control({ hold, opening }: FileMore = {}) {
  const state = hold?.state ?? (opening?.decision === 'denied' ? 'blocked' : undefined)
  if (!state) return {}
  const [action_id, disposition_id, disposition] = controls[state]
  return { action_id, disposition_id, disposition }
}

/** Builds the event from what a file sensor saw. Times are UTC epoch milliseconds, sizes bytes. */
export function fileActivity(origin: Origin, facts: FileFacts): FileActivity {
  const drive = driveOf[facts.place.kind]
  const dot = facts.name.lastIndexOf('.')
  const profiles = [
    ...(facts.scan ? ['data_classification'] : []),
    ...(facts.more && 'action_id' in control(facts.more) ? ['security_control'] : []),
  ]
  return {
    metadata: {
      version: OCSF_VERSION,
      uid: facts.uid,
      product: origin.product,
      ...(profiles.length > 0 ? { profiles } : {}),
    },
    ...control(facts.more),
    time: facts.time,
    severity_id: severityId.informational,
    severity: 'Informational',
    category_uid: 1,
    class_uid: classUid.fileActivity,
    class_name: 'File System Activity',
    activity_id: fileActivityId[facts.activity],
    activity_name: facts.activity,
    type_uid: typeUid(classUid.fileActivity, fileActivityId[facts.activity]),
    actor: {
      user: { ...facts.account, type_id: 1 },
      ...(facts.process && { process: facts.process }),
      ...(facts.session !== undefined && { session: { uid: facts.session } }),
    },
    device: origin.device,
    file: {
      name: shownPath(facts.name),
      path: shownPath(facts.path),
      ...(facts.parent === '' ? {} : { parent_folder: shownPath(facts.parent) }),
      type_id: 1,
      drive_type: drive,
      drive_type_id: driveTypeId[drive],
      ...(dot > 0 ? { ext: shownPath(facts.name.slice(dot + 1)) } : {}),
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
        ...facts.more,
        ...(facts.print ? { print: facts.print } : {}),
      },
    },
  }
}
