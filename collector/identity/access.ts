/** One-time sign-in links, enrolment tokens and sessions. Only hashes are kept; the secrets are random 256 bits. */
import { createHash, randomBytes } from 'node:crypto'
import { limits } from '../../events/limits.ts'
import { type Database, inTransaction } from '../store/database.ts'

/** Who acts: a signed-in user, or the owner of the data folder at the console. */
export interface Principal {
  readonly user: string
  readonly expiresAt: number
}

export interface Access {
  /** A one-time token that signs the administrator in. */
  newSignInToken(): string
  /** A one-time token that lets an agent enrol. */
  newEnrolToken(): string
  /** The secret of a new session, or undefined where the token is unknown, used or expired. */
  signIn(token: string): { readonly secret: string; readonly principal: Principal } | undefined
  /** True once per enrolment token. */
  useEnrolToken(token: string): boolean
  session(secret: string): Principal | undefined
  signOut(secret: string): void
}

type Purpose = 'sign-in' | 'enrol' | 'session'

/** The secrets are uniformly random, so one round of SHA-256 hides them; the look-up by hash leaks no timing of the secret. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

const administrator = 'admin'

export function openAccess(database: Database, now: () => number): Access {
  const insert = database.prepare<[string, Purpose, string, number]>(
    'INSERT INTO secret VALUES (?, ?, ?, ?)',
  )
  const take = database.prepare<[string, Purpose, number], { subject: string }>(
    'DELETE FROM secret WHERE hash = ? AND purpose = ? AND expires_ms > ? RETURNING subject',
  )
  const find = database.prepare<[string, number], { subject: string; expires_ms: number }>(
    `SELECT subject, expires_ms FROM secret WHERE hash = ? AND purpose = 'session' AND expires_ms > ?`,
  )
  const forget = database.prepare<[string]>('DELETE FROM secret WHERE hash = ?')
  const sweep = database.prepare<[number]>('DELETE FROM secret WHERE expires_ms <= ?')

  function issue(purpose: Purpose, subject: string, lifeMs: number) {
    const secret = randomBytes(32).toString('base64url')
    const expiresAt = now() + lifeMs
    inTransaction(database, 'access', () => {
      sweep.run(now())
      insert.run(hashOf(secret), purpose, subject, expiresAt)
    })
    return { secret, expiresAt }
  }

  return {
    newSignInToken: () => issue('sign-in', administrator, limits.signInLinkMs).secret,
    newEnrolToken: () => issue('enrol', 'agent', limits.signInLinkMs).secret,
    signIn: token => {
      const taken = take.get(hashOf(token), 'sign-in', now())
      if (!taken) return undefined
      const { secret, expiresAt } = issue('session', taken.subject, limits.sessionMs)
      return { secret, principal: { user: taken.subject, expiresAt } }
    },
    useEnrolToken: token => take.get(hashOf(token), 'enrol', now()) !== undefined,
    session: secret => {
      const found = find.get(hashOf(secret), now())
      return found && { user: found.subject, expiresAt: found.expires_ms }
    },
    signOut: secret => {
      forget.run(hashOf(secret))
    },
  }
}
