/** Who a request is from: somebody signed in with a key, or an integration by its own token. Whoever else is nobody. */
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Identity } from '../identity/identity.ts'
import { passCookie, sessionOfPass } from '../identity/pass.ts'
import type { SigningKey } from '../identity/signing-key.ts'
import type { Directory } from '../people/directory.ts'
import type { Subject } from './policy.ts'
import type { AppSettings, IntegrationSettings } from './settings.ts'

/** Somebody whom the gateway knows. */
export interface Visitor extends Subject {
  /** The user, or the integration's name. */
  readonly user: string
  /** Id of the person in the directory. */
  readonly person: string | null
  /** What events name as the account: the person's address, or the user. */
  readonly account: string
  readonly session: string | null
  readonly openedAt: number
}

interface Sources {
  readonly identity: Identity
  readonly directory: Directory
  readonly signingKey: SigningKey
  readonly integrations: readonly IntegrationSettings[]
  readonly now: () => number
}

export interface Visitors {
  of(headers: IncomingHttpHeaders, app: AppSettings): Visitor | undefined
  /** For an application: the header values that say who it is, signed (RFC 7519, EdDSA). */
  identityFor(
    visitor: Visitor,
    app: AppSettings,
    host: string,
  ): Promise<readonly (readonly [string, string])[]>
  close(): void
}

const cookieOf = (cookies: string): string | undefined =>
  new RegExp(`(?:^|;\\s*)${passCookie}=([\\w.-]+)`).exec(cookies)?.[1]

const rememberedMs = 2000
const rememberedMax = 10_000
const signedMs = 60_000

/** What was worked out a moment ago; cut sessions are forgotten at once. */
interface Remembered {
  readonly visitor: Visitor
  readonly until: number
}

export function openVisitors(sources: Sources): Visitors {
  const { identity, directory, signingKey, integrations, now } = sources
  /** Sessions by pass: the signature of a pass is checked once. */
  const passes = new Map<string, string>()
  const known = new Map<string, Remembered>()
  const signed = new Map<string, { readonly jwt: Promise<string>; readonly until: number }>()
  const forget = identity.sessions.onCut(id => {
    known.delete(id)
    signed.clear()
  })

  function sessionOf(pass: string): string | undefined {
    const before = passes.get(pass)
    if (before !== undefined) return before
    const id = sessionOfPass(pass, signingKey.publicKey, now())
    if (id === undefined) return undefined
    if (passes.size >= rememberedMax) passes.clear()
    passes.set(pass, id)
    return id
  }

  function person(id: string): Visitor | undefined {
    const before = known.get(id)
    if (before && before.until > now()) return before.visitor
    known.delete(id)
    const session = identity.sessions.get(id)
    const principal = session?.suspended_at === null ? identity.principalOf(session) : undefined
    if (!session || principal?.method !== 'key') return undefined
    identity.sessions.touch(session)
    const found = principal.person === null ? undefined : directory.get(principal.person)
    const visitor: Visitor = {
      user: principal.user,
      person: found?.id ?? null,
      account: found?.email ?? principal.user,
      session: id,
      openedAt: session.opened_at,
      email: found?.email ?? null,
      department: found?.department ?? null,
      departing: found ? directory.departure(found, now()).departing : false,
      roles: principal.roles,
      integration: null,
    }
    if (known.size >= rememberedMax) known.clear()
    known.set(id, { visitor, until: Math.min(now() + rememberedMs, session.expires_at) })
    return visitor
  }

  function integration(headers: IncomingHttpHeaders, app: AppSettings): Visitor | undefined {
    const found = integrations.find(({ header, sha256, app: only }) => {
      const value = headers[header.toLowerCase()]
      if (typeof value !== 'string' || (only !== undefined && only !== app.name)) return false
      return createHash('sha256').update(value).digest('hex') === sha256
    })
    if (!found) return undefined
    const owner = directory.resolve(found.name, '')
    return {
      ...{ user: found.name, account: found.name, person: owner?.id ?? null, session: null },
      ...{ openedAt: now(), email: null, department: null, departing: false, roles: [] },
      integration: found.name,
    }
  }

  function claimsFor(visitor: Visitor, host: string) {
    const [iss = ''] = identity.site().origins
    const iat = Math.floor(now() / 1000)
    const amr = visitor.integration === null ? ['hwk', 'mfa'] : ['swk']
    return {
      ...{ iss, sub: visitor.user, aud: host, iat, exp: iat + signedMs / 1000 },
      ...(visitor.email === null ? {} : { email: visitor.email }),
      ...{ auth_time: Math.floor(visitor.openedAt / 1000), amr },
    }
  }

  function signedFor(visitor: Visitor, host: string): Promise<string> {
    const key = `${visitor.session ?? visitor.user} ${host}`
    const before = signed.get(key)
    if (before && before.until > now()) return before.jwt
    if (signed.size >= rememberedMax) signed.clear()
    const jwt = signingKey.sign(claimsFor(visitor, host), 'JWT')
    signed.set(key, { jwt, until: now() + signedMs / 2 })
    return jwt
  }

  return {
    of(headers, app) {
      const pass = cookieOf(headers.cookie ?? '')
      const id = pass === undefined ? undefined : sessionOf(pass)
      return (id === undefined ? undefined : person(id)) ?? integration(headers, app)
    },
    async identityFor(visitor, app, host) {
      const jwt = await signedFor(visitor, host)
      const out: [string, string][] = [
        ['x-clientkeep-user', visitor.user],
        ['x-clientkeep-identity', jwt],
      ]
      if (app.user_header !== undefined)
        out.push([app.user_header.toLowerCase(), nameFor(visitor, app)])
      return out
    },
    close: forget,
  }
}

/** What the application knows somebody by; '' for an integration, which says itself who it is. */
function nameFor({ integration, user, account }: Visitor, app: AppSettings): string {
  if (integration !== null) return ''
  if (app.user === 'user') return user
  return app.user === 'email' ? account : (account.split('@')[0] ?? account)
}
