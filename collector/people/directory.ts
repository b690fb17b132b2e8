/** The directory: people, their aliases, reveals, and accounts that nobody is bound to. Reads and applies; decides nothing. */
import type { PersonChip } from '../../events/api.ts'
import type { Decision, PersonRecord } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import { type Departure, dateOf, departureAt, type WatchWindow, watchWindow } from './departure.ts'
import { openReveals, type Reveals } from './reveals.ts'
import { type CompanyTime, companyTime, isOffHours, usualHours } from './working-hours.ts'

export type Person = Required<Omit<PersonRecord, 'aliases'>> & {
  /** Since when an officer holds that they leave. */
  readonly marked_date: string | null
}

/** Aliases compare without case and outer blanks. */
export const foldAlias = (alias: string): string => alias.trim().toLowerCase()

/** An alias is a name, or name and endpoint with an @ between them; either may have more of them. */
const namesIn = (alias: string): string[] => [
  alias,
  ...[...alias.matchAll(/@/g)].map(({ index }) => alias.slice(0, index)),
]

export interface Directory {
  get(id: string): Person | undefined
  byEmail(email: string): Person | undefined
  byPseudonym(pseudonym: string): Person | undefined
  aliases(id: string): readonly string[]
  aliasOwner(alias: string): string | undefined
  hasPseudonym(pseudonym: string): boolean
  /** The person behind an account on an endpoint: `user@host` first, then `user`. */
  resolve(account: string, hostname: string): Person | undefined
  /** Leavers first, by last day; `sees` leaves out others. */
  list(limit: number, sees?: (person: string) => boolean): readonly Person[]
  /** How many people each department has; without one they are under null. */
  departments(): ReadonlyMap<string | null, number>
  counts(time: number): { readonly people: number; readonly departing: number }
  /** As `viewer` sees one: the name only while it is revealed to this user. */
  chip(person: Person, time: number, viewer?: string): PersonChip
  /** Whether somebody is leaving at a time, as far as is known now. */
  departure(person: Person, time: number): Departure
  /** Whether somebody, or an account that nobody is bound to, did something outside working hours. */
  isOffHours(person: Person | undefined, event: Moment): boolean
  /** Everybody of whom a notice, a last working day or a mark is known; by last day. */
  leavers(): readonly Person[]
  /** All accounts that were seen at work. */
  seenAccounts(): readonly SeenAccount[]
  /** Names that accounts of a person may have: their aliases, and what stands before an @ in one. */
  namesOf(id: string): readonly string[]
  /** The accounts among those seen that are bound to these people. */
  accountsOf(people: ReadonlySet<string>): readonly SeenAccount[]
  /** Ids of those who report to a person, however far down. */
  reports(person: string): ReadonlySet<string>
  readonly reveals: Reveals
  /** Accounts that were at work on an endpoint. */
  accountsAt(hostname: string): readonly string[]
  unbound(
    limit: number,
  ): readonly { account: string; endpoint: string; events: number; last_at: number }[]
  apply(decision: Decision): void
  /**
   * So many events of an account on an endpoint, the last one at `time`. True where nobody is bound to it. Of one that somebody is bound to,
   * only when it was seen is kept, to the hour: in a large company each is another page to write.
   */
  sawAccount(account: string, hostname: string, seen: { events: number; time: number }): boolean
}

/** When something happened: UTC epoch milliseconds, and OCSF's minutes ahead of UTC where the event has them. */
export interface Moment {
  readonly time: number
  readonly timezone_offset?: number | undefined
}

/** What the configuration says about everybody. */
export interface DirectorySettings {
  readonly watch: WatchWindow
  readonly company: CompanyTime
}

/** Reads them from the configuration. */
export const directorySettings = ({
  departures: { days_before, days_after },
  working_hours,
}: {
  readonly departures: { readonly days_before: number; readonly days_after: number }
  readonly working_hours: { readonly hours: string; readonly zone?: string }
}): DirectorySettings => ({
  watch: { before: days_before, after: days_after },
  company: companyTime(working_hours),
})

/** An account at work on an endpoint, small letters. */
export interface SeenAccount {
  readonly account: string
  readonly endpoint: string
}

/** An account that somebody is bound to and that was seen within this time is not written again. */
const seenEveryMs = 3_600_000

const recordColumns =
  'id, email, pseudonym, name, manager, department, title, notice_date, last_day, working_hours, zone'
const personColumns = `${recordColumns}, marked_date`

