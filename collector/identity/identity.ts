/** Who signs in, composed: users, keys, sessions, policy, ceremonies, and the principal that a session stands for. */
import type { Logger } from 'pino'
import { type Role, roles } from '../../events/roles.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import type { Principal } from './access.ts'
import { type BreakGlass, openBreakGlass } from './break-glass.ts'
import { type Challenges, createChallenges } from './challenges.ts'
import { type Models, openModels } from './models.ts'
import { type IdentityPolicies, openIdentityPolicies } from './policy.ts'
import { openSessions, type Session, type Sessions } from './sessions.ts'
import { openUsers, type Users } from './users.ts'
import type { Site } from './webauthn.ts'

export interface Identity {
  readonly users: Users
  readonly sessions: Sessions
  readonly policies: IdentityPolicies
  readonly breakGlass: BreakGlass
  readonly challenges: Challenges
  readonly models: Models
  /** Where pages are served from. */
  site(): Site
  /** Who a session stands for now; undefined where the user is gone, or a link is no longer enough. */
  principalOf(session: Session): Principal | undefined
  apply(decision: Decision): void
}

/** The user of the console's link, before there are users with keys. */
export const linkUser = 'admin'

interface Options {
  readonly projections: Database
  readonly secrets: Database
  readonly now: () => number
  readonly log: Logger
  readonly site: () => Site
  readonly metadataFile: string | undefined
}

export function openIdentity({
  projections,
  secrets,
  now,
  log,
  site,
  metadataFile,
}: Options): Identity {
  const users = openUsers(projections)
  const sessions = openSessions(secrets, now)
  const policies = openIdentityPolicies(projections)
  const breakGlass = openBreakGlass(projections)

  function rolesOf(session: Session): readonly Role[] | undefined {
    if (session.method === 'link') return policies.current().enforced ? undefined : roles
    const user = users.get(session.user)
    if (!user || user.disabled || session.key === null || !users.key(session.key)) return undefined
    return [...new Set([...user.roles, ...breakGlass.rolesOf(user.id, now())])]
  }

  /** Whoever loses a key, the right to sign in, or the link's way in loses the sessions at once. */
  function cut({ kind, data }: Decision): void {
    if (kind === 'key.revoked') sessions.end({ key: data.key })
    else if (kind === 'user.set' && data.disabled) sessions.end({ user: data.user })
    else if (kind === 'identity.policy-set' && data.enforced) sessions.end({ method: 'link' })
  }

  return {
    users,
    sessions,
    policies,
    breakGlass,
    challenges: createChallenges(now),
    models: openModels(metadataFile, log),
    site,
    principalOf: session => {
      const held = rolesOf(session)
      if (!held) return undefined
      const { user, method, key, id, expires_at: expiresAt } = session
      const person = users.get(user)?.person ?? null
      return { user, expiresAt, method, roles: held, person, session: id, key }
    },
    apply: decision => {
      users.apply(decision)
      policies.apply(decision)
      breakGlass.apply(decision)
      cut(decision)
    },
  }
}
