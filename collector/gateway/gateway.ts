/**
 * The gateway: an identity-aware reverse proxy in front of web applications. Only people signed in with their key, and integrations by
 * their own token, get through; what they look at is counted, what they take is judged by the company's rules.
 */
import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { Pool } from 'undici'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { drain } from '../drain.ts'
import type { Tls } from '../tls/listener.ts'
import {
  escaped,
  isLookedAt,
  page,
  type Response,
  sendAway,
  sendError,
  sendPage,
} from './answers.ts'
import { openDeskRoutes, ownPrefix } from './desk-routes.ts'
import type { Desk, Request, Upstream } from './exchange.ts'
import { forward } from './forward.ts'
import { createListener, formFault } from './listener.ts'
import { ruleFor, usedUp } from './policy.ts'
import type { AppSettings } from './settings.ts'
import type { Visitor } from './visitors.ts'
import { joinWebsocket, refuseUpgrade } from './websockets.ts'

export interface Gateway {
  /** Starts to listen; gives the port. Rejects where it cannot. */
  listen(): Promise<number>
  close(): Promise<void>
}

const sweepMs = 60_000

function upstreamOf(app: AppSettings): Upstream {
  let ca: Buffer | undefined
  try {
    ca = app.ca_file === undefined ? undefined : readFileSync(app.ca_file)
  } catch (error) {
    const text = `gateway.apps "${app.name}": ${app.ca_file} cannot be read; name the authority's certificate (PEM)`
    throw new Fault('ERR_CONFIG_INVALID', text, { cause: error })
  }
  const pool = new Pool(app.upstream, {
    connections: limits.gatewayConnectionsMax,
    pipelining: 1,
    headersTimeout: limits.requestMs,
    bodyTimeout: 0,
    ...(ca && { connect: { ca } }),
  })
  return { app, pool, ca }
}

const hostOf = (headers: IncomingHttpHeaders): string =>
  String(headers[':authority'] ?? headers.host ?? '').toLowerCase()

/** Opens the gateway over its parts. Throws Fault ERR_CONFIG_INVALID. */
export function openGateway(desk: Desk, tls: Tls | undefined): Gateway {
  const { settings, visitors } = desk
  const upstreams = new Map(settings.apps.map(app => [app.host, upstreamOf(app)]))
  const answerOwn = openDeskRoutes(desk)
  const sockets = new Set<Duplex>()
  /** Exchanges under way, what is read of them afterwards included. */
  const busy = new Set<Promise<void>>()

  const addressOf = (request: Request): string => request.socket.remoteAddress ?? ''
  const upstreamFor = (host: string): Upstream | undefined =>
    upstreams.get(host.replace(/:\d+$/, ''))

  function signIn({ headers, method }: Request, response: Response): void {
    desk.count('refused')
    const isPage = isLookedAt(headers) && (method === 'GET' || method === 'HEAD')
    if (isPage) {
      sendAway(response, `${desk.signInOrigin()}/sign-in`)
      return
    }
    const message = 'sign in with your key first, or send the token of an integration'
    sendError(response, 401, { code: 'ERR_ACCESS_SIGNED_OUT', message })
  }

  function frozen({ person }: Visitor): string | undefined {
    if (person === null) return undefined
    const freeze = desk.heldExports.freeze(person, desk.now())
    return freeze ? freeze.reason : desk.secured(person, desk.now())
  }

  function overBudget(visitor: Visitor, response: Response, headers: IncomingHttpHeaders): boolean {
    const rule = ruleFor(settings.rules, visitor)
    if (!rule.budget) return false
    desk.views.settle(visitor.account)
    const over = usedUp(rule, desk.budget.of(visitor.account, desk.now()))
    if (over === undefined) return false
    desk.count('denied')
    const message = `You have looked at ${over}. Ask your manager or an officer.`
    if (isLookedAt(headers))
      sendPage(response, 429, page('Enough for now', `<p>${escaped(message)}</p>`))
    else sendError(response, 429, { code: 'ERR_BUDGET', message })
    return true
  }

  async function handle(request: Request, response: Response): Promise<void> {
    const fault = formFault(request)
    const host = hostOf(request.headers)
    const upstream = fault === undefined ? upstreamFor(host) : undefined
    if (!upstream) {
      desk.count('refused')
      const message = fault ?? 'the gateway has no application under this name'
      const status = fault === undefined ? 421 : 400
      // What comes behind a request of doubtful length is no request.
      const close = fault !== undefined && request.httpVersionMajor === 1
      const error = { code: 'ERR_INPUT_INVALID', message }
      sendError(response, status, error, close ? { connection: 'close' } : {})
      return
    }
    const visitor = visitors.of(request.headers, upstream.app)
    if (!visitor) {
      signIn(request, response)
      return
    }
    const address = addressOf(request)
    if (request.url?.startsWith(ownPrefix)) {
      await answerOwn({ request, response, visitor, host, address })
      return
    }
    if (overBudget(visitor, response, request.headers)) return
    const rule = ruleFor(settings.rules, visitor)
    const isSecure = tls !== undefined
    const known = { upstream, visitor, rule, frozen: () => frozen(visitor) }
    await forward({ ...known, request, response, host, isSecure, address }, desk)
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const host = hostOf(request.headers)
    const upstream = formFault(request) === undefined ? upstreamFor(host) : undefined
    const visitor = upstream && visitors.of(request.headers, upstream.app)
    const isWebsocket = request.headers.upgrade?.toLowerCase() === 'websocket'
    if (!upstream || !visitor || !isWebsocket) {
      refuseUpgrade(socket, visitor ? '400 Bad Request' : '401 Unauthorized')
      return
    }
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const known = { request, upstream, visitor, host, address: addressOf(request) }
    joinWebsocket({ ...known, isSecure: tls !== undefined }, { socket, head }, desk).catch(() =>
      socket.destroy(),
    )
  }

  const server = createListener(
    tls,
    (request, response) => {
      const handled = handle(request, response).catch((error: unknown) => {
        desk.log.error({ err: error }, 'the gateway could not answer')
        if (response.headersSent) response.destroy()
        else {
          const message = error instanceof Fault ? error.message : 'the gateway failed'
          sendError(response, 500, { code: 'ERR_GATEWAY', message })
        }
      })
      busy.add(handled)
      handled.finally(() => busy.delete(handled))
    },
    upgrade,
  )

  /** Holds that are over, and files that nobody knows of any more. */
  async function sweep(): Promise<void> {
    const now = desk.now()
    for (const id of desk.heldExports.waiting()) {
      const held = desk.heldExports.get(id)?.held
      if (!held || held.expires_at > now) continue
      const data = { id, reason: 'nobody released it in time' }
      await desk.decide({ user: 'gateway' }, [{ kind: 'gateway.dropped', data }])
    }
    desk.spool.sweep(new Set(desk.heldExports.waiting()))
  }
  const sweeping = setInterval(() => {
    sweep().catch((error: unknown) => desk.log.error({ err: error }, 'old holds stay'))
  }, sweepMs).unref()

  return {
    async listen() {
      await sweep()
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(settings.port, settings.host, () => resolve())
      })
      const address = server.address()
      return typeof address === 'object' && address ? address.port : settings.port
    },
    async close() {
      clearInterval(sweeping)
      for (const socket of sockets) socket.destroy()
      await drain(server, new Promise<void>(resolve => server.close(() => resolve())))
      await Promise.all([...upstreams.values()].map(({ pool }) => pool.destroy()))
      await Promise.all(busy)
      visitors.close()
      await desk.recogniser.close()
      desk.views.flush()
      await desk.told.stop()
    },
  }
}
