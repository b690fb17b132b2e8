/** One call of a collector on this machine, over its own connection. Over TLS it is known by the pin that stands in its data folder, whatever its certificate is for. */
import { Agent, type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pinnedAgent } from '../agent/pin.ts'

export interface Call {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable | string | undefined
  /** `sha256/…` of the key that the collector shows; undefined where the system's trust store knows it. */
  readonly pin: string | undefined
}

export interface Answer {
  readonly status: number
  readonly bytes: Buffer
}

/** Waits as long as it takes: a backup of much is answered when it is made. Rejects where nobody answers, or another than the pinned collector. */
export async function callCollector(url: URL, call: Call): Promise<Answer> {
  const { method, headers, body, pin } = call
  const isTls = url.protocol === 'https:'
  const agent = isTls && pin !== undefined ? pinnedAgent(pin) : isTls ? undefined : new Agent()
  try {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, headers, agent }
      const request = isTls ? overHttps(url, options) : overHttp(url, options)
      request.once('response', resolve).on('error', reject)
      if (typeof body !== 'object') request.end(body)
      else body.once('error', error => request.destroy(error)).pipe(request)
    })
    return { status: reply.statusCode ?? 0, bytes: await buffer(reply) }
  } finally {
    if (typeof body === 'object') body.destroy()
    agent?.destroy()
  }
}
