/** One-time tokens of this node: the console's sign-in link, enrolment of agents. Only hashes are kept; the secrets are random 256 bits. */
import { limits } from '../../events/limits.ts'
import type { Role } from '../../events/roles.ts'
import { type Database, inTransaction } from '../store/database.ts'
import { hashOf, newSecret } from './secret.ts'

/** How somebody got in: at the console itself, by its one-time link, or with a key. */
export type Method = 'console' | 'link' | 'key'

/** Who acts: a signed-in user, or the owner of the data folder at the console. */
export interface Principal {
  readonly user: string
  readonly expiresAt: number
  readonly method: Method
  /** Roles in force at this moment. */
  readonly roles: readonly Role[]
  /** Who the user is in the directory. */
  readonly person: string | null
  /** Public id of the session, and the key that opened it. */
  readonly session: string | null
  readonly key: string | null
}

export interface Access {
  /** A one-time token that signs the administrator in, until keys are enforced. */
  newSignInToken(): string
  /** A one-time token that lets an agent enrol. */
  newEnrolToken(): string
  /** True once per token. */
  useSignInToken(token: string): boolean
  useEnrolToken(token: string): boolean
}

type Purpose = 'sign-in' | 'enrol'

export function openAccess(database: Database, now: () => number): Access {
  const insert = database.prepare<[string, Purpose, string, number]>(
    'INSERT INTO secret VALUES (?, ?, ?, ?)',
  )
  const take = database.prepare<[string, Purpose, number]>(
    'DELETE FROM secret WHERE hash = ? AND purpose = ? AND expires_ms > ?',
  )
  const sweep = database.prepare<[number]>('DELETE FROM secret WHERE expires_ms <= ?')

  function issue(purpose: Purpose, subject: string): string {
    const token = newSecret()
    inTransaction(database, 'access', () => {
      sweep.run(now())
      insert.run(hashOf(token), purpose, subject, now() + limits.signInLinkMs)
    })
    return token
  }
  const use = (token: string, purpose: Purpose): boolean =>
    take.run(hashOf(token), purpose, now()).changes > 0

  return {
    newSignInToken: () => issue('sign-in', 'console'),
    newEnrolToken: () => issue('enrol', 'agent'),
    useSignInToken: token => use(token, 'sign-in'),
    useEnrolToken: token => use(token, 'enrol'),
  }
}
