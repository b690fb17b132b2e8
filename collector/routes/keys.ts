/** Own keys and sessions, and registering a key by invitation. Other people's are in users. */
import Type from 'typebox'
import {
  Invited,
  InvitedRegistration,
  KeyCeremony,
  KeyRegistration,
  type OwnKey,
  OwnKeys,
  RevokeRequest,
  Session,
  SessionList,
  type SessionRow,
  SignInRequest,
} from '../../events/api-identity.ts'
import { Fault } from '../../events/fault.ts'
import type { Principal } from '../identity/access.ts'
import type { Identity } from '../identity/identity.ts'
import { hashOf } from '../identity/secret.ts'
import type { Session as OpenSession } from '../identity/sessions.ts'
import type { Key } from '../identity/users.ts'
import type { App, Parts } from './app.ts'
import { openSession } from './session.ts'

const Params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 1400 }) })

/** A key as pages show it. */
export const keyView = (key: Key, { sessions }: Identity): OwnKey => ({
  id: key.id,
  label: key.label,
  model: key.model,
  aaguid: key.aaguid,
  trust: key.traced ? 'traced' : key.format === 'none' ? 'none' : 'claimed',
  synced: key.synced,
  registered_at: key.registered_at,
  used_at: sessions.lastUse(key.id),
  revoked_at: key.revoked_at,
  revoked_reason: key.revoked_reason,
})

/** A session as pages show it. */
export const sessionRow = (
  session: OpenSession,
  { session: own }: Principal,
  { users }: Identity,
): SessionRow => ({
  ...session,
  key: session.key === null ? null : (users.key(session.key)?.label ?? null),
  own: session.id === own,
})

const usedUp = new Fault(
  'ERR_ACCESS_LINK_USED',
  'this invitation was used already or has expired; ask an administrator for a new one',
)

function invited(app: App, parts: Parts): void {
  const { identity, now } = parts
  const needUser = (token: string): string => {
    const user = identity.invitations.userOf(token, now())
    if (user !== undefined && identity.users.get(user)?.disabled === false) return user
    throw usedUp
  }

  app.post(
    '/api/v1/invitations/ceremony',
    { config: { access: 'public' }, schema: { body: SignInRequest, response: { 200: Invited } } },
    async request => {
      const { token } = request.body
      const user = needUser(token)
      const { beginRegistration } = await import('../identity/register.ts')
      const begun = await beginRegistration(user, hashOf(token), identity)
      return { name: identity.users.get(user)?.name ?? user, ...begun }
    },
  )

  app.post(
    '/api/v1/invitations/key',
    {
      config: { access: 'public' },
      schema: { body: InvitedRegistration, response: { 200: Session } },
    },
    async (request, reply) => {
      const { token } = request.body
      const user = needUser(token)
      const { endRegistration } = await import('../identity/register.ts')
      const key = await endRegistration(request.body, hashOf(token), identity)
      const data = { ...key, invitation: hashOf(token) }
      await parts.decide({ user }, [{ kind: 'key.registered', data }])
      // Somebody may have used it at the same moment, at another node too.
      if (!identity.users.key(key.id)) throw usedUp
      return openSession(request, reply, { user, key: key.id, parts })
    },
  )
}

function ownKeys(app: App, parts: Parts): void {
  const { identity } = parts
  const config = { access: 'user', needs: 'self' } as const
  const own = ({ user }: Principal) => ({
    keys: identity.users.keys(user).map(key => keyView(key, identity)),
  })
  const needSession = ({ session }: Principal): string => {
    if (session !== null) return session
    throw new Fault('ERR_ACCESS_DENIED', 'the console has no keys; sign in on the page')
  }

  app.get('/api/v1/keys', { config, schema: { response: { 200: OwnKeys } } }, async request =>
    own(request.principal),
  )

  app.post(
    '/api/v1/keys/ceremony',
    { config: { ...config, stepUp: 'keys' }, schema: { response: { 200: KeyCeremony } } },
    async ({ principal }) => {
      const { user, method } = principal
      if (method === 'link')
        throw new Fault(
          'ERR_ACCESS_DENIED',
          "the console's link is nobody in particular: add a user for yourself and open its invitation",
        )
      const { beginRegistration } = await import('../identity/register.ts')
      return beginRegistration(user, needSession(principal), identity)
    },
  )

  app.post(
    '/api/v1/keys',
    { config, schema: { body: KeyRegistration, response: { 200: OwnKeys } } },
    async ({ principal, body }) => {
      const { endRegistration } = await import('../identity/register.ts')
      const key = await endRegistration(body, needSession(principal), identity)
      await parts.decide(principal, [{ kind: 'key.registered', data: key }])
      return own(principal)
    },
  )

  app.post(
    '/api/v1/keys/:id/revocation',
    { config, schema: { params: Params, body: RevokeRequest, response: { 200: OwnKeys } } },
    async ({ principal, params, body }) => {
      const { user } = principal
      if (identity.users.key(params.id)?.user !== user)
        throw new Fault('ERR_NOT_FOUND', 'you have no such key; it may be revoked already')
      const data = { key: params.id, user, reason: body.reason.trim() }
      await parts.decide(principal, [{ kind: 'key.revoked', data }])
      return own(principal)
    },
  )
}

export function keys(app: App, parts: Parts): void {
  const { identity } = parts
  const config = { access: 'user', needs: 'self' } as const
  const list = (principal: Principal) => ({
    sessions: identity.sessions
      .list(principal.user)
      .map(session => sessionRow(session, principal, identity)),
  })
  invited(app, parts)
  ownKeys(app, parts)

  app.get(
    '/api/v1/sessions',
    { config, schema: { response: { 200: SessionList } } },
    async ({ principal }) => list(principal),
  )

  app.delete(
    '/api/v1/sessions/:id',
    { config, schema: { params: Params, response: { 200: SessionList } } },
    async ({ principal, params }) => {
      const { user } = principal
      const found = identity.sessions.list(user).find(({ id }) => id === params.id)
      if (!found) throw new Fault('ERR_NOT_FOUND', 'you have no such session; it may have ended')
      identity.sessions.end({ id: found.id })
      const data = { user, session: found.id, reason: 'ended by its user' }
      await parts.decide(principal, [{ kind: 'session.ended', data }])
      return list(principal)
    },
  )
}
