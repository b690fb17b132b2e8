/**
 * HTTP as the agent speaks it: a few kept connections to one collector, answers read whole. Made on node:http, because `fetch` loads
 * a second HTTP stack: 15 MB of memory on every endpoint.
 */
import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http'
import { Agent as HttpsAgent, request as overHttps } from 'node:https'
import { limits } from '../events/limits.ts'
import { pinnedAgent } from './pin.ts'

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal: AbortSignal
  /** How the collector is known over TLS; absent where the system's trust store knows it. */
  readonly pin?: string | undefined
}

export interface Answer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly date: string | undefined
  readonly body: Buffer
}

const kept = { keepAlive: true, maxSockets: 4 }
const overTcp = new HttpAgent(kept)
const overTls = new HttpsAgent(kept)
const pinned = new Map<string, HttpsAgent>()

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
  const { headers, body, signal, pin } = call
  const isTls = url.protocol === 'https:'
  const agent = isTls ? agentFor(pin) : overTcp
  const options = { method, headers: { ...headers }, signal, agent }
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = isTls ? overHttps(url, options) : overHttp(url, options)
    request.once('response', resolve).once('error', reject)
    request.end(body)
  })
  const { 'retry-after': retryAfter, date } = reply.headers
  return { status: reply.statusCode ?? 0, retryAfter, date, body: await readWhole(reply) }
}
