/** Exports that the gateway holds, and whose exports are frozen: projected from the journal. The files themselves lie sealed beside it. */
import Value from 'typebox/value'
import type { Decision } from '../journal/decisions.ts'
import { HeldExport } from '../journal/gateway-decisions.ts'
import type { Database } from '../store/database.ts'

export type HoldState = 'held' | 'released' | 'dropped'

export interface HoldRow {
  readonly state: HoldState
  readonly held: HeldExport
}

export interface Freeze {
  readonly person: string
  readonly until_ms: number
  readonly by: string
  readonly reason: string
}

export interface HeldExports {
  get(id: string): HoldRow | undefined
  /** The newest first. */
  list(limit: number): readonly HoldRow[]
  /** Ids of those that lie here still. */
  waiting(): readonly string[]
  /** In force at `time` for a person; undefined where none is. */
  freeze(person: string, time: number): Freeze | undefined
  apply(decision: Decision): void
}

interface Row {
  readonly state: HoldState
  readonly data: string
}

const rowOf = ({ state, data }: Row): HoldRow => ({
  state,
  held: Value.Parse(HeldExport, JSON.parse(data)),
})

/** Works on the projections' file; writes are for the projector alone. */
export function openHeldExports(database: Database): HeldExports {
  const get = database.prepare<[string], Row>('SELECT state, data FROM gateway_hold WHERE id = ?')
  const list = database.prepare<[number], Row>(
    'SELECT state, data FROM gateway_hold ORDER BY held_ms DESC LIMIT ?',
  )
  const waiting = database
    .prepare<[], string>("SELECT id FROM gateway_hold WHERE state = 'held'")
    .pluck()
  const freeze = database.prepare<[string, number], Freeze>(
    'SELECT person, until_ms, by, reason FROM export_freeze WHERE person = ? AND until_ms > ?',
  )
  const add = database.prepare(
    `INSERT INTO gateway_hold VALUES (@id, @person, @account, 'held', @data, @held_ms, @expires_ms)
     ON CONFLICT DO NOTHING`,
  )
  const move = database.prepare<[HoldState, string]>(
    "UPDATE gateway_hold SET state = ? WHERE id = ? AND state = 'held'",
  )
  const freezeIt = database.prepare<[string, number, string, string]>(
    `INSERT INTO export_freeze VALUES (?, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET
       until_ms = excluded.until_ms, by = excluded.by, reason = excluded.reason`,
  )
  const thaw = database.prepare<[string]>('DELETE FROM export_freeze WHERE person = ?')

  return {
    get: id => {
      const row = get.get(id)
      return row && rowOf(row)
    },
    list: limit => list.all(limit).map(rowOf),
    waiting: () => waiting.all(),
    freeze: (person, time) => freeze.get(person, time),
    apply: ({ kind, data, by }) => {
      if (kind === 'gateway.held') {
        const { id, person, account, held_at: held_ms, expires_at: expires_ms } = data
        add.run({ id, person, account, data: JSON.stringify(data), held_ms, expires_ms })
      } else if (kind === 'gateway.released') move.run('released', data.id)
      else if (kind === 'gateway.dropped') move.run('dropped', data.id)
      else if (kind === 'exports.frozen') freezeIt.run(data.person, data.until, by, data.reason)
      else if (kind === 'exports.thawed') thaw.run(data.person)
    },
  }
}
