/** Searches the events by what is noted of each. Accounts become people here; a viewer finds only whom they may see. */

import Value from 'typebox/value'
import type { HistoryAnswer, HistoryGroup, HistoryQuery, HistoryRow } from '../../events/history.ts'
import { limits } from '../../events/limits.ts'
import { PlaceKind } from '../../events/policy.ts'
import { strangerChip } from '../people/chips.ts'
import type { Directory } from '../people/directory.ts'
import { nobody, type Viewer } from '../people/viewer.ts'
import type { Database } from '../store/database.ts'
import { type AccountRow, openAccounts } from './accounts.ts'

interface Parts {
  readonly directory: Directory
  readonly now: () => number
}

export interface History {
  search(query: HistoryQuery, viewer: Viewer): HistoryAnswer
  /** What is noted of one event, by pseudonym; undefined where nothing is. */
  at(offset: number): HistoryRow | undefined
  /** The accounts of a person, as their numbers. */
  accountsOf(person: string): readonly number[]
  /** The accounts at an endpoint, as their numbers. */
  accountsAt(endpoint: string): readonly number[]
}

interface NotedRow {
  readonly offset: number
  readonly time_s: number
  readonly account: number
  readonly class: number
  readonly activity: string
  readonly place: string | null
  readonly label: string | null
  readonly name: string
  readonly customers: number
}

interface GroupRow {
  readonly key: string | number | null
  readonly events: number
  readonly customers: number
  readonly last_s: number
}

const barsWanted = 60
/** Lengths that a bar may have: minutes to weeks. */
const barSeconds = [60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400, 604_800]

const barOf = (seconds: number): number =>
  barSeconds.find(length => seconds / length <= barsWanted) ?? 604_800

const columns: Readonly<Record<HistoryGroup, string>> = {
  person: 'account',
  endpoint: 'account',
  class: 'class',
  activity: 'activity',
  place: 'place',
  label: 'label',
  name: 'name',
}

/** An account that nobody is bound to; what no account did stands under its endpoint. */
const unbound = (account: AccountRow | undefined) =>
  account && account.name === ''
    ? { ...strangerChip(''), pseudonym: account.endpoint }
    : strangerChip(account?.name ?? '')

const escaped = (word: string): string => word.replaceAll(/[\\%_]/g, char => `\\${char}`)

/** The WHERE of a query with its values; `accounts` are those it is limited to. */
function whereOf(query: HistoryQuery, accounts: readonly number[] | undefined) {
  const parts: string[] = ['time_s BETWEEN ? AND ?']
  const values: (string | number)[] = [Math.floor(query.from / 1000), Math.floor(query.to / 1000)]
  const add = (sql: string, value: string | number | undefined) => {
    if (value === undefined) return
    parts.push(sql)
    values.push(value)
  }
  if (accounts) add('account IN (SELECT value FROM json_each(?))', JSON.stringify(accounts))
  add('class = ?', query.class)
  add('activity = ?', query.activity)
  add('place = ?', query.place)
  add('customers >= ?', query.customers)
  for (const word of (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean))
    add("words LIKE ? ESCAPE '\\'", `%${escaped(word)}%`)
  return { sql: parts.join(' AND '), values }
}