function statements(database: Database) {
  return {
    get: database.prepare<[string], Person>(`SELECT ${personColumns} FROM person WHERE id = ?`),
    byEmail: database.prepare<[string], Person>(
      `SELECT ${personColumns} FROM person WHERE email = ?`,
    ),
    byAlias: database.prepare<[string], Person>(
      `SELECT ${personColumns} FROM person WHERE id = (SELECT person FROM alias WHERE alias = ?)`,
    ),
    aliases: database.prepare<[string], { alias: string }>(
      'SELECT alias FROM alias WHERE person = ? ORDER BY alias',
    ),
    owner: database.prepare<[string], { person: string }>(
      'SELECT person FROM alias WHERE alias = ?',
    ),
    pseudonym: database.prepare<[string], Person>(
      `SELECT ${personColumns} FROM person WHERE pseudonym = ? COLLATE NOCASE`,
    ),
    list: database.prepare<[number], Person>(
      `SELECT ${personColumns} FROM person ORDER BY last_day IS NULL, last_day, pseudonym LIMIT ?`,
    ),
    count: database.prepare<[], { people: number }>('SELECT count(*) AS people FROM person'),
    departments: database.prepare<[], { department: string | null; people: number }>(
      'SELECT department, count(*) AS people FROM person GROUP BY department',
    ),
    leavers: database.prepare<[], Person>(
      // The few who leave, then sorted: the index on last days would give all people in order.
      `SELECT ${personColumns} FROM person INDEXED BY person_leaving
       WHERE last_day IS NOT NULL OR notice_date IS NOT NULL OR marked_date IS NOT NULL
       ORDER BY last_day IS NULL, last_day, pseudonym`,
    ),
    reports: database.prepare<[string], { id: string }>(
      // The plus takes the column's affinity away: with it, SQLite would not use the index on lower(manager).
      `WITH RECURSIVE below (id, email) AS (
         SELECT id, email FROM person WHERE id = ?
         UNION SELECT person.id, person.email FROM person JOIN below ON lower(person.manager) = +below.email)
       SELECT id FROM below`,
    ),
    seen: database.prepare<[], SeenAccount>('SELECT account, endpoint FROM account'),
    seenAs: database.prepare<[string], SeenAccount>(
      'SELECT account, endpoint FROM account WHERE account = ?',
    ),
    accountsAt: database.prepare<[string], { account: string }>(
      'SELECT account FROM account WHERE endpoint = ? ORDER BY last_ms DESC LIMIT 100',
    ),
    accounts: database.prepare<
      [number],
      { account: string; endpoint: string; events: number; last_at: number }
    >(
      `SELECT account, endpoint, events, last_ms AS last_at FROM account WHERE bound = 0
       ORDER BY last_ms DESC LIMIT ?`,
    ),
  }
}

function writers(database: Database) {
  return {
    set: database.prepare<Required<Omit<PersonRecord, 'aliases'>>>(
      `INSERT INTO person (${recordColumns}) VALUES
         (@id, @email, @pseudonym, @name, @manager, @department, @title, @notice_date, @last_day,
          @working_hours, @zone)
       ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name,
         manager = excluded.manager, department = excluded.department, title = excluded.title,
         notice_date = excluded.notice_date, last_day = excluded.last_day,
         working_hours = excluded.working_hours, zone = excluded.zone`,
    ),
    mark: database.prepare<[string | null, string]>(
      'UPDATE person SET marked_date = ? WHERE id = ?',
    ),
    bind: database.prepare<[string, string]>(
      `INSERT INTO alias (alias, person) VALUES (?, ?)
       ON CONFLICT (alias) DO UPDATE SET person = excluded.person`,
    ),
    boundAnywhere: database.prepare<[string]>(
      'UPDATE account SET bound = 1 WHERE account = ? AND bound = 0',
    ),
    boundAt: database.prepare<[string, string]>(
      'UPDATE account SET bound = 1 WHERE account = ? AND endpoint = ? AND bound = 0',
    ),
    account: database.prepare<[string, string], { bound: number; last: number }>(
      'SELECT bound, last_ms AS last FROM account WHERE account = ? AND endpoint = ?',
    ),
    seenAgain: database.prepare<[number, number, string, string]>(
      `UPDATE account SET events = events + ?, last_ms = max(last_ms, ?)
       WHERE account = ? AND endpoint = ?`,
    ),
    newAccount: database
      .prepare<{ account: string; endpoint: string; events: number; time: number }, number>(
        `INSERT INTO account (account, endpoint, events, last_ms, bound)
         VALUES (@account, @endpoint, @events, @time,
           EXISTS (SELECT 1 FROM alias WHERE alias IN (@account, @account || '@' || @endpoint)))
         RETURNING bound`,
      )
      .pluck(),
  }
}

