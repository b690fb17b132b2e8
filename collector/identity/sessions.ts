/** Sessions of users: opened, looked up, listed, suspended, ended at once. Idle and absolute limits. Keeps counters of keys beside them. */
import { randomUUID } from 'node:crypto'
import { limits } from '../../events/limits.ts'
import { type Database, inTransaction } from '../store/database.ts'
import type { Method } from './access.ts'
import { hashOf, newSecret } from './secret.ts'

/** One session. Times are UTC epoch milliseconds; `suspended_at` is null while it may be used. */
export interface Session {
  readonly id: string
  readonly user: string
  readonly method: Method
  readonly key: string | null
  readonly opened_at: number
  readonly seen_at: number
  readonly expires_at: number
  readonly address: string
  readonly browser: string
  readonly suspended_at: number | null
}

export interface Sessions {
  open(facts: Pick<Session, 'user' | 'method' | 'key' | 'address' | 'browser'>): {
    readonly secret: string
    readonly session: Session
  }
  /** The session of a cookie, and notes that it was used; undefined where it ended. */
  find(secret: string): Session | undefined
  /** By its public id. */
  get(id: string): Session | undefined
  /** It was used just now, through an application. */
  touch(session: Session): void
  /** All that can be used, or those of one user, newest first. */
  list(user?: string): readonly Session[]
  /** Ends sessions by id, user or key; gives those that ended. */
  end(
    of: { id: string } | { user: string } | { key: string } | { method: Method },
  ): readonly Session[]
  /** Until a key is touched again. */
  suspend(user: string): readonly Session[]
  resume(id: string): void
  /** Called with each session that is ended or suspended. Returns how to stop. */
  onCut(listener: (id: string) => unknown): () => void
  /** The highest counter that a key showed. */
  counter(key: string): number | undefined
  /** Notes a use of a key. */
  used(key: string, counter: number): void
  lastUse(key: string): number | null
}

const columns = `id, user, method, key, opened_ms AS opened_at, seen_ms AS seen_at,
  expires_ms AS expires_at, address, browser, suspended_ms AS suspended_at`
/** A look within this time is not written again. */
const seenEveryMs = 60_000

function statements(database: Database) {
  const ending = (column: string) =>
    database.prepare<[string], Session>(
      `DELETE FROM session WHERE ${column} = ? RETURNING ${columns}`,
    )
  return {
    insert: database.prepare<
      [string, string, string, Method, string | null, number, number, number, string, string]
    >('INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)'),
    find: database.prepare<[string, number, number], Session>(
      `SELECT ${columns} FROM session WHERE hash = ? AND expires_ms > ? AND seen_ms > ?`,
    ),
    get: database.prepare<[string, number, number], Session>(
      `SELECT ${columns} FROM session WHERE id = ? AND expires_ms > ? AND seen_ms > ?`,
    ),
    seen: database.prepare<[number, string]>('UPDATE session SET seen_ms = ? WHERE hash = ?'),
    touch: database.prepare<[number, string]>('UPDATE session SET seen_ms = ? WHERE id = ?'),
    list: database.prepare<[number, number], Session>(
      `SELECT ${columns} FROM session WHERE expires_ms > ? AND seen_ms > ? ORDER BY opened_ms DESC`,
    ),
    sweep: database.prepare<[number, number]>(
      'DELETE FROM session WHERE expires_ms <= ? OR seen_ms <= ?',
    ),
    surplus: database.prepare<[string, number], { id: string }>(
      'SELECT id FROM session WHERE user = ? ORDER BY opened_ms DESC LIMIT -1 OFFSET ?',
    ),
    byId: ending('id'),
    byUser: ending('user'),
    byKey: ending('key'),
    byMethod: ending('method'),
    suspend: database.prepare<[number, string], Session>(
      `UPDATE session SET suspended_ms = ? WHERE user = ? AND suspended_ms IS NULL RETURNING ${columns}`,
    ),
    resume: database.prepare<[string]>('UPDATE session SET suspended_ms = NULL WHERE id = ?'),
    counter: database.prepare<[string], { counter: number; used_ms: number }>(
      'SELECT counter, used_ms FROM key_use WHERE key = ?',
    ),
    used: database.prepare<[string, number, number]>(
      `INSERT INTO key_use VALUES (?, ?, ?) ON CONFLICT (key)
       DO UPDATE SET counter = max(counter, excluded.counter), used_ms = excluded.used_ms`,
    ),
  }
}

export function openSessions(database: Database, now: () => number): Sessions {
  const sql = statements(database)
  const listeners = new Set<(id: string) => unknown>()
  const idle = () => now() - limits.sessionIdleMs
  const cut = (sessions: readonly Session[]): readonly Session[] => {
    for (const { id } of sessions) for (const listener of listeners) listener(id)
    return sessions
  }
  const end: Sessions['end'] = of => {
    if ('id' in of) return cut(sql.byId.all(of.id))
    if ('user' in of) return cut(sql.byUser.all(of.user))
    if ('key' in of) return cut(sql.byKey.all(of.key))
    return cut(sql.byMethod.all(of.method))
  }
  return {
    open: facts => {
      const secret = newSecret()
      const opened_at = now()
      const session: Session = {
        ...facts,
        id: randomUUID(),
        opened_at,
        seen_at: opened_at,
        expires_at: opened_at + limits.sessionMs,
        suspended_at: null,
      }
      const { id, user, method, key, expires_at, address, browser } = session
      inTransaction(database, 'access', () => {
        sql.sweep.run(opened_at, idle())
        for (const { id: old } of sql.surplus.all(user, limits.sessionsPerUserMax - 1))
          end({ id: old })
        const hash = hashOf(secret)
        sql.insert.run(
          hash,
          id,
          user,
          method,
          key,
          opened_at,
          opened_at,
          expires_at,
          address,
          browser,
        )
      })
      return { secret, session }
    },
    find: secret => {
      const hash = hashOf(secret)
      const session = sql.find.get(hash, now(), idle())
      if (session && now() - session.seen_at >= seenEveryMs) sql.seen.run(now(), hash)
      return session
    },
    get: id => sql.get.get(id, now(), idle()),
    touch: ({ id, seen_at }) => {
      if (now() - seen_at >= seenEveryMs) sql.touch.run(now(), id)
    },
    list: user =>
      sql.list.all(now(), idle()).filter(session => user === undefined || session.user === user),
    end,
    suspend: user => cut(sql.suspend.all(now(), user)),
    resume: id => {
      sql.resume.run(id)
    },
    onCut: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    counter: key => sql.counter.get(key)?.counter,
    used: (key, counter) => {
      sql.used.run(key, counter, now())
    },
    lastUse: key => sql.counter.get(key)?.used_ms ?? null,
  }
}
