/** What is told outside: alerts by pseudonym, without file names, labels or accounts unless the configuration says so. */

import { createHash } from 'node:crypto'
import type { AlertSummary } from '../../events/api.ts'
import type { Severity } from '../../events/ocsf.ts'
import { placeInWords } from '../alerts/place-words.ts'

/** One alert as a receiver sees it. Times are UTC epoch milliseconds. */
export interface AlertNote {
  readonly id: string
  readonly person: string
  /** Only where the channel is allowed names. */
  readonly name?: string
  readonly departing: boolean
  readonly severity: Severity
  readonly risk: number
  readonly summary: string
  readonly customers: number
  readonly rules: readonly { readonly name: string; readonly title: string }[]
  readonly findings: number
  readonly first_at: number
  readonly last_at: number
  /** `opened` when it is told for the first time, `grown` when it became worse since. */
  readonly news: 'opened' | 'grown'
  readonly url?: string
}

export interface Message {
  /** The same for the same news, so that a receiver can tell a repeat after a crash. */
  readonly id: string
  readonly time: number
  readonly kind: 'alerts' | 'test'
  readonly alerts: readonly AlertNote[]
  /** Alerts beyond those that are listed. */
  readonly more: number
}

/** `1,204 customers, removable media`: the fact without what could name somebody. */
function summaryOf({ customers, places, addends }: AlertSummary): string {
  const kinds = [...new Set(places.map(({ kind }) => placeInWords[kind]))].join(' and ')
  if (customers === 0) return addends[0]?.title ?? 'activity on a watched place'
  const count = `${customers.toLocaleString('en-US')} customer${customers === 1 ? '' : 's'}`
  return kinds === '' ? count : `${count} copied to ${kinds}`
}

/** The note on an alert. `details` allows the headline, which has a file's and a drive's name in it. */
export function noteOf(
  alert: AlertSummary,
  {
    news,
    details,
    name,
    dashboardUrl,
  }: {
    news: AlertNote['news']
    details: boolean
    name: string | undefined
    dashboardUrl: string | undefined
  },
): AlertNote {
  return {
    id: alert.id,
    person: alert.person.pseudonym,
    ...(name === undefined ? {} : { name }),
    departing: alert.person.departing,
    severity: alert.severity,
    risk: alert.risk,
    summary: details ? alert.headline : summaryOf(alert),
    customers: alert.customers,
    rules: alert.addends.map(({ rule, title }) => ({ name: rule, title })),
    findings: alert.findings,
    first_at: alert.first_at,
    last_at: alert.last_at,
    news,
    ...(dashboardUrl === undefined
      ? {}
      : { url: `${dashboardUrl.replace(/\/$/, '')}/alerts/${alert.id}` }),
  }
}

const alertsPerMessage = 20

/** One message on all that is due, the worst first. */
export function messageOf(
  notes: readonly AlertNote[],
  { channel, time }: { channel: string; time: number },
): Message {
  const sorted = notes.toSorted((a, b) => b.risk - a.risk)
  const news = sorted.map(({ id, findings }) => `${id}:${findings}`)
  return {
    id: createHash('sha256')
      .update(JSON.stringify([channel, news]))
      .digest('hex')
      .slice(0, 32),
    time,
    kind: 'alerts',
    alerts: sorted.slice(0, alertsPerMessage),
    more: Math.max(0, sorted.length - alertsPerMessage),
  }
}

/** A message that says only that the channel works. */
export const testMessage = (time: number): Message => ({
  id: `test-${time}`,
  time,
  kind: 'test',
  alerts: [],
  more: 0,
})
