/** The guard of all routes: declared access or no boot, sessions, console key, agents' assertions, CSRF and DNS-rebinding refusal. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { type Reach, reachOf, roles } from '../../events/roles.ts'
import { nonceHeader } from '../../events/wire.ts'
import type { Principal } from '../identity/access.ts'
import { isConsoleKey, mailKeyOf } from '../identity/console-key.ts'
import type { App, Need, Parts } from './app.ts'
import { needTouch } from './touch.ts'

export const sessionCookie = 'clientkeep_session'

/** The dashboard sets it on every call that changes something; a page of another origin cannot. */
const ownHeader = 'x-clientkeep'

const consolePrincipal: Principal = {
  user: 'console',
  expiresAt: Number.MAX_SAFE_INTEGER,
  method: 'console',
  roles,
  person: null,
  session: null,
  key: null,
}

const headers = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const bearer = (request: FastifyRequest): string | undefined =>
  /^Bearer ([\w.~+/=-]+)$/.exec(request.headers.authorization ?? '')?.[1]

/** Who a cookie stands for now. Throws Fault ERR_ACCESS_SIGNED_OUT or ERR_ACCESS_SUSPENDED. */
function sessionPrincipal(request: FastifyRequest, { identity }: Parts): Principal {
  const secret = request.cookies[sessionCookie]
  const session = secret === undefined ? undefined : identity.sessions.find(secret)
  const principal = session && identity.principalOf(session)
  const refusal = session && identity.keyRefusalOf(session)
  if (refusal !== undefined) throw new Fault('ERR_ACCESS_KEY_NEEDED', refusal)
  if (!session || !principal)
    throw new Fault(
      'ERR_ACCESS_SIGNED_OUT',
      'not signed in, or the session has ended; sign in with your key, or get a new link with `./clientkeep sign-in`',
    )
  if (session.suspended_at !== null)
    throw new Fault(
      'ERR_ACCESS_SUSPENDED',
      'your key was pulled, so this session waits; plug it in and touch it to go on',
    )
  return principal
}

/** Whether somebody may do what a route needs, and over whom. Throws Fault ERR_ACCESS_DENIED. */
function reachFor(principal: Principal, needs: Need): Reach {
  if (needs === 'self' || principal.method === 'console') return 'all'
  if (needs === 'console')
    throw new Fault(
      'ERR_ACCESS_DENIED',
      'this is done at the console, with the command `clientkeep`',
    )
  const reach = reachOf(principal.roles, needs)
  if (reach) return reach
  const have = principal.roles.join(', ').replaceAll('_', ' ')
  throw new Fault(
    'ERR_ACCESS_DENIED',
    `this takes the permission ${needs}; ${have === '' ? 'you have no role' : `you are ${have}`}. An administrator can change roles`,
  )
}

function principalOf(request: FastifyRequest, parts: Parts): Principal {
  const key = bearer(request)
  if (key !== undefined) {
    if (isConsoleKey(parts.consoleKey, key)) return consolePrincipal
    throw new Fault(
      'ERR_ACCESS_DENIED',
      'this key is not the one of this collector; run the command on the data folder that it uses',
    )
  }
  const principal = sessionPrincipal(request, parts)
  if (
    request.method !== 'GET' &&
    request.method !== 'HEAD' &&
    request.headers[ownHeader] === undefined
  ) {
    throw new Fault('ERR_ACCESS_DENIED', `calls that change something need the header ${ownHeader}`)
  }
  return principal
}

const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip']

/** A proxy on this machine would make everybody look local, so what comes through one needs the key. */
function needLocal(request: FastifyRequest, parts: Parts): void {
  const key = bearer(request)
  if (key !== undefined && isConsoleKey(parts.consoleKey, key)) return
  const isLoopback = /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '')
  const isProxied = proxyHeaders.some(name => request.headers[name] !== undefined)
  if (key === undefined && isLoopback && !isProxied) return
  throw new Fault(
    'ERR_ACCESS_DENIED',
    'this is for programs on the machine itself, or with the console key as `Authorization: Bearer`',
  )
}

