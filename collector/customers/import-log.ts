/** When the base was imported, from what, and what came of it: projected from the journal. */
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

export interface BaseImport {
  /** UTC epoch milliseconds. */
  readonly at: number
  readonly by: string
  readonly file: string
  readonly rows: number
  readonly added: number
  readonly changed: number
  readonly refused: number
  readonly total: number
}

export interface ImportLog {
  /** The newest first. */
  list(limit: number): readonly BaseImport[]
  /** UTC epoch milliseconds, null before the first import. */
  lastAt(): number | null
  apply(decision: Decision, offset: number): void
}

export function openImportLog(database: Database): ImportLog {
  const save = database.prepare<[number, number]>(
    `INSERT INTO customers_import VALUES (1, ?, ?)
     ON CONFLICT (one) DO UPDATE SET at_ms = excluded.at_ms, total = excluded.total`,
  )
  const load = database.prepare<[], { at_ms: number }>('SELECT at_ms FROM customers_import')
  const add = database.prepare<Omit<BaseImport, 'at'> & { offset: number; time: number }>(
    `INSERT OR IGNORE INTO base_import
     VALUES (@offset, @time, @by, @file, @rows, @added, @changed, @refused, @total)`,
  )
  const list = database.prepare<[number], BaseImport>(
    `SELECT at_ms AS at, by, file, rows, added, changed, refused, total FROM base_import
     ORDER BY offset DESC LIMIT ?`,
  )
  return {
    list: limit => list.all(limit),
    lastAt: () => load.get()?.at_ms ?? null,
    apply: (decision, offset) => {
      if (decision.kind !== 'customers.imported') return
      const { data, by, time } = decision
      save.run(time, data.total)
      const { file, rows, added, changed, refused, total } = data
      add.run({ offset, time, by, file, rows, added, changed, refused, total })
    },
  }
}
