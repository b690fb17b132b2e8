/** Departures: officers' marks, what is to be looked back at, and what was closed. Projected from the journal, beside the directory. */
import { limits } from '../../events/limits.ts'
import type { Decision, PersonRecord } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import { dateOf, type Leaving, type WatchWindow, watchOf } from './departure.ts'
import { type Directory, foldAlias } from './directory.ts'

/** An officer's mark. */
export interface Mark {
  readonly at: number
  readonly by: string
  readonly reason: string
}

/** A look back over what somebody did; `done_at` is null while it waits. Times are UTC epoch milliseconds. */
export interface LookBack {
  readonly person: string
  readonly asked: number
  readonly from: number
  readonly done_at: number | null
  readonly events: number
  readonly findings: number
  /** Aliases that became theirs with it: what they did was not theirs before. */
  readonly bound: readonly string[]
}

export interface Closing {
  readonly last_day: string
  readonly at: number
  readonly steps: readonly string[]
}

/** What an officer told of a step. */
export interface StepTold {
  readonly step: string
  readonly done: boolean
  readonly at: number
  readonly by: string
  readonly note: string
}

export interface Departures {
  mark(person: string): Mark | undefined
  lookBack(person: string): LookBack | undefined
  /** Those that wait at a time, the oldest first. Where accounts were bound they come again: see `againAfterMs`. */
  pending(time: number): readonly LookBack[]
  /** Whether a finding with this id was told already. */
  hasFinding(id: string): boolean
  /** The newest. */
  closing(person: string): Closing | undefined
  /** The newest word on a step. */
  told(person: string, step: string): StepTold | undefined
  /** Before the directory takes the decision: what is new is seen by what was before. */
  apply(decision: Decision): void
}

interface LookBackRow extends Omit<LookBack, 'bound'> {
  /** JSON. */
  readonly bound: string
  readonly again: number | null
}

const hourMs = 3_600_000
/**
 * Windows of rules that are open when an account is bound go on without what it did before. So its past and what came since are judged
 * together again, after the spans that rules have: minutes to an hour, a day, a week, a month.
 */
const againAfterMs: readonly number[] = [hourMs, 24 * hourMs, 7 * 24 * hourMs, 31 * 24 * hourMs]

const againAt = ({ asked, bound }: LookBackRow, time: number): number | null =>
  bound === '[]' ? null : (againAfterMs.map(after => asked + after).find(at => at > time) ?? null)

const lookBackOf = ({ again: _, ...row }: LookBackRow): LookBack => ({
  ...row,
  bound: JSON.parse(row.bound),
})

