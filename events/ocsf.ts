/** OCSF 1.9 objects and class numbers that our events are made of. Source: schema.ocsf.io; attribute names are OCSF's. */
import Type, { type Static, type TSchema } from 'typebox'

export const OCSF_VERSION = '1.9.0-dev'

/** `class_uid` of the event classes in use. */
export const classUid = {
  fileActivity: 1001,
  peripheralActivity: 1010,
  clipboardActivity: 1012,
  detectionFinding: 2004,
  authentication: 3002,
  webResourcesActivity: 6001,
  applicationLifecycle: 6002,
  scanActivity: 6007,
  applicationError: 6008,
} as const

/** `activity_id` of File System Activity (1001) that our sensors emit; a print job is OCSF's Other under our name. */
export const fileActivityId = {
  ...{ Create: 1, Read: 2, Update: 3, Delete: 4, Rename: 5, Open: 14, Print: 99, Inventory: 99 },
} as const
export type FileActivityName = keyof typeof fileActivityId

/** `severity_id`: base event. */
export const severityId = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 } as const
export type Severity = keyof typeof severityId

/** `file.drive_type_id`: dictionary. */
export const driveTypeId = { Unknown: 0, Removable: 1, Fixed: 2, Remote: 3, Other: 99 } as const
export type DriveType = keyof typeof driveTypeId

const optional = <T extends TSchema>(schema: T) => Type.Optional(schema)
const Text = Type.String({ maxLength: 8192 })

export const Product = Type.Object({ name: Text, vendor_name: Text, version: Text })

export const Metadata = Type.Object({
  version: Type.Literal(OCSF_VERSION),
  uid: Type.String({ minLength: 1, maxLength: 128 }),
  product: Product,
  profiles: optional(Type.Array(Text)),
  logged_time: optional(Type.Integer()),
})

const User = Type.Object({
  name: Text,
  uid: optional(Text),
  type_id: optional(Type.Integer()),
})

/** The program that did it, as far as it is known. */
export const Process = Type.Object({
  name: Text,
  pid: optional(Type.Integer({ minimum: 0 })),
  file: optional(Type.Object({ name: Text, path: Text, type_id: Type.Integer() })),
  cmd_line: optional(Text),
})
export type Process = Static<typeof Process>

export const Actor = Type.Object({
  user: User,
  process: optional(Process),
  session: optional(Type.Object({ uid: Text })),
  app_name: optional(Text),
})

export const Device = Type.Object({
  type_id: Type.Integer(),
  uid: Text,
  hostname: Text,
  os: optional(Type.Object({ name: Text, type_id: Type.Integer(), version: optional(Text) })),
})

const Fingerprint = Type.Object({
  algorithm_id: Type.Integer(),
  algorithm: Text,
  value: Text,
})

/** Data-classification profile: what a scan found, as counts. */
const DataClassification = Type.Object({
  category_id: Type.Integer(),
  status_id: Type.Integer(),
  status: Text,
  total: Type.Integer({ minimum: 0 }),
  classifier_details: Type.Object({ name: Text, type: Text }),
  discovery_details: Type.Array(Type.Object({ type: Text, count: Type.Integer({ minimum: 0 }) })),
})

export const File = Type.Object({
  name: Text,
  path: Text,
  parent_folder: optional(Text),
  ext: optional(Text),
  type_id: Type.Integer(),
  size: optional(Type.Integer({ minimum: 0 })),
  modified_time: optional(Type.Integer()),
  hashes: optional(Type.Array(Fingerprint)),
  drive_type: optional(Text),
  drive_type_id: optional(Type.Integer()),
  data_classifications: optional(Type.Array(DataClassification)),
})

/** What every event of ours carries. */
export const baseAttributes = {
  metadata: Metadata,
  time: Type.Integer({ minimum: 0 }),
  severity_id: Type.Integer({ minimum: 0, maximum: 99 }),
  severity: optional(Text),
  message: optional(Text),
} as const

export type Metadata = Static<typeof Metadata>
export type Device = Static<typeof Device>
export type Actor = Static<typeof Actor>
export type File = Static<typeof File>
export type Product = Static<typeof Product>

/** Where an event comes from: the same on all events of one agent. */
export interface Origin {
  readonly product: Product
  readonly device: Device
}

/** `type_uid`: class_uid * 100 + activity_id (OCSF base event). */
export const typeUid = (classUid: number, activityId: number): number => classUid * 100 + activityId
