/** Users, their roles, invitations, other people's keys and sessions: for administrators, each change with a touch. */
import Type from 'typebox'
import {
  Invitation,
  RevokeRequest,
  SessionList,
  UserId,
  UserList,
  UserRequest,
} from '../../events/api-identity.ts'
import { Fault } from '../../events/fault.ts'
import type { Role } from '../../events/roles.ts'
import type { Principal } from '../identity/access.ts'
import { newInvitation } from '../identity/invitations.ts'
import type { User } from '../identity/users.ts'
import type { App, Parts } from './app.ts'
import { keyView, sessionRow } from './keys.ts'

const Params = Type.Object({ id: UserId })
const KeyParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 1400 }) })

/** Who has one of these could make the rest of the rules meaningless, so no single administrator hands out a key for one. */
const guarding: readonly Role[] = ['admin', 'privacy_officer']

/** Every user with their keys. */
export function userList({ identity }: Parts) {
  const all = identity.users.allKeys()
  return {
    users: identity.users.list().map(user => ({
      ...user,
      roles: [...user.roles],
      subject: identity.subjects.of(user.id)?.subject ?? null,
      keys: all.filter(key => key.user === user.id).map(key => keyView(key, identity)),
    })),
  }
}

export function users(app: App, parts: Parts): void {
  const { identity, directory, now } = parts
  const read = { access: 'user', needs: 'users.read' } as const

  const need = (id: string): User => {
    const user = identity.users.get(id)
    if (user) return user
    throw new Fault('ERR_NOT_FOUND', `there is no user "${id}"; add one first`)
  }
  const list = () => userList(parts)
  const personOf = (email: string): string => {
    const person = directory.byEmail(email.trim().toLowerCase())
    if (person) return person.id
    throw new Fault('ERR_NOT_FOUND', `nobody in the directory has the address "${email}"`)
  }

  app.get('/api/v1/users', { config: read, schema: { response: { 200: UserList } } }, async () =>
    list(),
  )

  app.put(
    '/api/v1/users/:id',
    {
      config: { access: 'user', needs: 'users.change', stepUp: 'users' },
      schema: { params: Params, body: UserRequest, response: { 200: UserList } },
    },
    async ({ principal, params, body }) => {
      const { id } = params
      if (id === principal.user && principal.method === 'key')
        throw new Fault(
          'ERR_ACCESS_DENIED',
          'nobody changes their own roles; ask another administrator',
        )
      const known = identity.users.get(id)
      const { email, roles, disabled } = body
      const person = email === undefined ? (known?.person ?? null) : personOf(email)
      const other = person === null ? undefined : identity.users.ofPerson(person)
      if (other && other.id !== id)
        throw new Fault('ERR_CONFLICT', `this person is the user "${other.id}" already`)
      const data = { user: id, name: body.name.trim(), person, roles, disabled }
      await parts.decide(principal, [{ kind: 'user.set', data }])
      return list()
    },
  )

  /** With keys enforced, a new key for an administrator takes two others: break-glass, or the console. */
  const needMayInvite = (principal: Principal, user: User): void => {
    const isGuarding = user.roles.some(role => guarding.includes(role))
    if (principal.method === 'console' || !identity.policies.current().enforced || !isGuarding)
      return
    if (identity.users.allKeys().every(key => key.user !== user.id)) return
    throw new Fault(
      'ERR_ACCESS_DENIED',
      `"${user.id}" guards others: a new key for them takes two administrators (break-glass), or the console`,
    )
  }

  app.post(
    '/api/v1/users/:id/invitation',
    {
      config: { access: 'user', needs: 'keys.change', stepUp: 'keys' },
      schema: { params: Params, body: RevokeRequest, response: { 200: Invitation } },
    },
    async ({ principal, params, body }) => {
      const user = need(params.id)
      if (user.disabled)
        throw new Fault('ERR_CONFLICT', `"${user.id}" is switched off; switch it on first`)
      needMayInvite(principal, user)
      const { token, hash: invitation, until } = newInvitation(now())
      const data = { user: user.id, until, reason: body.reason.trim(), invitation }
      await parts.decide(principal, [{ kind: 'user.invited', data }])
      return { token, expires_at: until }
    },
  )

  app.post(
    '/api/v1/user-keys/:id/revocation',
    {
      config: { access: 'user', needs: 'keys.change', stepUp: 'keys' },
      schema: { params: KeyParams, body: RevokeRequest, response: { 200: UserList } },
    },
    async ({ principal, params, body }) => {
      const key = identity.users.key(params.id)
      if (!key) throw new Fault('ERR_NOT_FOUND', 'there is no such key, or it is revoked already')
      const data = { key: key.id, user: key.user, reason: body.reason.trim() }
      await parts.decide(principal, [{ kind: 'key.revoked', data }])
      return list()
    },
  )

  const sessions = (principal: Principal) => ({
    sessions: identity.sessions.list().map(session => sessionRow(session, principal, identity)),
  })

  app.get(
    '/api/v1/user-sessions',
    { config: read, schema: { response: { 200: SessionList } } },
    async ({ principal }) => sessions(principal),
  )

  app.delete(
    '/api/v1/user-sessions/:id',
    {
      config: { access: 'user', needs: 'keys.change' },
      schema: { params: KeyParams, response: { 200: SessionList } },
    },
    async ({ principal, params }) => {
      const [ended] = identity.sessions.end({ id: params.id })
      if (!ended) throw new Fault('ERR_NOT_FOUND', 'there is no such session; it may have ended')
      const data = { user: ended.user, session: ended.id, reason: `ended by ${principal.user}` }
      await parts.decide(principal, [{ kind: 'session.ended', data }])
      return sessions(principal)
    },
  )
}
