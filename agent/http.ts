/**
 * HTTP as the agent speaks it: a few kept connections to one collector, answers read whole. Made on node:http, because `fetch` loads
 * a second HTTP stack: 15 MB of memory on every endpoint.
 */
import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http'
import { Agent as HttpsAgent, request as overHttps } from 'node:https'
import type { Socket } from 'node:net'
import { limits } from '../events/limits.ts'
import { nonceHeader } from '../events/wire.ts'
import { pinnedAgent } from './pin.ts'

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Makes `Authorization` for the connection that the call goes over, from the nonce that came over it last. */
  readonly authorize?: (nonce: string | undefined) => Promise<string>
  readonly signal: AbortSignal
  /** How the collector is known over TLS; absent where the system's trust store knows it. */
  readonly pin?: string | undefined
}

export interface Answer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly date: string | undefined
  /** What the next assertion is to be signed with. */
  readonly nonce: string | undefined
  readonly body: Buffer
}

const kept = { keepAlive: true, maxSockets: 4 }
const overTcp = new HttpAgent(kept)
const overTls = new HttpsAgent(kept)
const pinned = new Map<string, HttpsAgent>()

/** Each collector of a cluster takes its own nonces alone, and who is at the other end of a connection does not change. */
const nonces = new WeakMap<Socket, string>()

function agentFor(pin: string | undefined): HttpsAgent {
  if (pin === undefined) return overTls
  const agent = pinned.get(pin) ?? pinnedAgent(pin)
  pinned.set(pin, agent)
  return agent
}

function readWhole(reply: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    reply.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > limits.replyBytesMax)
        reply.destroy(new Error(`an answer of more than ${limits.replyBytesMax} bytes`))
    })
    reply.once('end', () => resolve(Buffer.concat(chunks)))
    reply.once('error', reject)
  })
}

/** Makes one call; any status is an answer. Rejects where the collector cannot be reached or the signal aborts. Redirects are not followed. */
export async function callHttp(url: URL, { method = 'GET', ...call }: Call): Promise<Answer> {
  const { headers, body, authorize, signal, pin } = call
  const isTls = url.protocol === 'https:'
  const agent = isTls ? agentFor(pin) : overTcp
  const options = { method, headers: { ...headers }, signal, agent }
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = isTls ? overHttps(url, options) : overHttp(url, options)
    request.once('response', resolve).on('error', reject)
    if (!authorize) {
      request.end(body)
      return
    }
    const send = async (socket: Socket) => {
      const authorization = await authorize(nonces.get(socket))
      if (!request.destroyed) request.setHeader('authorization', authorization).end(body)
    }
    request.once('socket', socket => {
      send(socket).catch(error => request.destroy(error))
    })
  })
  const { 'retry-after': retryAfter, [nonceHeader]: given, date } = reply.headers
  const nonce = typeof given === 'string' ? given : undefined
  if (nonce !== undefined) nonces.set(reply.socket, nonce)
  return { status: reply.statusCode ?? 0, retryAfter, date, nonce, body: await readWhole(reply) }
}
