/** The identity policy in force and the log-ins so far, projected from the journal. */
import Value from 'typebox/value'
import { defaultIdentityPolicy, IdentityPolicy } from '../../events/identity-policy.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

/** One log-in; without a key it came by the console's link. */
export interface Login {
  readonly user: string
  readonly key: string | null
  readonly address: string | null
  readonly at: number
}

export interface IdentityPolicies {
  current(): IdentityPolicy
  /** Log-ins since a time, newest first. */
  logins(since: number, limit: number): readonly Login[]
  apply(decision: Decision): void
}

export function openIdentityPolicies(database: Database): IdentityPolicies {
  const load = database.prepare<[], { policy: string }>('SELECT policy FROM identity_policy')
  const save = database.prepare<[string, string, number]>(
    `INSERT INTO identity_policy VALUES (1, ?, ?, ?)
     ON CONFLICT (one) DO UPDATE SET policy = excluded.policy, by = excluded.by, at_ms = excluded.at_ms`,
  )
  const login = database.prepare<[string, string | null, string | null, number]>(
    'INSERT INTO login (user, key, address, at_ms) VALUES (?, ?, ?, ?)',
  )
  const logins = database.prepare<[number, number], Login>(
    `SELECT user, key, address, at_ms AS at FROM login WHERE at_ms >= ? ORDER BY at_ms DESC LIMIT ?`,
  )
  let current: IdentityPolicy | undefined
  const read = (): IdentityPolicy => {
    const row = load.get()
    return row ? Value.Parse(IdentityPolicy, JSON.parse(row.policy)) : defaultIdentityPolicy
  }
  return {
    current: () => {
      current ??= read()
      return current
    },
    logins: (since, limit) => logins.all(since, limit),
    apply: ({ kind, data, by, time }) => {
      if (kind === 'identity.policy-set') {
        save.run(JSON.stringify(data), by, time)
        current = undefined
      } else if (kind === 'session.opened') {
        login.run(data.user, data.key ?? null, data.address ?? null, time)
      }
    },
  }
}
