/** The HTTP server: plugins, guard, routes, the dashboard's files. */
import { existsSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import cookie from '@fastify/cookie'
import statics from '@fastify/static'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { LogController } from 'fastify'
import type { Logger } from 'pino'
import { limits } from '../events/limits.ts'
import { lateSerializers, lateValidators } from './route-schemas.ts'
import { agents } from './routes/agents.ts'
import { alerts } from './routes/alerts.ts'
import type { App, Parts } from './routes/app.ts'
import { approvals } from './routes/approvals.ts'
import { audit } from './routes/audit.ts'
import { backups } from './routes/backups.ts'
import { breakGlass } from './routes/break-glass.ts'
import { canaries } from './routes/canaries.ts'
import { cases } from './routes/cases.ts'
import { connectors } from './routes/connectors.ts'
import { coverage } from './routes/coverage.ts'
import { customerBase } from './routes/customer-base.ts'
import { departures } from './routes/departures.ts'
import { devices } from './routes/devices.ts'
import { endpoints } from './routes/endpoints.ts'
import { enrolment } from './routes/enrolment.ts'
import { errors } from './routes/errors.ts'
import { evidence } from './routes/evidence.ts'
import { exports } from './routes/exports.ts'
import { exposure } from './routes/exposure.ts'
import { forwardAuth } from './routes/forward-auth.ts'
import { gateway } from './routes/gateway.ts'
import { guard, nothingAt } from './routes/guard.ts'
import { handIn } from './routes/hand-in.ts'
import { held } from './routes/held.ts'
import { history } from './routes/history.ts'
import { identityPolicy } from './routes/identity.ts'
import { imports } from './routes/imports.ts'
import { islands } from './routes/islands.ts'
import { keys } from './routes/keys.ts'
import { limitCallers, secureLimits, serverLimits } from './routes/limits.ts'
import { notify } from './routes/notify.ts'
import { oidc } from './routes/oidc.ts'
import { people } from './routes/people.ts'
import { policy } from './routes/policy.ts'
import { privacy } from './routes/privacy.ts'
import { probes } from './routes/probes.ts'
import { producers } from './routes/producers.ts'
import { reveals } from './routes/reveals.ts'
import { rules } from './routes/rules.ts'
import { securing } from './routes/securing.ts'
import { session } from './routes/session.ts'
import { setup } from './routes/setup.ts'
import { stepUp } from './routes/step-up.ts'
import { system } from './routes/system.ts'
import { tuning } from './routes/tuning.ts'
import { upkeep } from './routes/upkeep.ts'
import { users } from './routes/users.ts'
import type { Tls } from './tls/listener.ts'

const routes = [
  session,
  keys,
  users,
  oidc,
  stepUp,
  breakGlass,
  identityPolicy,
  reveals,
  evidence,
  forwardAuth,
  setup,
  imports,
  people,
  departures,
  coverage,
  privacy,
  exposure,
  history,
  exports,
  gateway,
  held,
  islands,
  approvals,
  securing,
  canaries,
  alerts,
  cases,
  agents,
  handIn,
  producers,
  endpoints,
  enrolment,
  devices,
  policy,
  customerBase,
  audit,
  backups,
  tuning,
  rules,
  upkeep,
  notify,
  connectors,
  system,
  probes,
] as const

const oneYear = 365 * 24 * 3_600_000

async function dashboard(app: App, dir: string): Promise<void> {
  if (!existsSync(dir)) return
  await app.register(statics, {
    root: dir,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/')
      reply.header(
        'cache-control',
        isHashed ? `public, max-age=${oneYear / 1000}, immutable` : 'no-cache',
      )
    },
  })
}

function secureServer(tls: Tls, handler: RequestListener) {
  const server = tls.listener(handler, secureLimits)
  server.timeout = limits.idleConnectionMs
  server.maxRequestsPerSocket = limits.requestsPerConnection
  return server
}

interface ServerSettings {
  readonly log: Logger
  readonly dashboardDir: string
  /** Names under which it may be called. */
  readonly hosts: ReadonlySet<string>
  readonly tls: Tls | undefined
}

/** Builds the server, ready to listen or to be called in process. */
export async function createServer(
  parts: Parts,
  { log, dashboardDir, hosts, tls }: ServerSettings,
): Promise<App> {
  const app: App = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own for each request would cost more than what it says.
    childLoggerFactory: logger => logger,
    forceCloseConnections: 'idle',
    bodyLimit: 1024 * 1024,
    ...serverLimits,
    ...(tls && { serverFactory: (handler: RequestListener) => secureServer(tls, handler) }),
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(lateValidators())
  app.setSerializerCompiler(lateSerializers())
  errors(app)
  await app.register(cookie)
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Clientkeep collector', version: parts.version } },
  })
  guard(app, parts, hosts)
  limitCallers(app, parts)
  await dashboard(app, dashboardDir)
  for (const route of routes) route(app, parts)
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' && !request.url.startsWith('/api/') && !/\.\w+$/.test(request.url)
    if (isPage && existsSync(dashboardDir)) return reply.sendFile('index.html')
    throw nothingAt(request)
  })
  await app.ready()
  return app
}
