/** Access log of a web server in front of a CRM, nginx or Apache, combined or JSON: its exports. Who it was is known only where the server wrote a user. */
import Type from 'typebox'
import { loggedExport } from '../../../events/web-resources-activity.ts'
import { connector, other, type Reading } from '../connector.ts'
import { exportPaths } from '../export-paths.ts'

interface Hit {
  readonly address: string
  readonly user: string
  readonly time: number
  readonly method: string
  readonly url: string
  readonly status: number
  readonly bytes: number
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const combined = /^(\S+) \S+ (.+?) \[([^\]]+)\] "([A-Z]+) (\S+)[^"]*" (\d{3}) (\d+|-)/
const clf = /^(\d{2})\/(\w{3})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})$/

function clfTime(text: string): number {
  const [, day, month = '', year, clock, hours, minutes] = clf.exec(text) ?? []
  const number = String(months.indexOf(month) + 1).padStart(2, '0')
  return Date.parse(`${year}-${number}-${day}T${clock}${hours}:${minutes}`)
}

function combinedHit(line: string): Hit | undefined {
  const match = combined.exec(line)
  if (!match) return undefined
  const [, address = '', user = '', at = '', method = '', url = '', status, bytes] = match
  return {
    ...{ address, user, method, url, time: clfTime(at) },
    ...{ status: Number(status), bytes: bytes === '-' ? 0 : Number(bytes) },
  }
}

const word = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** A line of JSON with nginx's names of variables. */
function jsonHit(line: string): Hit | undefined {
  const record = parsed(line)
  if (typeof record !== 'object' || record === null) return undefined
  const field = new Map(Object.entries(record).map(([name, value]) => [name, word(value)]))
  const get = (name: string) => field.get(name) ?? ''
  const [method = '', url = ''] = get('request').split(' ')
  return {
    address: get('remote_addr'),
    user: get('remote_user'),
    time: Date.parse(get('time_iso8601')) || Math.round(Number(get('msec')) * 1000) || Number.NaN,
    method: get('request_method') || method,
    url: get('request_uri') || url,
    status: Number(get('status')),
    bytes: Number(get('body_bytes_sent')),
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const isWhole = ({ time, method, url, status, bytes }: Hit): boolean =>
  method !== '' && url !== '' && [time, status, bytes].every(value => Number.isSafeInteger(value))

/** The user as the server wrote it; where it wrote none, the address, which an admin can bind. */
const accountOf = ({ user, address }: Hit): string =>
  user === '' || user === '-' ? `address:${address}` : user

const crms = Object.keys(exportPaths).map(name => Type.Literal(name))

export const webAccessLog = connector({
  name: 'web-access-log',
  summary: 'Exports in the access log of nginx or Apache, combined or JSON',
  hasHead: false,
  options: Type.Object({
    app: Type.String({ default: 'CRM', maxLength: 200, description: "The application's name" }),
    crm: Type.Array(Type.Union(crms), {
      default: [],
      description: 'Which CRM it is: its paths of exports are known; all of them where left out',
    }),
    export_paths: Type.Array(Type.String({ minLength: 1, maxLength: 500 }), {
      default: [],
      maxItems: 50,
      description: 'Further exports: what a path begins with, such as /reports/download',
    }),
  }),
  start({ options, name, product }) {
    const { app, crm, export_paths: own } = options
    const known = (crm.length === 0 ? Object.keys(exportPaths) : crm).flatMap(
      each => exportPaths[each] ?? [],
    )
    const isExport = ({ method, url }: Hit) =>
      own.some(start => url.startsWith(start)) ||
      known.some(pattern => pattern.test(`${method} ${url}`))
    return {
      read(line, { uid }): Reading {
        const hit = line.startsWith('{') ? jsonHit(line) : combinedHit(line)
        if (!hit || !isWhole(hit)) return { dirty: 'neither combined nor JSON with its fields' }
        const { status, address, time, bytes } = hit
        if (status < 200 || status >= 300 || !isExport(hit)) return other
        const path = (hit.url.split('?', 1)[0] ?? '').slice(0, 8000)
        const source = address === '' ? {} : { address }
        return {
          event: loggedExport(product, {
            ...{ uid, time, app, path, name: path, ...source },
            account: accountOf(hit).slice(0, 500),
            logged: { connector: name, bytes },
          }),
        }
      },
    }
  },
})
