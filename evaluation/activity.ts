/** What people do with customers, and the OCSF event that Clientkeep's sensors and connectors make of it. */
import { packTokens } from '../content/token.ts'
import { limits } from '../events/limits.ts'
import { classUid, OCSF_VERSION, typeUid } from '../events/ocsf.ts'
import type { Member } from './organisation.ts'

/** Customer ids, in any order, each once. */
export type Customers = readonly number[]

interface Done {
  /** UTC epoch milliseconds. */
  readonly time: number
  readonly by: Member
}

export type Activity = Done &
  (
    | { readonly kind: 'logon' | 'logoff'; readonly hasKey: boolean; readonly account?: string }
    | { readonly kind: 'view' | 'export'; readonly customers: Customers; readonly account?: string }
    | {
        readonly kind: 'change' | 'delete'
        readonly records: number
        readonly fields?: readonly string[]
        readonly isTakeOver?: boolean
      }
    | { readonly kind: 'clipboard' | 'print'; readonly customers: Customers }
    | { readonly kind: 'mail'; readonly customers: Customers; readonly isExternal: boolean }
    | { readonly kind: 'upload'; readonly customers: Customers; readonly to: string }
    | {
        readonly kind: 'file'
        readonly customers: Customers
        readonly act: 'Create' | 'Update' | 'Delete' | 'Rename'
        readonly name: string
        readonly place: 'removable' | 'cloud-sync' | 'phone' | 'folder'
        readonly isEncrypted?: boolean
      }
    | {
        readonly kind: 'device'
        readonly act: 'Connect' | 'Disconnect'
        readonly type: 'storage' | 'key'
        readonly serial: string
      }
    | { readonly kind: 'agent'; readonly act: 'Start' | 'Stop' }
    | { readonly kind: 'degraded'; readonly reason: string }
  )

type Fields = Readonly<Record<string, unknown>>

const product = { name: 'Clientkeep', vendor_name: 'Clientkeep', version: 'simulated' }

const isEndpoint: Readonly<Record<Activity['kind'], boolean>> = {
  ...{ logon: false, logoff: false, view: false, export: false, change: false, delete: false },
  ...{ clipboard: true, print: true, mail: false, upload: true, file: true, device: true },
  ...{ agent: true, degraded: true },
}

/** A scan's result. The token of a simulated customer is its id, so that no installation's key is needed to confirm it. */
function scanOf(customers: Customers) {
  return {
    status: 'complete',
    format: 'csv',
    bytes: 200 + customers.length * 120,
    rows: customers.length,
    candidates: customers.length,
    kinds: { email: customers.length, phone: 0 },
    tokens: packTokens(BigUint64Array.from(customers, BigInt)),
    filter_version: 'simulated',
    duration_ms: 1,
  }
}

const counted = (customers: Customers, base: number) => ({
  customers: {
    distinct: customers.length,
    share_percent: Math.round((customers.length / base) * 1000) / 10,
    ids: customers.slice(0, limits.customerIdsPerEvent),
  },
})

interface Shape {
  readonly uid: number
  readonly name: string
  readonly activity: string
  readonly activityId: number
  readonly fields: Fields
  readonly own?: Fields
}

const webActivities = { view: ['Read', 2], export: ['Export', 7], change: ['Update', 3] } as const
const fileActivities = { Create: 1, Update: 3, Delete: 4, Rename: 5 } as const
const driveTypes = { removable: 1, 'cloud-sync': 2, phone: 1, folder: 2 } as const
const places = {
  removable: '/media/stick',
  'cloud-sync': '/home/user/Cloud',
  phone: '/run/mtp/phone',
  folder: '/home/user/Downloads',
} as const

const crm = { name: 'CRM' }

function webShape(activity: string, activityId: number, by: Member, own: Fields): Shape {
  return {
    ...{ uid: 6001, name: 'Web Resources Activity', activity, activityId, own },
    fields: {
      web_resources: [{ name: 'Customers', type: 'customer' }],
      src_endpoint: { ip: by.ip, hostname: by.host },
    },
  }
}

function fileShape(done: Extract<Activity, { kind: 'file' }>): Shape {
  const { act, name, place, customers, isEncrypted } = done
  const path = `${places[place]}/${name}`
  const drive = driveTypes[place]
  return {
    ...{ uid: classUid.fileActivity, name: 'File System Activity', activity: act },
    activityId: fileActivities[act],
    fields: {
      file: {
        ...{ name, path, type_id: 1, parent_folder: places[place] },
        ...{ ext: name.slice(name.lastIndexOf('.') + 1), drive_type_id: drive },
        drive_type: drive === 1 ? 'Removable' : 'Fixed',
        ...(isEncrypted ? { is_encrypted: true } : {}),
      },
    },
    own: {
      place: { kind: place, label: place, path: places[place] },
      ...(act === 'Delete' ? {} : { scan: scanOf(customers) }),
    },
  }
}

