/** Break-glass: one administrator asks, another agrees, then a user has a role for some hours or may register a new key. Projected from the journal. */
import type { Role } from '../../events/roles.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

/** One emergency. Times are UTC epoch milliseconds. Without a `role` it is about a new key. */
export interface Emergency {
  readonly id: string
  readonly user: string
  readonly role: Role | null
  readonly reason: string
  readonly asked_by: string
  readonly asked_at: number
  readonly until: number
  readonly agreed_by: string | null
  readonly agreed_at: number | null
  readonly ended_at: number | null
}

export interface BreakGlass {
  get(id: string): Emergency | undefined
  /** Newest first. */
  list(limit: number): readonly Emergency[]
  /** Those that were agreed to and are not over. */
  active(time: number): readonly Emergency[]
  /** Roles that a user has for the moment. */
  rolesOf(user: string, time: number): readonly Role[]
  apply(decision: Decision): void
}

const columns = `id, user, role, reason, asked_by, asked_ms AS asked_at, until_ms AS until,
  agreed_by, agreed_ms AS agreed_at, ended_ms AS ended_at`

export function openBreakGlass(database: Database): BreakGlass {
  const one = database.prepare<[string], Emergency>(
    `SELECT ${columns} FROM break_glass WHERE id = ?`,
  )
  const list = database.prepare<[number], Emergency>(
    `SELECT ${columns} FROM break_glass ORDER BY asked_ms DESC LIMIT ?`,
  )
  const active = database.prepare<[number], Emergency>(
    `SELECT ${columns} FROM break_glass
     WHERE agreed_ms IS NOT NULL AND ended_ms IS NULL AND until_ms > ? ORDER BY asked_ms DESC`,
  )
  const ask = database.prepare(
    `INSERT INTO break_glass VALUES (@id, @user, @role, @reason, @by, @time, @until, NULL, NULL, NULL)`,
  )
  const agree = database.prepare<[string, number, string]>(
    'UPDATE break_glass SET agreed_by = ?, agreed_ms = ? WHERE id = ? AND agreed_ms IS NULL',
  )
  const end = database.prepare<[number, string]>(
    'UPDATE break_glass SET ended_ms = ? WHERE id = ? AND ended_ms IS NULL',
  )
  return {
    get: id => one.get(id),
    list: limit => list.all(limit),
    active: time => active.all(time),
    rolesOf: (user, time) =>
      active
        .all(time)
        .flatMap(({ user: of, role }) => (of === user && role !== null ? [role] : [])),
    apply: ({ kind, data, by, time }) => {
      if (kind === 'break-glass.asked') ask.run({ ...data, by, time })
      else if (kind === 'break-glass.agreed') agree.run(by, time, data.id)
      else if (kind === 'break-glass.ended') end.run(time, data.id)
    },
  }
}