/** Works on the projections' file, read-only or not; writes are for the projector alone. */
export function openDirectory(
  database: Database,
  { watch: window, company }: DirectorySettings = {
    watch: watchWindow,
    company: companyTime({ hours: usualHours }),
  },
): Directory {
  const sql = statements(database)
  const write = database.readonly ? undefined : writers(database)
  const reveals = openReveals(database)
  const chip = (person: Person, time: number, viewer = ''): PersonChip => {
    const until = viewer === '' ? null : reveals.until(person.id, viewer, time)
    const { departing, daysToLastDay } = departureAt(person, time, window)
    return {
      id: person.id,
      pseudonym: person.pseudonym,
      name: until === null ? null : (person.name ?? person.email),
      revealed_until: until,
      department: person.department,
      title: person.title,
      departing,
      notice_date: person.notice_date,
      last_day: person.last_day,
      days_to_last_day: daysToLastDay,
      ...{ working_hours: person.working_hours, zone: person.zone },
    }
  }
  const resolve: Directory['resolve'] = (account, hostname) => {
    const user = foldAlias(account)
    return sql.byAlias.get(`${user}@${foldAlias(hostname)}`) ?? sql.byAlias.get(user)
  }
  /** The account of this name at any endpoint, and at the one that may stand behind an @ in the alias. */
  const bind = (alias: string, person: string) => {
    write?.bind.run(alias, person)
    write?.boundAnywhere.run(alias)
    for (const { index } of alias.matchAll(/@/g))
      write?.boundAt.run(alias.slice(0, index), alias.slice(index + 1))
  }
  const namesOf = (id: string) => [
    ...new Set(sql.aliases.all(id).flatMap(({ alias }) => namesIn(alias))),
  ]
  return {
    get: id => sql.get.get(id),
    byEmail: email => sql.byEmail.get(email),
    aliases: id => sql.aliases.all(id).map(row => row.alias),
    aliasOwner: alias => sql.owner.get(foldAlias(alias))?.person,
    byPseudonym: pseudonym => sql.pseudonym.get(pseudonym),
    hasPseudonym: pseudonym => sql.pseudonym.get(pseudonym) !== undefined,
    resolve,
    departure: (person, time) => departureAt(person, time, window),
    isOffHours: (person, { time, timezone_offset: offset }) =>
      isOffHours(time, offset, { own: person, company }),
    seenAccounts: () => sql.seen.all(),
    leavers: () => sql.leavers.all(),
    accountsOf: people => {
      const names = new Set([...people].flatMap(namesOf))
      return [...names]
        .flatMap(name => sql.seenAs.all(name))
        .filter(({ account, endpoint }) => {
          const id = resolve(account, endpoint)?.id
          return id !== undefined && people.has(id)
        })
    },
    namesOf,
    list: (limit, sees) => {
      if (!sees) return sql.list.all(limit)
      return sql.list
        .all(-1)
        .filter(({ id }) => sees(id))
        .slice(0, limit)
    },
    departments: () =>
      new Map(sql.departments.all().map(({ department, people }) => [department, people])),
    counts: time => ({
      people: sql.count.get()?.people ?? 0,
      departing: sql.leavers.all().filter(person => departureAt(person, time, window).departing)
        .length,
    }),
    chip,
    reveals,
    reports: person => {
      const ids = new Set(sql.reports.all(person).map(({ id }) => id))
      ids.delete(person)
      return ids
    },
    accountsAt: hostname => sql.accountsAt.all(foldAlias(hostname)).map(({ account }) => account),
    unbound: limit => sql.accounts.all(limit),
    apply: decision => {
      if (decision.kind === 'person.set') {
        const { aliases, ...person } = decision.data
        write?.set.run({ working_hours: null, zone: null, ...person })
        for (const alias of [person.email, ...aliases]) bind(foldAlias(alias), person.id)
      } else if (decision.kind === 'person.marked') {
        write?.mark.run(decision.data.marked ? dateOf(decision.time) : null, decision.data.person)
      } else if (decision.kind === 'person.alias-bound') {
        bind(foldAlias(decision.data.alias), decision.data.person)
      } else reveals.apply(decision)
    },
    sawAccount: (name, hostname, { events, time }) => {
      const [account, endpoint] = [foldAlias(name), foldAlias(hostname)]
      const known = write?.account.get(account, endpoint)
      if (!known) return write?.newAccount.get({ account, endpoint, events, time }) === 0
      if (known.bound === 0 || time - known.last >= seenEveryMs)
        write?.seenAgain.run(events, time, account, endpoint)
      return known.bound === 0
    },
  }
}
