/** One person's days: what they did by kind, what is normal for them and for colleagues, and the times of which nothing is known. */
import type { PersonHistory } from '../../events/history.ts'
import { limits } from '../../events/limits.ts'
import { classUid } from '../../events/ocsf.ts'
import type { Directory, Person } from '../people/directory.ts'
import type { Database } from '../store/database.ts'
import { openGrowth } from './growth.ts'
import { type History, openHistory } from './history.ts'
import { openSharers, type Shared } from './sharers.ts'

interface Parts {
  readonly directory: Directory
  readonly history: History
}

/** `zoneMinutes`: how far the viewer's clock is ahead of UTC. Times in UTC epoch milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly zoneMinutes: number
}

type Days = Omit<PersonHistory, 'person' | 'from' | 'to' | 'keys' | 'sharers'> & {
  readonly sharers: readonly Shared[]
}
type Day = PersonHistory['days'][number]

export interface PersonDays {
  of(person: Person, span: Span): Days
}

const dayS = 86_400
const peersMax = 50
const inAccounts = 'account IN (SELECT value FROM json_each(?))'

type Kind = Exclude<keyof Day, 'time' | 'customers'>

const isKey = `class = ${classUid.peripheralActivity} AND words LIKE '%security-key%'`
const kindOf = `CASE
  WHEN place = 'crm' AND activity = 'Read' THEN 'views' WHEN ${isKey} THEN 'keys'
  WHEN class = ${classUid.fileActivity} THEN 'files'
  WHEN class = ${classUid.clipboardActivity} THEN 'clipboard'
  WHEN class = ${classUid.peripheralActivity} THEN 'devices'
  WHEN class = 6001 THEN 'exports' WHEN class = 3002 THEN 'sign_ins' ELSE 'other' END`

const emptyDay = (time: number): Day => ({
  ...{ time, files: 0, clipboard: 0, devices: 0, keys: 0, views: 0, exports: 0 },
  ...{ sign_ins: 0, other: 0, customers: 0 },
})

/** The value below which a share of the sorted values lies; 0 of none. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function statements(database: Database) {
  return {
    days: database.prepare<
      [number, string, number, number],
      { day: number; kind: Kind; events: number; customers: number }
    >(
      `SELECT (time_s + CAST(? AS INTEGER)) / ${dayS} AS day, ${kindOf} AS kind, count(*) AS events, sum(customers) AS customers
       FROM noted WHERE ${inAccounts} AND time_s BETWEEN ? AND ? GROUP BY day, kind`,
    ),
    devices: database.prepare<
      [string],
      {
        label: string
        kind: string
        first_s: number
        last_s: number
        events: number
        customers: number
        is_key: number
        told: number | null
      }
    >(
      `SELECT coalesce(label, name) AS label, coalesce(place, 'device') AS kind,
         min(time_s) AS first_s, max(time_s) AS last_s, count(*) AS events,
         max(customers) AS customers, max(${isKey}) AS is_key,
         -- The last telling, and whether it was of a device that came.
         max(CASE WHEN class = ${classUid.peripheralActivity}
           THEN time_s * 2 + (activity = 'Connect') END) AS told
       FROM noted WHERE ${inAccounts}
         AND (class = ${classUid.peripheralActivity} OR place IN ('removable', 'phone', 'printer'))
       GROUP BY 1, 2 ORDER BY last_s DESC LIMIT 100`,
    ),
    endpoints: database.prepare<[string], { hostname: string; last_s: number; events: number }>(
      `SELECT endpoint AS hostname, max(time_s) AS last_s, count(*) AS events
       FROM noted JOIN account ON account.id = noted.account
       WHERE ${inAccounts} GROUP BY endpoint ORDER BY last_s DESC`,
    ),
    holes: database.prepare<
      [string, number, number, number],
      { from_s: number; to_s: number; endpoint: string }
    >(
      `SELECT * FROM (
         SELECT endpoint, time_s AS to_s,
           lag(time_s) OVER each AS from_s, lag(activity) OVER each AS before
         FROM noted JOIN account ON account.id = noted.account
         WHERE ${inAccounts} AND time_s BETWEEN ? AND ?
         WINDOW each AS (PARTITION BY endpoint ORDER BY time_s))
       WHERE to_s - from_s > ? AND before <> 'Stop'`,
    ),
    lost: database.prepare<[string, number, number], { time_s: number; endpoint: string }>(
      `SELECT time_s, endpoint FROM noted JOIN account ON account.id = noted.account
       WHERE ${inAccounts} AND time_s BETWEEN ? AND ?
         AND class = ${classUid.applicationError} AND words LIKE '%sequence gap%'`,
    ),
  }
}

/** Both readers of what is noted. */
export function openHistories(
  database: Database,
  { directory, now }: { readonly directory: Directory; readonly now: () => number },
) {
  const history = openHistory(database, { directory, now })
  return { history, personDays: openPersonDays(database, { directory, history }) }
}

