/** Websockets (RFC 6455): the two ends are joined as they are. The handshake is the application's to accept; its refusal is handed on. */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { limits } from '../../events/limits.ts'
import type { Desk, Exchange } from './exchange.ts'
import { requestHeaders } from './headers.ts'

/** Header lines as they came, but for those that a line end could be smuggled in by: Node has refused such before. */
function headOf(status: string, raw: readonly string[]): string {
  const lines = [`HTTP/1.1 ${status}`]
  for (let at = 0; at < raw.length; at += 2) lines.push(`${raw[at]}: ${raw[at + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** Ends a connection with a plain answer. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function join(left: Duplex, right: Duplex): void {
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
    from.pipe(to)
  }
}

type Joined = Pick<Exchange, 'upstream' | 'visitor' | 'host' | 'isSecure' | 'address'> & {
  readonly request: IncomingMessage
}

/** Opens the other end and joins both. */
export async function joinWebsocket(
  exchange: Joined,
  { socket, head }: { readonly socket: Duplex; readonly head: Buffer },
  desk: Desk,
): Promise<void> {
  const { request, upstream, visitor, host, isSecure, address } = exchange
  const { protocol, hostname, port } = new URL(upstream.app.upstream)
  const identity = await desk.visitors.identityFor(visitor, upstream.app, host)
  const headers = requestHeaders(
    request.headers,
    { host, address, isSecure, identity },
    { ranges: true },
  )
  const ask = protocol === 'https:' ? httpsRequest : httpRequest
  const asked = ask({
    ...{ host: hostname, path: request.url, method: 'GET', setHost: false },
    ...(port === '' ? {} : { port }),
    ...(upstream.ca && { ca: upstream.ca }),
    headers: [...headers, 'Connection', 'Upgrade', 'Upgrade', 'websocket'],
    timeout: limits.headersMs,
  })
  socket.on('error', () => asked.destroy())
  socket.on('close', () => asked.destroy())
  asked.on('error', () => refuseUpgrade(socket, '502 Bad Gateway'))
  asked.on('timeout', () => asked.destroy(new Error('no answer to the handshake')))
  asked.on('response', answer => {
    socket.write(headOf(`${answer.statusCode} ${answer.statusMessage}`, answer.rawHeaders))
    answer.pipe(socket)
  })
  asked.on('upgrade', (answer, other, rest) => {
    asked.removeAllListeners('error').on('error', () => {})
    other.setTimeout(0)
    socket.write(headOf(`${answer.statusCode} ${answer.statusMessage}`, answer.rawHeaders))
    if (rest.length > 0) socket.write(rest)
    if (head.length > 0) other.write(head)
    join(socket, other)
  })
  asked.end()
}
