/** One-time tokens: the console's sign-in link, invitations to register a key, enrolment of agents. Only hashes are kept; the secrets are random 256 bits. */
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
  /** A one-time token that lets a user register a key and signs them in with it. */
  newInvitation(user: string): { readonly token: string; readonly expiresAt: number }
  /** True once per token. */
  useSignInToken(token: string): boolean
  useEnrolToken(token: string): boolean
  /** The user of an invitation that can still be used. */
  invitedUser(token: string): string | undefined
  /** The same, and uses it up. */
  useInvitation(token: string): string | undefined
  /** Ends what a user was invited to. */
  dropInvitations(user: string): void
}

type Purpose = 'sign-in' | 'enrol' | 'invitation'

export function openAccess(database: Database, now: () => number): Access {
  const insert = database.prepare<[string, Purpose, string, number]>(
    'INSERT INTO secret VALUES (?, ?, ?, ?)',
  )
  const take = database.prepare<[string, Purpose, number], { subject: string }>(
    'DELETE FROM secret WHERE hash = ? AND purpose = ? AND expires_ms > ? RETURNING subject',
  )
  const find = database.prepare<[string, Purpose, number], { subject: string }>(
    'SELECT subject FROM secret WHERE hash = ? AND purpose = ? AND expires_ms > ?',
  )
  const drop = database.prepare<[Purpose, string]>(
    'DELETE FROM secret WHERE purpose = ? AND subject = ?',
  )
  const sweep = database.prepare<[number]>('DELETE FROM secret WHERE expires_ms <= ?')

  function issue(purpose: Purpose, subject: string, lifeMs: number) {
    const token = newSecret()
    const expiresAt = now() + lifeMs
    inTransaction(database, 'access', () => {
      sweep.run(now())
      insert.run(hashOf(token), purpose, subject, expiresAt)
    })
    return { token, expiresAt }
  }
  const use = (token: string, purpose: Purpose) => take.get(hashOf(token), purpose, now())?.subject

  return {
    newSignInToken: () => issue('sign-in', 'console', limits.signInLinkMs).token,
    newEnrolToken: () => issue('enrol', 'agent', limits.signInLinkMs).token,
    newInvitation: user => issue('invitation', user, limits.inviteMs),
    useSignInToken: token => use(token, 'sign-in') !== undefined,
    useEnrolToken: token => use(token, 'enrol') !== undefined,
    invitedUser: token => find.get(hashOf(token), 'invitation', now())?.subject,
    useInvitation: token => use(token, 'invitation'),
    dropInvitations: user => {
      drop.run('invitation', user)
    },
  }
}
