/** The log-in at the company's identity provider, before the key: there, back, and how it went. */
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { ProviderState, UserId, UserList } from '../../events/api-identity.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { userOfSubject } from '../identity/first-factor.ts'
import type { Provider } from '../identity/oidc.ts'
import type { App, Parts } from './app.ts'
import { userList } from './users.ts'

/** Lax: the browser comes back from another site. It opens nothing. */
export const firstFactorCookie = 'clientkeep_first'

const Redirect = { response: { 302: Type.Null() } } as const

/** Who logged in at the provider in this browser; undefined where there is no provider to ask. Throws Fault ERR_ACCESS_PROVIDER. */
export function needFirstFactor(
  request: FastifyRequest,
  { identity }: Parts,
  isUsed = false,
): string | undefined {
  if (!identity.oidc) return undefined
  const step = identity.firstFactor.step(request.cookies[firstFactorCookie], isUsed)
  if (step?.at === 'key') return step.user
  throw new Fault(
    'ERR_ACCESS_PROVIDER',
    "log in at the company's identity provider first, then touch your key",
  )
}

export function oidc(app: App, parts: Parts): void {
  const { identity, directory, decide } = parts
  const { firstFactor, users, subjects } = identity
  let provider: Promise<Provider> | undefined
  const open = async (): Promise<Provider> => {
    const settings = identity.oidc
    if (!settings) throw new Fault('ERR_NOT_FOUND', 'no identity provider is configured')
    // A company without one has no use for the library.
    provider ??= import('../identity/oidc.ts').then(({ openProvider }) => openProvider(settings))
    return provider
  }
  const origin = () => identity.site().origins[0] ?? ''
  const callbackUrl = () => `${origin()}/api/v1/oidc/callback`
  const cookie = () =>
    ({
      path: '/api/v1/',
      httpOnly: true,
      sameSite: 'lax',
      secure: origin().startsWith('https:'),
      maxAge: limits.providerMs / 1000,
    }) as const

  app.get(
    '/api/v1/oidc',
    { config: { access: 'public' }, schema: { response: { 200: ProviderState } } },
    async request => {
      const step = firstFactor.step(request.cookies[firstFactorCookie])
      return {
        issuer: identity.oidc?.issuer ?? null,
        name: step?.at === 'key' ? (users.get(step.user)?.name ?? null) : null,
        refused: step?.at === 'refused' ? step.reason : null,
      }
    },
  )

  app.get(
    '/api/v1/oidc/start',
    { config: { access: 'public' }, schema: Redirect },
    async (_request, reply) => {
      const { url, begun } = await (await open()).begin(callbackUrl())
      reply.setCookie(firstFactorCookie, firstFactor.keep({ at: 'provider', begun }), cookie())
      return reply.redirect(url.href, 302)
    },
  )

  /** The user who came back. Whom the provider knows and we do not is recorded. */
  async function arrived(request: FastifyRequest): Promise<string> {
    const step = firstFactor.step(request.cookies[firstFactorCookie], true)
    if (step?.at !== 'provider')
      throw new Fault(
        'ERR_ACCESS_PROVIDER',
        'no log-in was begun in this browser, or it took too long; begin again',
      )
    const [, query = ''] = request.url.split('?')
    const subject = await (await open()).end(new URL(`${callbackUrl()}?${query}`), step.begun)
    const { issuer, subject: id } = subject
    try {
      const { user, isNew } = userOfSubject(subject, { users, subjects, directory })
      const data = { user: user.id, issuer, subject: id }
      if (isNew) await decide({ user: user.id }, [{ kind: 'user.subject-bound', data }])
      return user.id
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const data = { issuer, subject: id, reason }
      await decide({ user: 'identity provider' }, [{ kind: 'user.subject-refused', data }])
      throw error
    }
  }

  app.get(
    '/api/v1/oidc/callback',
    { config: { access: 'public' }, schema: Redirect },
    async (request, reply) => {
      const step = await arrived(request).then(
        user => ({ at: 'key', user }) as const,
        error => {
          if (!(error instanceof Fault)) throw error
          request.log.warn({ code: error.code }, 'a log-in at the identity provider was refused')
          return { at: 'refused', reason: error.message } as const
        },
      )
      reply.setCookie(firstFactorCookie, firstFactor.keep(step), cookie())
      return reply.redirect('/sign-in', 302)
    },
  )

  app.delete(
    '/api/v1/users/:id/subject',
    {
      config: { access: 'user', needs: 'keys.change', stepUp: 'keys' },
      schema: { params: Type.Object({ id: UserId }), response: { 200: UserList } },
    },
    async ({ principal, params }) => {
      const bound = subjects.of(params.id)
      if (!bound)
        throw new Fault('ERR_NOT_FOUND', `"${params.id}" is bound to nobody at the provider`)
      await decide(principal, [
        { kind: 'user.subject-released', data: { user: params.id, ...bound } },
      ])
      return userList(parts)
    },
  )
}
