/** The gateway's front: HTTP/1.1 and, over TLS, HTTP/2; requests that two parsers might read in two ways are refused before anybody acts on them. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import type { Duplex } from 'node:stream'
import { limits } from '../../events/limits.ts'
import type { Tls } from '../tls/listener.ts'
import type { Response } from './answers.ts'
import type { Request } from './exchange.ts'

export type Handler = (request: Request, response: Response) => void
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

const options = {
  headersTimeout: limits.headersMs,
  requestTimeout: limits.gatewayRequestMs,
  connectionsCheckingInterval: 5000,
  maxHeaderSize: 64 * 1024,
  // A lenient parser is how requests are smuggled.
  insecureHTTPParser: false,
  requireHostHeader: true,
} as const

/** Why a request is not taken, by its form alone; undefined where it is. */
export function formFault(request: Request): string | undefined {
  const { url = '', method = '', rawHeaders, headers } = request
  if (!url.startsWith('/')) return 'the address must be a path'
  if (method === 'TRACE' || method === 'CONNECT') return `${method} is not done here`
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map(name => name.toLowerCase())
  // RFC 9112 section 3.2: more than one Host is an error, not a choice.
  if (names.filter(name => name === 'host').length > 1) return 'more than one Host'
  if (names.filter(name => name === 'content-length').length > 1) return 'more than one length'
  const coding = headers['transfer-encoding']
  // RFC 9112 section 6.1: a length beside a transfer coding is how one request becomes two.
  if (coding !== undefined && headers['content-length'] !== undefined) return 'two lengths'
  if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked')
    return 'a transfer coding other than chunked'
  return undefined
}

/** Makes the server; it does not listen yet. */
export function createListener(
  tls: Tls | undefined,
  handle: Handler,
  upgrade: UpgradeHandler,
): Server | Http2SecureServer {
  const server = tls
    ? createSecureServer(
        {
          ...{ ...options, allowHTTP1: true, minVersion: 'TLSv1.2' },
          ...{ cert: tls.shown.cert, key: tls.shown.key, handshakeTimeout: limits.headersMs },
        },
        handle,
      )
    : createServer(options, handle)
  if (tls && 'setSecureContext' in server) tls.follow(server)
  server.on('upgrade', upgrade)
  server.on('clientError', (_error: Error, socket: Duplex) => {
    // Behind an answer there is none to give.
    const hasAnswered = 'bytesWritten' in socket && Number(socket.bytesWritten) > 0
    if (socket.writable && !hasAnswered)
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    else socket.destroy()
  })
  if ('maxConnections' in server) server.maxConnections = limits.connectionsMax
  return server
}
