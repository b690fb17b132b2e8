/** Signing in with a key or the console's one-time link, going on after the key was away, and out. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { KeyCeremony, KeySignIn, Session, SignInRequest } from '../../events/api-identity.ts'
import { Fault } from '../../events/fault.ts'
import { permissionsOf } from '../../events/roles.ts'
import type { Principal } from '../identity/access.ts'
import { linkUser } from '../identity/identity.ts'
import { passCookie, passFor } from '../identity/pass.ts'
import { hashOf, newSecret } from '../identity/secret.ts'
import { weakPoints } from '../identity/weak-points.ts'
import type { App, Parts } from './app.ts'
import { sessionCookie } from './guard.ts'
import { firstFactorCookie, needFirstFactor } from './oidc.ts'

const cookieOf = ({ identity }: Parts) =>
  ({
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: identity.site().origins.every(origin => origin.startsWith('https:')),
  }) as const

/** The session as its own page sees it. */
function sessionView(principal: Principal, parts: Parts): Session {
  const { identity, now, mode, version } = parts
  const { user, roles, method, expiresAt } = principal
  const urgent = identity.breakGlass
    .active(now())
    .find(one => one.user === user && one.role !== null)
  return {
    user: { id: user, name: identity.users.get(user)?.name ?? user, roles: [...roles] },
    permissions: permissionsOf(roles),
    method,
    keys: identity.users.keys(user).length,
    weak: weakPoints(principal, identity),
    emergency: urgent ? `${urgent.role} until ${new Date(urgent.until).toISOString()}` : null,
    expires_at: expiresAt,
    mode,
    version,
  }
}

/** Opens a session, records it and sets its cookie. */
export async function openSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { user, key, parts }: { user: string; key: string | null; parts: Parts },
): Promise<Session> {
  const { identity } = parts
  const { secret, session } = identity.sessions.open({
    user,
    key,
    method: key === null ? 'link' : 'key',
    address: request.ip,
    browser: String(request.headers['user-agent'] ?? '').slice(0, 300),
  })
  const principal = identity.principalOf(session)
  if (!principal) {
    const refusal = identity.keyRefusalOf(session)
    identity.sessions.end({ id: session.id })
    if (refusal !== undefined) throw new Fault('ERR_ACCESS_KEY_NEEDED', refusal)
    throw new Fault('ERR_ACCESS_DENIED', 'this user was switched off; ask an administrator')
  }
  const data = { user, session: session.id, ...(key === null ? {} : { key }), address: request.ip }
  await parts.decide(principal, [{ kind: 'session.opened', data }])
  const expires = new Date(session.expires_at)
  reply.setCookie(sessionCookie, secret, { ...cookieOf(parts), expires })
  if (key !== null) {
    const domain = identity.site().cookieDomain
    const pass = await passFor(session.id, session.expires_at, parts.signingKey)
    // Lax: a link in a mail to the application must work; changes there are the application's to guard.
    const how = {
      ...cookieOf(parts),
      sameSite: 'lax',
      expires,
      ...(domain ? { domain } : {}),
    } as const
    reply.setCookie(passCookie, pass, how)
  }
  return sessionView(principal, parts)
}

/** Records an answer that was refused with the key that gave it, and hands the fault on. */
async function refuseKey(error: unknown, parts: Parts): Promise<never> {
  if (error instanceof Fault && typeof error.details.key === 'string') {
    const { key, user } = error.details
    const data = { key, user: String(user), reason: error.message }
    await parts.decide({ user: String(user) }, [{ kind: 'key.refused', data }])
  }
  throw error
}

