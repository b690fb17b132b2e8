/** Who signs in, composed: users, keys, sessions, policy, ceremonies, and the principal that a session stands for. */
import type { Logger } from 'pino'
import { type Role, roles } from '../../events/roles.ts'
import type { Config } from '../config.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import type { Principal } from './access.ts'
import { type BreakGlass, openBreakGlass } from './break-glass.ts'
import { type Challenges, createChallenges } from './challenges.ts'
import { createFirstFactor, type FirstFactor } from './first-factor.ts'
import { countsWith, type Invitations, openInvitations } from './invitations.ts'
import { dueOf, isOver, lackOfKey } from './key-due.ts'
import { type Models, openModels } from './models.ts'
import { type IdentityPolicies, openIdentityPolicies } from './policy.ts'
import { openSessions, type Session, type Sessions } from './sessions.ts'
import type { OidcSettings } from './settings.ts'
import { openSubjects, type Subjects } from './subjects.ts'
import { openUsers, type Users } from './users.ts'
import type { Site } from './webauthn.ts'

export interface Identity {
  readonly users: Users
  readonly invitations: Invitations
  readonly sessions: Sessions
  readonly policies: IdentityPolicies
  readonly breakGlass: BreakGlass
  readonly challenges: Challenges
  readonly subjects: Subjects
  readonly firstFactor: FirstFactor
  /** Who is asked before the key; undefined where nobody is. */
  readonly oidc: OidcSettings | undefined
  readonly models: Models
  /** Where pages are served from. */
  site(): Site
  /** Who a session stands for now; undefined where the user is gone, or a link is no longer enough. */
  principalOf(session: Session): Principal | undefined
  /** Why a session no longer counts because of its key, in words; undefined where that is not the reason. */
  keyRefusalOf(session: Session): string | undefined
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
  readonly settings: Config['identity']
}

export function openIdentity({
  projections,
  secrets,
  now,
  log,
  site,
  settings,
}: Options): Identity {
  const users = openUsers(projections)
  const invitations = openInvitations(projections)
  const sessions = openSessions(secrets, now)
  const policies = openIdentityPolicies(projections)
  const breakGlass = openBreakGlass(projections)
  const subjects = openSubjects(projections)
  const models = openModels(settings, log)

  /** What the link of the console still opens: a role whose holders must have a key by now is not given without one. */
  function linkRoles(): readonly Role[] {
    const policy = policies.current()
    if (policy.enforced) return []
    return roles.filter(role => !isOver(dueOf({ id: linkUser, roles: [role] }, policy), now()))
  }

  function keyRefusalOf(session: Session): string | undefined {
    const [user, key] = [users.get(session.user), users.key(session.key ?? '')]
    if (!user || !key) return undefined
    const held = [...user.roles, ...breakGlass.rolesOf(user.id, now())]
    const due = dueOf({ id: user.id, roles: held }, policies.current())
    const lack = isOver(due, now()) ? lackOfKey(key, policies.current(), models) : undefined
    return (
      lack &&
      `since ${due} this key is not enough: ${lack}. Sign in with another, or ask an administrator for an invitation`
    )
  }

  function rolesOf(session: Session): readonly Role[] | undefined {
    if (session.method === 'link') {
      const left = linkRoles()
      return left.length > 0 ? left : undefined
    }
    if (keyRefusalOf(session) !== undefined) return undefined
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
    invitations,
    sessions,
    policies,
    breakGlass,
    challenges: createChallenges(now),
    firstFactor: createFirstFactor(now),
    ...{ subjects, oidc: settings.oidc },
    ...{ models, site, keyRefusalOf },
    principalOf: session => {
      const held = rolesOf(session)
      if (!held) return undefined
      const { user, method, key, id, expires_at: expiresAt } = session
      const person = users.get(user)?.person ?? null
      return { user, expiresAt, method, roles: held, person, session: id, key }
    },
    apply: decision => {
      const isOver = (emergency: string) => breakGlass.get(emergency)?.ended_at !== null
      if (!countsWith(decision, invitations, isOver)) return
      users.apply(decision)
      policies.apply(decision)
      breakGlass.apply(decision)
      subjects.apply(decision)
      cut(decision)
    },
  }
}
