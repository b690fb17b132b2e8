/**
 * Invitations to register a key, projected from the journal: so each opens the way once on all nodes of a cluster together, whichever of them
 * made it. Of two keys that are registered with one at the same time the first in the journal counts. Only hashes of their tokens are known.
 */
import { limits } from '../../events/limits.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import { hashOf, newSecret } from './secret.ts'

export interface Invitations {
  /** Whom an invitation is for that can be used at `time` (UTC epoch milliseconds). */
  userOf(token: string, time: number): string | undefined
  invite(user: string, hash: string, until: number): void
  /** Uses one up. False where it was used, replaced, or over at `time`. */
  use(hash: string, time: number): boolean
}

/** A fresh token with its hash, and when it ends; it counts once the journal has it. */
export function newInvitation(now: number) {
  const token = newSecret()
  return { token, hash: hashOf(token), until: now + limits.inviteMs }
}

export function openInvitations(database: Database): Invitations {
  const find = database
    .prepare<[string, number], string>(
      'SELECT user FROM invitation WHERE hash = ? AND until_ms > ?',
    )
    .pluck()
  const set = database.prepare<[string, string, number]>(
    `INSERT INTO invitation (user, hash, until_ms) VALUES (?, ?, ?) ON CONFLICT (user) DO UPDATE SET
       hash = excluded.hash, until_ms = excluded.until_ms`,
  )
  const take = database.prepare<[string, number]>(
    'DELETE FROM invitation WHERE hash = ? AND until_ms > ?',
  )
  return {
    userOf: (token, time) => find.get(hashOf(token), time),
    invite: (user, hash, until) => {
      set.run(user, hash, until)
    },
    use: (hash, time) => take.run(hash, time).changes > 0,
  }
}

/** Whether a decision of who may sign in counts, with what was before it in the journal; applies what it says of invitations. */
export function countsWith(
  { kind, data, time }: Decision,
  invitations: Invitations,
  isOver: (emergency: string) => boolean,
): boolean {
  if (kind === 'key.registered')
    return data.invitation === undefined || invitations.use(data.invitation, time)
  if (kind !== 'user.invited' || data.invitation === undefined) return true
  // One emergency gives one link.
  if (data.emergency !== undefined && isOver(data.emergency)) return false
  invitations.invite(data.user, data.invitation, data.until)
  return true
}
