/** The producers of the journal's decisions: who may hand in OCSF events. Keeps hashes of tokens; holds no token. */
import type { Producer } from '../../events/producers.ts'
import { hashOf } from '../identity/secret.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

export interface Producers {
  /** The source of the producer whose token it is, `producer:<name>`; undefined of any other and of one that was shut out. */
  sourceOf(token: string): string | undefined
  list(): Producer[]
  /** Whether it may hand in; undefined where there never was one of this name. */
  state(name: string): 'active' | 'revoked' | undefined
  apply(decision: Decision): void
}

/** Opens them over the projections. */
export function openProducers(database: Database): Producers {
  const byHash = database
    .prepare<[string], string>(
      'SELECT name FROM producer WHERE token_hash = ? AND revoked_ms IS NULL',
    )
    .pluck()
  const all = database.prepare<[], Producer>(
    `SELECT name, added_ms AS added_at, added_by, revoked_ms AS revoked_at FROM producer
     ORDER BY revoked_ms IS NOT NULL, name`,
  )
  const get = database.prepare<[string], { revoked_ms: number | null }>(
    'SELECT revoked_ms FROM producer WHERE name = ?',
  )
  // A name that was shut out may be given again, with a new token.
  const add = database.prepare<[string, string, number, string]>(
    `INSERT INTO producer VALUES (?, ?, ?, ?, NULL) ON CONFLICT (name) DO UPDATE SET
       token_hash = excluded.token_hash, added_ms = excluded.added_ms,
       added_by = excluded.added_by, revoked_ms = NULL
     WHERE revoked_ms IS NOT NULL`,
  )
  const revoke = database.prepare<[number, string]>(
    'UPDATE producer SET revoked_ms = ? WHERE name = ? AND revoked_ms IS NULL',
  )
  return {
    sourceOf: token => {
      const name = byHash.get(hashOf(token))
      return name === undefined ? undefined : `producer:${name}`
    },
    list: () => all.all(),
    state: name => {
      const row = get.get(name)
      return row && (row.revoked_ms === null ? 'active' : 'revoked')
    },
    apply: decision => {
      const { kind, data, time } = decision
      if (kind === 'producer.added') add.run(data.producer, data.token_sha256, time, decision.by)
      if (kind === 'producer.revoked') revoke.run(time, data.producer)
    },
  }
}