function statements(database: Database) {
  const columns =
    'person, asked_ms AS asked, from_ms AS "from", done_ms AS done_at, events, findings, bound, again_ms AS again'
  return {
    mark: database.prepare<[string], Mark>(
      'SELECT at_ms AS at, by, reason FROM departure_mark WHERE person = ?',
    ),
    setMark: database.prepare<[string, number, string, string]>(
      `INSERT INTO departure_mark VALUES (?, ?, ?, ?) ON CONFLICT (person)
       DO UPDATE SET at_ms = excluded.at_ms, by = excluded.by, reason = excluded.reason`,
    ),
    clearMark: database.prepare<[string]>('DELETE FROM departure_mark WHERE person = ?'),
    one: database.prepare<[string], LookBackRow>(
      `SELECT ${columns} FROM look_back WHERE person = ?`,
    ),
    pending: database.prepare<[number], LookBackRow>(
      `SELECT ${columns} FROM look_back WHERE done_ms IS NULL OR again_ms <= ? ORDER BY asked_ms`,
    ),
    ask: database.prepare<[string, number, number, string]>(
      `INSERT INTO look_back VALUES (?, ?, ?, NULL, 0, 0, ?, NULL) ON CONFLICT (person) DO UPDATE SET
         asked_ms = excluded.asked_ms, from_ms = excluded.from_ms, done_ms = NULL, bound = excluded.bound,
         again_ms = NULL`,
    ),
    seen: database.prepare<[string, string, string], { one: number }>(
      `SELECT 1 AS one FROM account WHERE account = ?
       UNION ALL SELECT 1 FROM account WHERE account = ? AND endpoint = ? LIMIT 1`,
    ),
    done: database.prepare<[number, number, number, number | null, string, number]>(
      `UPDATE look_back SET done_ms = ?, events = ?, findings = findings + ?, again_ms = ?
       WHERE person = ? AND asked_ms = ? AND (done_ms IS NULL OR again_ms IS NOT NULL)`,
    ),
    finding: database.prepare<[string], { one: number }>(
      'SELECT 1 AS one FROM finding WHERE id = ?',
    ),
    cancel: database.prepare<[string]>(
      'DELETE FROM look_back WHERE person = ? AND done_ms IS NULL',
    ),
    closing: database.prepare<[string], { last_day: string; at: number; steps: string }>(
      `SELECT last_day, at_ms AS at, steps FROM departure_closing
       WHERE person = ? ORDER BY at_ms DESC LIMIT 1`,
    ),
    told: database.prepare<[string, string], Omit<StepTold, 'done'> & { done: number }>(
      'SELECT step, done, at_ms AS at, by, note FROM departure_step WHERE person = ? AND step = ?',
    ),
    tell: database.prepare<[string, string, number, number, string, string]>(
      `INSERT INTO departure_step VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (person, step) DO UPDATE SET
         done = excluded.done, at_ms = excluded.at_ms, by = excluded.by, note = excluded.note`,
    ),
    close: database.prepare<[string, string, number, string]>(
      'INSERT INTO departure_closing VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
  }
}

/** Works on the projections' file; writes are for the projector alone. */
export function openDepartures(
  database: Database,
  { directory, window }: { directory: Directory; window: WatchWindow },
): Departures {
  const sql = statements(database)

  /** Whether somebody worked under an alias: `account` anywhere, or `account@endpoint`. */
  function wasSeen(alias: string): boolean {
    const at = alias.lastIndexOf('@')
    return sql.seen.get(alias, alias.slice(0, Math.max(0, at)), alias.slice(at + 1)) !== undefined
  }

  /** What waits already is looked back at together with what is new. */
  function askFrom(person: string, time: number, from: number, bound: readonly string[]): void {
    const row = sql.one.get(person)
    const isWaiting = row && (row.done_at === null || row.again !== null)
    const waiting = isWaiting ? lookBackOf(row) : undefined
    const all = [...new Set([...(waiting?.bound ?? []), ...bound])]
    sql.ask.run(person, time, Math.min(from, waiting?.from ?? from), JSON.stringify(all))
  }

  /** Asks for a look back where somebody is watched now over a time that nobody looked at as theirs, or accounts at work became theirs. */
  function ask(
    person: string,
    after: Leaving,
    {
      before,
      time,
      bound,
    }: { before: Leaving | undefined; time: number; bound: readonly string[] },
  ): void {
    const watch = watchOf(after, window)
    if (!watch || time < watch.from || time >= watch.until) {
      if (bound.length > 0) askFrom(person, time, time - limits.boundLookBackMs, bound)
      return
    }
    const seen = before && watchOf(before, window)
    const isEarlier = !seen || watch.from < seen.from || time >= seen.until
    const isGoneEarlier =
      after.last_day !== null &&
      after.last_day < dateOf(time) &&
      (before?.last_day == null || after.last_day < before.last_day)
    if (isEarlier || isGoneEarlier || bound.length > 0) askFrom(person, time, watch.from, bound)
  }

  function personSet(record: PersonRecord, time: number): void {
    const before = directory.get(record.id)
    const marked_date = before?.marked_date ?? null
    const aliases = [record.email, ...record.aliases].map(foldAlias)
    const isNew = (alias: string) => directory.aliasOwner(alias) !== record.id
    const after = { ...record, marked_date }
    const isWatched = watchOf(after, window) !== null
    // A directory that is imported first names thousands that did nothing yet.
    const bound = aliases.filter(alias => isNew(alias) && (isWatched || wasSeen(alias)))
    ask(record.id, after, { before, time, bound })
  }

  return {
    mark: person => sql.mark.get(person),
    lookBack: person => {
      const row = sql.one.get(person)
      return row && lookBackOf(row)
    },
    pending: time => sql.pending.all(time).map(lookBackOf),
    hasFinding: id => sql.finding.get(id) !== undefined,
    closing: person => {
      const row = sql.closing.get(person)
      return row && { ...row, steps: JSON.parse(row.steps) }
    },
    told: (person, step) => {
      const row = sql.told.get(person, step)
      return row && { ...row, done: row.done === 1 }
    },
    apply: ({ kind, data, by, time }) => {
      if (kind === 'person.set') personSet(data, time)
      else if (kind === 'person.alias-bound') {
        const before = directory.get(data.person)
        const isNew = directory.aliasOwner(data.alias) !== data.person
        const bound = isNew ? [foldAlias(data.alias)] : []
        if (before) ask(data.person, before, { before, time, bound })
      } else if (kind === 'person.marked') {
        const before = directory.get(data.person)
        if (!data.marked) {
          sql.clearMark.run(data.person)
          if (before && !watchOf({ ...before, marked_date: null })) sql.cancel.run(data.person)
        } else if (before) {
          sql.setMark.run(data.person, time, by, data.reason)
          ask(data.person, { ...before, marked_date: dateOf(time) }, { before, time, bound: [] })
        }
      } else if (kind === 'person.looked-back') {
        const { person, asked, events, findings } = data
        const row = sql.one.get(person)
        sql.done.run(time, events, findings, row ? againAt(row, time) : null, person, asked)
      } else if (kind === 'person.step-told')
        sql.tell.run(data.person, data.step, data.done ? 1 : 0, time, by, data.note)
      else if (kind === 'person.closed')
        sql.close.run(data.person, data.last_day, time, JSON.stringify(data.steps))
    },
  }
}
