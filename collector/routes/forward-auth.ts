/** For reverse proxies in front of other applications: whether a request comes from somebody with a key, and who that is. */
import Type from 'typebox'
import { Fault } from '../../events/fault.ts'
import { jwksOf, passCookie, sessionOfPass } from '../identity/pass.ts'
import type { App, Parts } from './app.ts'

const Jwks = Type.Object({
  keys: Type.Array(
    Type.Object({
      kty: Type.String(),
      crv: Type.String(),
      x: Type.String(),
      use: Type.String(),
      alg: Type.String(),
      kid: Type.String(),
    }),
  ),
})
const identityMs = 60_000

export function forwardAuth(app: App, parts: Parts): void {
  const { identity, directory, signingKey, now } = parts

  app.get(
    '/.well-known/jwks.json',
    { config: { access: 'public' }, schema: { response: { 200: Jwks } } },
    () => jwksOf(signingKey.publicKey),
  )

  app.get(
    '/api/v1/forward-auth',
    { config: { access: 'public' }, schema: { response: { 204: Type.Null() } } },
    async (request, reply) => {
      const id = sessionOfPass(request.cookies[passCookie] ?? '', signingKey.publicKey, now())
      const session = id === undefined ? undefined : identity.sessions.get(id)
      const principal = session?.suspended_at === null ? identity.principalOf(session) : undefined
      if (!session || !principal || principal.method !== 'key')
        throw new Fault('ERR_ACCESS_SIGNED_OUT', 'sign in with your key first')
      const person = principal.person === null ? undefined : directory.get(principal.person)
      const [iss = ''] = identity.site().origins
      const iat = Math.floor(now() / 1000)
      const claims = {
        iss,
        sub: principal.user,
        ...(person ? { email: person.email } : {}),
        aud: String(request.headers['x-forwarded-host'] ?? ''),
        iat,
        exp: iat + identityMs / 1000,
        auth_time: Math.floor(session.opened_at / 1000),
        // RFC 8176: proof of possession of a hardware key, with a PIN.
        amr: ['hwk', 'mfa'],
      }
      reply.header('x-clientkeep-user', principal.user)
      reply.header('x-clientkeep-identity', await signingKey.sign(claims, 'JWT'))
      reply.code(204)
      return null
    },
  )
}