/** Works on the exposure database, read-only. */
export function openHistory(database: Database, { directory, now }: Parts): History {
  const accounts = openAccounts(database, directory)
  const one = database.prepare<[number], NotedRow>('SELECT * FROM noted WHERE offset = ?')

  /** The fewest accounts that hold all that a query means. */
  function meantBy(
    { endpoint, person }: HistoryQuery,
    whose: string | undefined,
  ): readonly AccountRow[] {
    if (whose !== undefined) return accounts.of(whose)
    if (person !== undefined) return []
    return endpoint === undefined ? accounts.all() : accounts.at(endpoint.toLowerCase())
  }

  /** The accounts that a query and its viewer leave; undefined for all of them. */
  function limitedTo(query: HistoryQuery, viewer: Viewer): number[] | undefined {
    const isLimited = query.person !== undefined || query.endpoint !== undefined
    if (!isLimited && viewer.sees(null)) return undefined
    const whose =
      query.person === undefined
        ? undefined
        : (directory.get(query.person) ?? directory.byPseudonym(query.person))?.id
    return meantBy(query, whose)
      .filter(
        account =>
          viewer.sees(accounts.ownerOf(account)?.id ?? null) &&
          (query.endpoint === undefined || account.endpoint === query.endpoint.toLowerCase()),
      )
      .map(({ id }) => id)
  }

  function rowOf({ time_s, account, place, ...row }: NotedRow, viewer: Viewer): HistoryRow {
    const by = accounts.get(account)
    const owner = by && accounts.ownerOf(by)
    return {
      offset: row.offset,
      time: time_s * 1000,
      person: owner ? directory.chip(owner, now(), viewer.user) : unbound(by),
      endpoint: by?.endpoint ?? '',
      class: row.class,
      activity: row.activity,
      place: Value.Check(PlaceKind, place) ? place : null,
      label: row.label,
      name: row.name,
      customers: row.customers,
    }
  }

  function groupsOf(
    group: HistoryGroup | undefined,
    where: ReturnType<typeof whereOf>,
  ): HistoryAnswer['groups'] {
    if (!group) return []
    const column = columns[group]
    const rows = database
      .prepare<(string | number)[], GroupRow>(
        `SELECT ${column} AS key, count(*) AS events, sum(customers) AS customers,
           max(time_s) AS last_s FROM noted WHERE ${where.sql}
         GROUP BY ${column} ORDER BY events DESC LIMIT ?`,
      )
      .all(...where.values, limits.pageRowsMax)
    const named = rows.map(row => {
      if (column !== 'account') return { ...row, key: String(row.key ?? '') }
      const account = accounts.get(Number(row.key))
      const owner = account && accounts.ownerOf(account)
      const key =
        group === 'endpoint'
          ? (account?.endpoint ?? '')
          : (owner?.pseudonym ?? unbound(account).pseudonym)
      return { ...row, key }
    })
    const merged = Map.groupBy(named, ({ key }) => key)
    return [...merged]
      .map(([key, same]) => ({
        key,
        events: same.reduce((sum, row) => sum + row.events, 0),
        customers: same.reduce((sum, row) => sum + row.customers, 0),
        last_at: Math.max(...same.map(({ last_s }) => last_s)) * 1000,
      }))
      .sort((one, other) => other.events - one.events)
  }

  return {
    accountsOf: person => accounts.of(person).map(({ id }) => id),
    accountsAt: endpoint => accounts.at(endpoint).map(({ id }) => id),

    at: offset => {
      const row = one.get(offset)
      return row && rowOf(row, nobody)
    },

    search: (query, viewer) => {
      const where = whereOf(query, limitedTo(query, viewer))
      const bar = barOf((query.to - query.from) / 1000)
      const bars = database
        .prepare<(string | number)[], { at: number; events: number; with_customers: number }>(
          `SELECT time_s / CAST(? AS INTEGER) AS at, count(*) AS events, sum(customers > 0) AS with_customers
           FROM noted WHERE ${where.sql} GROUP BY at ORDER BY at`,
        )
        .all(bar, ...where.values)
      const rows = database
        .prepare<(string | number)[], NotedRow>(
          `SELECT * FROM noted WHERE ${where.sql} AND offset < ?
           ORDER BY offset DESC LIMIT ?`,
        )
        .all(...where.values, query.before ?? Number.MAX_SAFE_INTEGER, query.limit ?? 100)
      return {
        total: bars.reduce((sum, { events }) => sum + events, 0),
        customers_events: bars.reduce((sum, each) => sum + each.with_customers, 0),
        rows: rows.map(row => rowOf(row, viewer)),
        bars: bars.map(({ at, ...counts }) => ({ time: at * bar * 1000, ...counts })),
        bar_ms: bar * 1000,
        groups: groupsOf(query.group, where),
      }
    },
  }
}