/** Works on the exposure database, read-only. */
function openPersonDays(database: Database, { directory, history }: Parts): PersonDays {
  const sql = statements(database)
  const growthOf = openGrowth(database)
  const sharersOf = openSharers(database, directory)

  const perDay = (person: string, { from, to, zoneMinutes }: Span) =>
    sql.days.all(
      zoneMinutes * 60,
      JSON.stringify(history.accountsOf(person)),
      Math.floor(from / 1000),
      Math.floor(to / 1000),
    )

  function daysOf(person: string, span: Span): Day[] {
    const zone = span.zoneMinutes * 60
    const startOf = (day: number) => (day * dayS - zone) * 1000
    const first = Math.floor((span.from / 1000 + zone) / dayS)
    const last = Math.floor((span.to / 1000 + zone) / dayS)
    const days = new Map<number, Day>()
    for (let day = first; day <= last; day++) days.set(day, emptyDay(startOf(day)))
    for (const row of perDay(person, span)) {
      const day = days.get(row.day)
      if (!day) continue
      days.set(row.day, {
        ...day,
        [row.kind]: day[row.kind] + row.events,
        customers: day.customers + row.customers,
      })
    }
    return [...days.values()]
  }

  /** The middle of what colleagues touched a day; null where there are none. */
  function peersOf({ id, department }: Person, span: Span) {
    const peers = directory
      .list(limits.pageRowsMax)
      .filter(other => department !== null && other.department === department && other.id !== id)
      .slice(0, peersMax)
    const means = peers.map(peer => {
      const total = perDay(peer.id, span).reduce((sum, { customers }) => sum + customers, 0)
      return total / Math.max(1, (span.to - span.from) / (dayS * 1000))
    })
    return {
      peers: peers.length === 0 ? null : quantile(means, 0.5),
      peers_count: peers.length,
    }
  }

  /** Of all accounts at some endpoints, their numbers as JSON. */
  function gapsOf(atEndpoints: string, { from, to }: Span): Days['gaps'] {
    const [since, until] = [Math.floor(from / 1000), Math.floor(to / 1000)]
    const silent = sql.holes
      .all(atEndpoints, since, until, limits.agentSilentMs / 1000)
      .map(({ from_s, to_s, endpoint }) => ({
        ...{ from: from_s * 1000, to: to_s * 1000, endpoint },
        kind: 'silent' as const,
      }))
    const lost = sql.lost.all(atEndpoints, since, until).map(({ time_s, endpoint }) => ({
      ...{ from: time_s * 1000, to: time_s * 1000, endpoint },
      kind: 'lost' as const,
    }))
    return [...silent, ...lost]
  }

  return {
    of: (person, span) => {
      const accounts = JSON.stringify(history.accountsOf(person.id))
      const days = daysOf(person.id, span)
      const before = days.slice(0, -1).map(({ customers }) => customers)
      const endpoints = sql.endpoints
        .all(accounts)
        .map(({ last_s, ...rest }) => ({ ...rest, last_at: last_s * 1000 }))
      const atEndpoints = endpoints.flatMap(({ hostname }) => history.accountsAt(hostname))
      return {
        days,
        gaps: gapsOf(JSON.stringify(atEndpoints), span),
        baseline: {
          own_low: quantile(before, 0.25),
          own_high: quantile(before, 0.75),
          ...peersOf(person, span),
        },
        growth: growthOf(accounts, { from: span.from, zone: span.zoneMinutes * 60 }),
        devices: sql.devices.all(accounts).map(({ first_s, last_s, told, is_key, ...rest }) => ({
          ...rest,
          is_key: is_key === 1,
          is_present: told === null ? null : told % 2 === 1,
          first_at: first_s * 1000,
          last_at: last_s * 1000,
        })),
        endpoints,
        sharers: sharersOf(accounts, person.id),
      }
    },
  }
}