function withLink(app: App, parts: Parts): void {
  app.post(
    '/api/v1/session',
    { config: { access: 'public' }, schema: { body: SignInRequest, response: { 200: Session } } },
    async (request, reply) => {
      if (!parts.access.useSignInToken(request.body.token))
        throw new Fault(
          'ERR_ACCESS_LINK_USED',
          'this link was used already or has expired; run `./clientkeep sign-in` for a new one',
        )
      if (parts.identity.policies.current().enforced)
        throw new Fault(
          'ERR_ACCESS_KEY_NEEDED',
          'keys are enforced: a link is not enough. Sign in with your key; who lost every key runs `./clientkeep sign-in --recover USER`',
        )
      return openSession(request, reply, { user: linkUser, key: null, parts })
    },
  )
}

function withKey(app: App, parts: Parts): void {
  const { challenges, sessions, site } = parts.identity
  const begin = async (kind: 'sign-in' | 'resume', user: string, scope: string) => {
    const { assertionOptions } = await import('../identity/webauthn.ts')
    const challenge = newSecret()
    const id = challenges.begin({ kind, challenge, user, scope })
    const known = user === '' ? [] : parts.identity.users.keys(user)
    return { id, options: { ...(await assertionOptions(site(), { challenge, known })) } }
  }
  const check = async (
    body: Type.Static<typeof KeySignIn>,
    kind: 'sign-in' | 'resume',
    scope: string,
  ) => {
    const { checkAssertion } = await import('../identity/assertions.ts')
    const ceremony = challenges.take(body.id, kind, scope)
    return checkAssertion(body.response, ceremony, parts.identity).catch(error =>
      refuseKey(error, parts),
    )
  }

  /** With an identity provider, the touch belongs to the browser that logged in there. */
  const scopeOf = (request: FastifyRequest): string =>
    parts.identity.oidc ? hashOf(request.cookies[firstFactorCookie] ?? '') : ''

  app.post(
    '/api/v1/key-sign-ins',
    { config: { access: 'public' }, schema: { response: { 200: KeyCeremony } } },
    async request => {
      const user = needFirstFactor(request, parts) ?? ''
      return begin('sign-in', user, scopeOf(request))
    },
  )

  app.post(
    '/api/v1/key-sign-ins/answer',
    { config: { access: 'public' }, schema: { body: KeySignIn, response: { 200: Session } } },
    async (request, reply) => {
      const key = await check(request.body, 'sign-in', scopeOf(request))
      // The key was touched for whom the provider named; that log-in is used up.
      needFirstFactor(request, parts, true)
      return openSession(request, reply, { user: key.user, key: key.id, parts })
    },
  )

  const suspended = (request: FastifyRequest) => {
    const session = sessions.find(request.cookies[sessionCookie] ?? '')
    if (session?.suspended_at != null) return session
    throw new Fault('ERR_ACCESS_SIGNED_OUT', 'no session of yours waits; sign in with your key')
  }

  app.post(
    '/api/v1/session/resumptions',
    { config: { access: 'public' }, schema: { response: { 200: KeyCeremony } } },
    request => {
      const { user, id } = suspended(request)
      return begin('resume', user, id)
    },
  )

  app.post(
    '/api/v1/session/resumptions/answer',
    { config: { access: 'public' }, schema: { body: KeySignIn, response: { 200: Session } } },
    async request => {
      const session = suspended(request)
      await check(request.body, 'resume', session.id)
      sessions.resume(session.id)
      const principal = parts.identity.principalOf(session)
      if (!principal)
        throw new Fault('ERR_ACCESS_SIGNED_OUT', 'this session has ended; sign in again')
      return sessionView(principal, parts)
    },
  )
}

export function session(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'self' } as const

  app.get('/api/v1/session', { config, schema: { response: { 200: Session } } }, async request =>
    sessionView(request.principal, parts),
  )

  withLink(app, parts)
  withKey(app, parts)

  app.delete(
    '/api/v1/session',
    { config, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { session: id } = request.principal
      if (id !== null) parts.identity.sessions.end({ id })
      reply.clearCookie(sessionCookie, cookieOf(parts)).code(204)
      return null
    },
  )
}