function shapeOf(done: Activity, base: number): Shape {
  switch (done.kind) {
    case 'logon':
    case 'logoff':
      return {
        ...{ uid: 3002, name: 'Authentication' },
        activity: done.kind === 'logon' ? 'Logon' : 'Logoff',
        activityId: done.kind === 'logon' ? 1 : 2,
        fields: {
          user: { name: done.account ?? done.by.id },
          ...{ service: crm, status: 'Success', status_id: 1 },
          src_endpoint: { ip: done.by.ip, hostname: done.by.host },
          auth_factors: done.hasKey ? [{ factor_type: 'WebAuthn', factor_type_id: 10 }] : [],
        },
      }
    case 'view':
    case 'export': {
      const [activity, id] = webActivities[done.kind]
      return webShape(activity, id, done.by, counted(done.customers, base))
    }
    case 'change':
    case 'delete': {
      const { records, fields = ['status'], isTakeOver = false } = done
      const change = { records, fields, owner_is_actor: isTakeOver }
      const [activity, id] =
        done.kind === 'delete' ? (['Delete', 4] as const) : webActivities.change
      return webShape(activity, id, done.by, { change })
    }
    case 'clipboard':
      return {
        ...{ uid: 1012, name: 'Clipboard Activity', activity: 'Write', activityId: 2 },
        fields: { clipboard: { name: 'CLIPBOARD' } },
        own: { scan: scanOf(done.customers) },
      }
    case 'print':
      return {
        ...{ uid: classUid.fileActivity, name: 'File System Activity', activity: 'Print' },
        activityId: 99,
        fields: { file: { name: 'Document', path: 'print:Office', type_id: 99 } },
        own: { scan: scanOf(done.customers) },
      }
    case 'mail':
      return {
        ...{ uid: 4009, name: 'Email Activity', activity: 'Send', activityId: 1 },
        fields: { direction_id: 2, email: { from: done.by.email } },
        own: { mail: { is_external: done.isExternal }, ...counted(done.customers, base) },
      }
    case 'upload':
      return {
        ...{ uid: 4002, name: 'HTTP Activity', activity: 'Post', activityId: 6 },
        fields: { http_request: { http_method: 'POST' } },
        own: { upload: { kind: done.to }, ...counted(done.customers, base) },
      }
    case 'file':
      return fileShape(done)
    case 'device': {
      const isKey = done.type === 'key'
      return {
        ...{ uid: 1010, name: 'Peripheral Activity', activity: done.act },
        activityId: done.act === 'Connect' ? 1 : 2,
        fields: {
          peripheral_device: {
            name: isKey ? 'Security key' : 'USB storage',
            ...{ class: isKey ? 'HID' : 'Mass storage', serial_number: done.serial },
            type: isKey ? 'Security Key' : 'External Storage',
            type_id: isKey ? 99 : 1,
          },
        },
      }
    }
    case 'agent':
      return {
        ...{ uid: classUid.applicationLifecycle, name: 'Application Lifecycle' },
        activity: done.act,
        activityId: done.act === 'Start' ? 3 : 4,
        fields: { app: { name: 'Clientkeep Agent', vendor_name: 'Clientkeep' } },
      }
    case 'degraded':
      return {
        ...{ uid: classUid.applicationError, name: 'Application Error' },
        ...{ activity: 'General Error', activityId: 1 },
        fields: {},
        own: { degradation: { sensor: 'files', reason: done.reason, lost: 1 } },
      }
  }
}

/** The event of an activity; `uid` becomes `metadata.uid`, `base` is the number of customers that there are. */
export function eventOf(done: Activity, uid: string, base: number) {
  const shape = shapeOf(done, base)
  const { by } = done
  const account = 'account' in done && done.account !== undefined ? done.account : by.id
  return {
    metadata: { version: OCSF_VERSION, uid, product, profiles: ['host'] },
    time: done.time,
    timezone_offset: by.site.zone,
    ...{ severity_id: 1, severity: 'Informational' },
    category_uid: Math.floor(shape.uid / 1000),
    class_uid: shape.uid,
    class_name: shape.name,
    activity_id: shape.activityId,
    activity_name: shape.activity,
    type_uid: typeUid(shape.uid, shape.activityId),
    ...(shape.uid === 3002 ? {} : { actor: { user: { name: account, type_id: 1 } } }),
    ...(isEndpoint[done.kind]
      ? { device: { type_id: 3, uid: `agent-${by.host}`, hostname: by.host } }
      : {}),
    ...shape.fields,
    unmapped: { clientkeep: shape.own ?? {} },
  }
}
