/** One person's days: what they did by kind, what is normal for them and for colleagues, and the times of which nothing is known. */
import type { PersonHistory } from '../../events/history.ts'
import { limits } from '../../events/limits.ts'
import { classUid } from '../../events/ocsf.ts'
import type { Directory, Person } from '../people/directory.ts'
import type { Database } from '../store/database.ts'
import { channelOf } from './channels.ts'
import { type History, openHistory } from './history.ts'

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

type Days = Omit<PersonHistory, 'person' | 'from' | 'to'>
type Day = PersonHistory['days'][number]

export interface PersonDays {
  of(person: Person, span: Span): Days
}

const dayS = 86_400
const peersMax = 50
const inAccounts = 'account IN (SELECT value FROM json_each(?))'

const kindOf: Readonly<Record<number, Exclude<keyof Day, 'time' | 'customers'>>> = {
  [classUid.fileActivity]: 'files',
  [classUid.clipboardActivity]: 'clipboard',
  [classUid.peripheralActivity]: 'devices',
  6001: 'exports',
  3002: 'sign_ins',
}

const emptyDay = (time: number): Day => ({
  ...{ time, files: 0, clipboard: 0, devices: 0, exports: 0, sign_ins: 0, other: 0 },
  customers: 0,
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
      { day: number; class: number; events: number; customers: number }
    >(
      `SELECT (time_s + CAST(? AS INTEGER)) / ${dayS} AS day, class, count(*) AS events, sum(customers) AS customers
       FROM noted WHERE ${inAccounts} AND time_s BETWEEN ? AND ? GROUP BY day, class`,
    ),
    growth: database.prepare<[number, string], { day: number; channel: number; customers: number }>(
      `SELECT (first_s + CAST(? AS INTEGER)) / ${dayS} AS day, channel, count(*) AS customers FROM (
         SELECT channel, customer, min(first_s) AS first_s FROM taken
         WHERE ${inAccounts} GROUP BY channel, customer)
       GROUP BY day, channel ORDER BY day`,
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
      }
    >(
      `SELECT coalesce(label, name) AS label, coalesce(place, 'device') AS kind,
         min(time_s) AS first_s, max(time_s) AS last_s, count(*) AS events,
         max(customers) AS customers
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
         WHERE endpoint IN (SELECT value FROM json_each(?)) AND time_s BETWEEN ? AND ?
         WINDOW each AS (PARTITION BY endpoint ORDER BY time_s))
       WHERE to_s - from_s > ? AND before <> 'Stop'`,
    ),
    lost: database.prepare<[string, number, number], { time_s: number; endpoint: string }>(
      `SELECT time_s, endpoint FROM noted JOIN account ON account.id = noted.account
       WHERE endpoint IN (SELECT value FROM json_each(?)) AND time_s BETWEEN ? AND ?
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
      const kind = kindOf[row.class] ?? 'other'
      days.set(row.day, {
        ...day,
        [kind]: day[kind] + row.events,
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

  function growthOf(accounts: string, { from, zoneMinutes }: Span): Days['growth'] {
    const zone = zoneMinutes * 60
    let [staged, out] = [0, 0]
    const byDay = new Map<number, { staged: number; out: number }>()
    for (const { day, channel, customers } of sql.growth.all(zone, accounts)) {
      const stage = channelOf(channel)?.stage
      if (stage === 'out') out += customers
      if (stage === 'staged') staged += customers
      byDay.set(day, { staged, out })
    }
    const points = [...byDay].map(([day, sums]) => ({ time: (day * dayS - zone) * 1000, ...sums }))
    const before = points.findLast(({ time }) => time < from)
    const rest = points.filter(({ time }) => time >= from)
    return [{ ...(before ?? { staged: 0, out: 0 }), time: from }, ...rest]
  }

  function gapsOf(endpoints: string, { from, to }: Span): Days['gaps'] {
    const [since, until] = [Math.floor(from / 1000), Math.floor(to / 1000)]
    const silent = sql.holes
      .all(endpoints, since, until, limits.agentSilentMs / 1000)
      .map(({ from_s, to_s, endpoint }) => ({
        ...{ from: from_s * 1000, to: to_s * 1000, endpoint },
        kind: 'silent' as const,
      }))
    const lost = sql.lost.all(endpoints, since, until).map(({ time_s, endpoint }) => ({
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
      const hosts = JSON.stringify(endpoints.map(({ hostname }) => hostname))
      return {
        days,
        gaps: gapsOf(hosts, span),
        baseline: {
          own_low: quantile(before, 0.25),
          own_high: quantile(before, 0.75),
          ...peersOf(person, span),
        },
        growth: growthOf(accounts, span),
        devices: sql.devices.all(accounts).map(({ first_s, last_s, ...rest }) => ({
          ...rest,
          first_at: first_s * 1000,
          last_at: last_s * 1000,
        })),
        endpoints,
      }
    },
  }
}
