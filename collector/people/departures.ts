/** Departures: officers' marks, what is to be looked back at, and what was closed. Projected from the journal, beside the directory. */
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
  /** Those that wait, the oldest first. */
  pending(): readonly LookBack[]
  /** Whether a finding with this id was told already. */
  hasFinding(id: string): boolean
  /** The newest. */
  closing(person: string): Closing | undefined
  /** The newest word on a step. */
  told(person: string, step: string): StepTold | undefined
  /** Before the directory takes the decision: what is new is seen by what was before. */
  apply(decision: Decision): void
}

function statements(database: Database) {
  const columns =
    'person, asked_ms AS asked, from_ms AS "from", done_ms AS done_at, events, findings'
  return {
    mark: database.prepare<[string], Mark>(
      'SELECT at_ms AS at, by, reason FROM departure_mark WHERE person = ?',
    ),
    setMark: database.prepare<[string, number, string, string]>(
      `INSERT INTO departure_mark VALUES (?, ?, ?, ?) ON CONFLICT (person)
       DO UPDATE SET at_ms = excluded.at_ms, by = excluded.by, reason = excluded.reason`,
    ),
    clearMark: database.prepare<[string]>('DELETE FROM departure_mark WHERE person = ?'),
    one: database.prepare<[string], LookBack>(`SELECT ${columns} FROM look_back WHERE person = ?`),
    pending: database.prepare<[], LookBack>(
      `SELECT ${columns} FROM look_back WHERE done_ms IS NULL ORDER BY asked_ms`,
    ),
    ask: database.prepare<[string, number, number]>(
      `INSERT INTO look_back VALUES (?, ?, ?, NULL, 0, 0) ON CONFLICT (person) DO UPDATE SET
         asked_ms = excluded.asked_ms, from_ms = excluded.from_ms, done_ms = NULL`,
    ),
    done: database.prepare<[number, number, number, string, number]>(
      `UPDATE look_back SET done_ms = ?, events = ?, findings = findings + ?
       WHERE person = ? AND asked_ms = ? AND done_ms IS NULL`,
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

  /** Asks for a look back where somebody is watched now over a time, or for accounts, that nobody looked at as theirs. */
  function ask(
    person: string,
    after: Leaving,
    { before, time, isWider }: { before: Leaving | undefined; time: number; isWider: boolean },
  ): void {
    const watch = watchOf(after, window)
    if (!watch || time < watch.from || time >= watch.until) return
    const seen = before && watchOf(before, window)
    const isEarlier = !seen || watch.from < seen.from || time >= seen.until
    const isGoneEarlier =
      after.last_day !== null &&
      after.last_day < dateOf(time) &&
      (before?.last_day == null || after.last_day < before.last_day)
    if (isEarlier || isGoneEarlier || isWider) sql.ask.run(person, time, watch.from)
  }

  function personSet(record: PersonRecord, time: number): void {
    const before = directory.get(record.id)
    const marked_date = before?.marked_date ?? null
    const aliases = [record.email, ...record.aliases].map(foldAlias)
    const isWider = aliases.some(alias => directory.aliasOwner(alias) !== record.id)
    ask(record.id, { ...record, marked_date }, { before, time, isWider })
  }

  return {
    mark: person => sql.mark.get(person),
    lookBack: person => sql.one.get(person),
    pending: () => sql.pending.all(),
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
        const isWider = directory.aliasOwner(data.alias) !== data.person
        if (before) ask(data.person, before, { before, time, isWider })
      } else if (kind === 'person.marked') {
        const before = directory.get(data.person)
        if (!data.marked) {
          sql.clearMark.run(data.person)
          if (before && !watchOf({ ...before, marked_date: null })) sql.cancel.run(data.person)
        } else if (before) {
          sql.setMark.run(data.person, time, by, data.reason)
          ask(
            data.person,
            { ...before, marked_date: dateOf(time) },
            { before, time, isWider: false },
          )
        }
      } else if (kind === 'person.looked-back')
        sql.done.run(time, data.events, data.findings, data.person, data.asked)
      else if (kind === 'person.step-told')
        sql.tell.run(data.person, data.step, data.done ? 1 : 0, time, by, data.note)
      else if (kind === 'person.closed')
        sql.close.run(data.person, data.last_day, time, JSON.stringify(data.steps))
    },
  }
}