function needMailKey(request: FastifyRequest, parts: Parts): void {
  const key = bearer(request)
  if (key !== undefined && isConsoleKey(mailKeyOf(parts.consoleKey), key)) return
  throw new Fault(
    key === undefined ? 'ERR_ACCESS_SIGNED_OUT' : 'ERR_ACCESS_DENIED',
    'a mail server sends `Authorization: Bearer` with the key that `clientkeep canary webhook` prints',
  )
}

async function agentOf(request: FastifyRequest, parts: Parts): Promise<string> {
  const assertion = bearer(request)
  if (assertion === undefined)
    throw new Fault('ERR_AGENT_UNKNOWN', 'agents sign each call: Authorization: Bearer <assertion>')
  return parts.agents.authenticate(assertion, request.socket)
}

function producerOf(request: FastifyRequest, parts: Parts): string {
  const token = bearer(request)
  const source = token === undefined ? undefined : parts.producers.sourceOf(token)
  if (source !== undefined) return source
  throw new Fault(
    token === undefined ? 'ERR_ACCESS_SIGNED_OUT' : 'ERR_ACCESS_DENIED',
    'a producer sends `Authorization: Bearer` with the token that `clientkeep producers add` printed; this is none that is in force',
  )
}

/** Host names under which a loopback listener may be called; any other is a rebound name. */
function isOwnHost(host: string | undefined, allowed: ReadonlySet<string>): boolean {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase()
  return allowed.has(name)
}

/** Of two names a proxy may have looked at the other one (RFC 9112 section 3.2). */
function needOneHost({ raw }: FastifyRequest): void {
  let count = 0
  for (let at = 0; at < raw.rawHeaders.length; at += 2)
    if (raw.rawHeaders[at]?.toLowerCase() === 'host') count += 1
  if (count > 1)
    throw new Fault('ERR_INPUT_INVALID', 'a request has one Host header; this one has several')
}

/** What is said where there is no such route. */
export const nothingAt = ({ method, url }: FastifyRequest): Fault =>
  new Fault('ERR_NOT_FOUND', `${method} ${url.split('?')[0]}: there is nothing here`)

export function guard(app: App, parts: Parts, hosts: ReadonlySet<string>): void {
  app.addHook('onRoute', route => {
    const methods = [route.method]
      .flat()
      .filter(method => method !== 'HEAD' && method !== 'OPTIONS')
    // The dashboard's files are the one thing that is served without a declaration.
    if (methods.length === 0 || route.url === '/' || route.url === '/*') return
    if (!route.config?.access || !route.schema?.response) {
      throw new Error(`${methods.join()} ${route.url}: declares no access or no response schema`)
    }
    if (route.config.access === 'user' && !route.config.needs)
      throw new Error(`${methods.join()} ${route.url}: declares no permission that it needs`)
    if (route.config.access === 'public') route.bodyLimit ??= limits.publicBodyBytesMax
  })
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(headers)
    needOneHost(request)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    const { access } = request.routeOptions.config
    if (access !== 'probe' && !isOwnHost(request.headers.host, hosts)) {
      throw new Fault(
        'ERR_ACCESS_DENIED',
        'this host name is not one of this collector; use the address it printed',
      )
    }
    // Before its body is read.
    if (request.is404 && request.method !== 'GET') throw nothingAt(request)
    if (access === 'local') needLocal(request, parts)
    if (access === 'mail') needMailKey(request, parts)
    if (access === 'user') {
      request.principal = principalOf(request, parts)
      request.reach = reachFor(request.principal, request.routeOptions.config.needs ?? 'console')
    }
    if (access === 'agent') {
      reply.header(nonceHeader, parts.agents.nonce())
      request.agent = await agentOf(request, parts)
      request.source = request.agent
    }
    if (access === 'producer') request.source = producerOf(request, parts)
  })
  app.addHook('preHandler', request => needTouch(request, parts))
  app.addHook('onResponse', async (_request, reply) => {
    parts.counters.requests.add(1, `${Math.floor(reply.statusCode / 100)}xx`)
  })
}
