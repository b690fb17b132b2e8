/** Limits on callers: connections in all and per address, and calls that need no credentials. */
import type { Socket } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { App, Parts } from './app.ts'

const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address)

/** What the HTTP server is made with. */
export const serverLimits = {
  connectionTimeout: limits.idleConnectionMs,
  requestTimeout: limits.requestMs,
  maxRequestsPerSocket: limits.requestsPerConnection,
  http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: 5000 },
} as const

/** The same for a server that is made by hand. */
export const secureLimits = {
  ...serverLimits.http,
  requestTimeout: limits.requestMs,
  handshakeTimeout: limits.headersMs,
} as const

/** Counts connections by address; one too many is closed without a word. */
function limitConnections(app: App): void {
  const open = new Map<string, number>()
  app.server.maxConnections = limits.connectionsMax
  app.server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    if (isLoopback(address)) return
    const count = (open.get(address) ?? 0) + 1
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
    if (count > limits.connectionsPerAddressMax) socket.destroy()
  })
}

const minuteMs = 60_000

/** Calls that anybody may make and that cost something are counted by address, a minute at a time. */
function limitPublic(app: App, { now, counters }: Parts): void {
  let minute = 0
  const calls = new Map<string, number>()
  app.addHook('onRequest', async (request: FastifyRequest) => {
    if (request.routeOptions.config.access !== 'public' || request.method !== 'POST') return
    const current = Math.floor(now() / minuteMs)
    if (current !== minute) calls.clear()
    minute = current
    const count = (calls.get(request.ip) ?? 0) + 1
    calls.set(request.ip, count)
    if (count <= limits.publicRequestsPerMinute) return
    counters.limited.add(1, 'address')
    const seconds = Math.ceil(((current + 1) * minuteMs - now()) / 1000)
    throw new Fault('ERR_LIMITED', `too many calls from this address; come again in ${seconds} s`, {
      details: { retry_after_s: seconds },
    })
  })
}

export function limitCallers(app: App, parts: Parts): void {
  limitConnections(app)
  limitPublic(app, parts)
}
