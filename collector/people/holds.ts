/** Legal holds: people of whom retention deletes nothing. Projected from the journal. */
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

export interface Hold {
  readonly person: string
  readonly since: number
  readonly by: string
  readonly reason: string
}

export interface Holds {
  has(person: string): boolean
  list(): readonly Hold[]
  apply(decision: Decision): void
}

export function openHolds(database: Database): Holds {
  const find = database.prepare<[string], { one: number }>(
    'SELECT 1 AS one FROM hold WHERE person = ?',
  )
  const list = database.prepare<[], Hold>(
    'SELECT person, since_ms AS since, by, reason FROM hold ORDER BY since_ms',
  )
  const set = database.prepare<[string, number, string, string]>(
    'INSERT INTO hold VALUES (?, ?, ?, ?) ON CONFLICT (person) DO NOTHING',
  )
  const lift = database.prepare<[string]>('DELETE FROM hold WHERE person = ?')
  return {
    has: person => find.get(person) !== undefined,
    list: () => list.all(),
    apply: decision => {
      if (decision.kind !== 'person.held') return
      const { person, held, reason } = decision.data
      if (held) set.run(person, decision.time, decision.by, reason)
      else lift.run(person)
    },
  }
}
