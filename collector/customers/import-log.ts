/** When the base was last imported: projected from the journal. */
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

export interface ImportLog {
  /** UTC epoch milliseconds, null before the first import. */
  lastAt(): number | null
  apply(decision: Decision): void
}

export function openImportLog(database: Database): ImportLog {
  const save = database.prepare<[number, number]>(
    `INSERT INTO customers_import VALUES (1, ?, ?)
     ON CONFLICT (one) DO UPDATE SET at_ms = excluded.at_ms, total = excluded.total`,
  )
  const load = database.prepare<[], { at_ms: number }>('SELECT at_ms FROM customers_import')
  return {
    lastAt: () => load.get()?.at_ms ?? null,
    apply: decision => {
      if (decision.kind === 'customers.imported') save.run(decision.time, decision.data.total)
    },
  }
}
