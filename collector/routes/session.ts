/** Signing in with a one-time link, and out. */
import Type from 'typebox'
import { Session, SignInRequest } from '../../events/api.ts'
import { Fault } from '../../events/fault.ts'
import type { Principal } from '../identity/access.ts'
import type { App, Parts } from './app.ts'
import { sessionCookie } from './guard.ts'

const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: false } as const

export function session(app: App, parts: Parts): void {
  const view = (principal: Principal): Session => ({
    user: { name: principal.user, role: 'admin' },
    expires_at: principal.expiresAt,
    mode: parts.mode,
    version: parts.version,
  })

  app.get(
    '/api/v1/session',
    { config: { access: 'user' }, schema: { response: { 200: Session } } },
    async request => view(request.principal),
  )

  app.post(
    '/api/v1/session',
    { config: { access: 'public' }, schema: { body: SignInRequest, response: { 200: Session } } },
    async (request, reply) => {
      const opened = parts.access.signIn(request.body.token)
      if (!opened) {
        throw new Fault(
          'ERR_ACCESS_LINK_USED',
          'this link was used already or has expired; run `./clientkeep sign-in` for a new one',
        )
      }
      const { principal, secret } = opened
      await parts.decide(principal, [{ kind: 'session.opened', data: { user: principal.user } }])
      reply.setCookie(sessionCookie, secret, { ...cookie, expires: new Date(principal.expiresAt) })
      return view(principal)
    },
  )

  app.delete(
    '/api/v1/session',
    { config: { access: 'user' }, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      parts.access.signOut(request.cookies[sessionCookie] ?? '')
      reply.clearCookie(sessionCookie, cookie).code(204)
      return null
    },
  )
}
