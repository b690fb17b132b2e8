/** Reveals: who asked to see whose name, why, until when, and who agreed. Projected from the journal. */
import { randomUUID } from 'node:crypto'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

/** One reveal. `until` is null while a second person has not agreed; `refused` says why one did not. Times are UTC epoch milliseconds. */
export interface Reveal {
  readonly id: string
  readonly person: string
  readonly viewer: string
  readonly reason: string
  readonly asked_at: number
  readonly until: number | null
  readonly decided_by: string | null
  readonly refused: string | null
}

export interface Reveals {
  /** Until when this user may see the name; null where they may not. */
  until(person: string, viewer: string, time: number): number | null
  get(id: string): Reveal | undefined
  /** Newest first. */
  list(limit: number): readonly Reveal[]
  apply(decision: Decision): void
}

const columns =
  'id, person, viewer, reason, asked_ms AS asked_at, until_ms AS until, decided_by, refused'

/** Works on the projections' file, read-only or not. */
export function openReveals(database: Database): Reveals {
  const until = database.prepare<[string, string, number], { until: number | null }>(
    'SELECT max(until_ms) AS until FROM reveal WHERE person = ? AND viewer = ? AND until_ms > ?',
  )
  const one = database.prepare<[string], Reveal>(`SELECT ${columns} FROM reveal WHERE id = ?`)
  const list = database.prepare<[number], Reveal>(
    `SELECT ${columns} FROM reveal ORDER BY asked_ms DESC LIMIT ?`,
  )
  const write = database.readonly
    ? undefined
    : {
        ask: database.prepare<[string, string, string, string, number, number | null]>(
          'INSERT INTO reveal VALUES (?, ?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT (id) DO NOTHING',
        ),
        agree: database.prepare<[number, string, string]>(
          'UPDATE reveal SET until_ms = ?, decided_by = ? WHERE id = ?',
        ),
        refuse: database.prepare<[string, string, string]>(
          'UPDATE reveal SET refused = ?, decided_by = ? WHERE id = ? AND until_ms IS NULL',
        ),
      }
  return {
    until: (person, viewer, time) => until.get(person, viewer, time)?.until ?? null,
    get: id => one.get(id),
    list: limit => list.all(limit),
    apply: ({ kind, by, time, data }) => {
      if (kind === 'reveal.asked') write?.ask.run(data.id, data.person, by, data.reason, time, null)
      else if (kind === 'reveal.refused') write?.refuse.run(data.reason, by, data.id)
      else if (kind === 'person.revealed') {
        if (data.request !== undefined) write?.agree.run(data.until, by, data.request)
        else write?.ask.run(randomUUID(), data.person, data.to ?? by, data.reason, time, data.until)
      }
    },
  }
}
