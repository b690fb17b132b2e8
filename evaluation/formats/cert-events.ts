/** Rows of the CERT Insider Threat logs as OCSF events. The logs know no customers: each distinct document stands for one. */
import { packTokens } from '../../content/token.ts'
import { OCSF_VERSION, typeUid } from '../../events/ocsf.ts'

/** The kinds of log; also the `type` of rows that come in one file. */
export const certKinds = ['logon', 'device', 'file', 'http', 'email'] as const
export type CertKind = (typeof certKinds)[number]

export interface CertRow {
  readonly kind: CertKind
  /** UTC epoch milliseconds; the logs name no zone. */
  readonly time: number
  readonly user: string
  readonly pc: string
  readonly text: (column: string) => string
}

/** `MM/DD/YYYY HH:MM:SS` as UTC epoch milliseconds; undefined where it is none. */
export function certTime(text: string): number | undefined {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text)
  if (!match) return undefined
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map(part => Number(part ?? 0))
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  const read = new Date(time)
  return read.getUTCDate() === day && read.getUTCMonth() === month - 1 ? time : undefined
}

/** A document's number: 1 for the first that is seen. The same name is the same document. */
export type Documents = (name: string) => number

export function numbering(): Documents {
  const known = new Map<string, number>()
  return name => {
    const number = known.get(name) ?? known.size + 1
    known.set(name, number)
    return number
  }
}

const clouds = /dropbox|drive\.google|onedrive|box\.com|mega\.|icloud/i
const mailers = /mail\.google|gmail|yahoo.*mail|hotmail|outlook\.live|aol\.com|comcast/i

const uploadKind = (url: string): string =>
  clouds.test(url) ? 'personal-cloud' : mailers.test(url) ? 'webmail' : 'file-transfer'

const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase()

const yes = (text: string): boolean => /^(true|1|yes)$/i.test(text)

interface Shape {
  readonly uid: number
  readonly activity: string
  readonly id: number
  readonly fields?: Readonly<Record<string, unknown>>
  readonly own?: Readonly<Record<string, unknown>>
}

const customers = (ids: readonly number[]) => ({
  customers: { distinct: ids.length, share_percent: 0, ids },
})

function fileShape({ text }: CertRow, documents: Documents): Shape {
  const name = text('filename')
  const act = text('activity')
  // Releases before r5 write down copies to removable media only.
  const isOut = text('to_removable_media') === '' || yes(text('to_removable_media'))
  const isDelete = /delete/i.test(act)
  const place = { kind: isOut ? 'removable' : 'folder', label: 'removable media', path: 'R:' }
  const scan = {
    ...{ status: 'complete', format: 'document', bytes: text('content').length, rows: 1 },
    ...{ candidates: 1, kinds: { email: 0, phone: 0 }, filter_version: 'cert', duration_ms: 0 },
    tokens: packTokens(BigUint64Array.of(BigInt(documents(name)))),
  }
  return {
    ...{ uid: 1001, activity: isDelete ? 'Delete' : 'Create', id: isDelete ? 4 : 1 },
    fields: { file: { name, path: name, type_id: 1, ext: name.slice(name.lastIndexOf('.') + 1) } },
    own: isDelete ? { place } : { place, scan },
  }
}

function mailShape({ text }: CertRow, documents: Documents): Shape {
  const home = domainOf(text('from'))
  const to = `${text('to')};${text('cc')};${text('bcc')}`
    .split(';')
    .filter(each => each.includes('@'))
  const isExternal = home !== '' && to.some(address => domainOf(address) !== home)
  // r4.2 counts attachments, later releases name them.
  const attached = text('attachments')
    .split(';')
    .filter(part => !/^\d*$/.test(part))
  return {
    ...{ uid: 4009, activity: 'Send', id: 1 },
    fields: { direction_id: isExternal ? 2 : 3, email: { from: text('from') } },
    own: { mail: { is_external: isExternal }, ...customers(attached.map(documents)) },
  }
}

function shapeOf(row: CertRow, documents: Documents): Shape | undefined {
  const { kind, text, user } = row
  const activity = text('activity')
  switch (kind) {
    case 'logon':
      return {
        ...{ uid: 3002, activity: /off/i.test(activity) ? 'Logoff' : 'Logon' },
        id: /off/i.test(activity) ? 2 : 1,
        fields: { user: { name: user }, service: { name: 'Windows' }, status: 'Success' },
      }
    case 'device': {
      const isOut = /disconnect/i.test(activity)
      const device = {
        name: 'USB storage',
        class: 'Mass storage',
        type: 'External Storage',
        type_id: 1,
      }
      return {
        ...{ uid: 1010, activity: isOut ? 'Disconnect' : 'Connect', id: isOut ? 2 : 1 },
        fields: { peripheral_device: device },
      }
    }
    case 'file':
      return fileShape(row, documents)
    case 'email':
      return /view/i.test(activity) ? undefined : mailShape(row, documents)
    case 'http':
      if (!/upload/i.test(activity)) return undefined
      return {
        ...{ uid: 4002, activity: 'Post', id: 6 },
        own: { upload: { kind: uploadKind(text('url')) }, ...customers([]) },
      }
  }
}

/** The event of a row; undefined where it says nothing of data leaving, as a visit to a page. */
export function certEvent(row: CertRow, uid: string, documents: Documents): string | undefined {
  const shape = shapeOf(row, documents)
  if (!shape) return undefined
  return JSON.stringify({
    metadata: {
      version: OCSF_VERSION,
      uid,
      profiles: ['host'],
      product: { name: 'CERT', vendor_name: 'CERT', version: '1' },
    },
    ...{ time: row.time, timezone_offset: 0, severity_id: 1 },
    ...{ category_uid: Math.floor(shape.uid / 1000), class_uid: shape.uid },
    ...{
      activity_id: shape.id,
      activity_name: shape.activity,
      type_uid: typeUid(shape.uid, shape.id),
    },
    ...(shape.uid === 3002 ? {} : { actor: { user: { name: row.user } } }),
    device: { type_id: 2, uid: row.pc || 'unknown', hostname: row.pc || 'unknown' },
    ...shape.fields,
    unmapped: { clientkeep: shape.own ?? {} },
  })
}
