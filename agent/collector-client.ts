/** Calls of the collector's agents' entrance, with a fresh assertion each. Answers are checked before they are used. */

import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import Value from 'typebox/value'
import { limits } from '../events/limits.ts'
import { IngestReply, NonceRefusal, PolicyReply } from '../events/wire.ts'
import type { CollectorClock } from './clock.ts'
import { type Answer, callHttp } from './http.ts'
import type { Identity } from './identity.ts'

/** The collector answered with an error status. */
export class Refusal extends Error {
  readonly status: number
  readonly retryAfterMs: number | undefined
  /** The nonce that it wanted signed; undefined where it refused for another reason. */
  readonly nonce: string | undefined

  constructor({ status, retryAfter, nonce, body }: Omit<Answer, 'date'>) {
    const text = body.toString()
    super(`HTTP ${status}: ${text.slice(0, 300)}`)
    this.status = status
    const seconds = Number(retryAfter)
    this.retryAfterMs =
      retryAfter !== undefined && Number.isFinite(seconds) ? seconds * 1000 : undefined
    this.nonce = status === 400 && isAboutNonce(text) ? nonce : undefined
  }
}

function isAboutNonce(text: string): boolean {
  try {
    return Value.Check(NonceRefusal, JSON.parse(text))
  } catch {
    return false
  }
}

export interface CollectorClient {
  sendEvents(lines: string, signal: AbortSignal): Promise<IngestReply>
  /** A signed bundle newer than `after`, or undefined after the wait. */
  policy(after: number, waitMs: number, signal: AbortSignal): Promise<string | undefined>
  filter(version: string, signal: AbortSignal): Promise<Uint8Array>
  /** What comes behind the filter that the policy names as the base of this version. */
  filterDelta(version: string, signal: AbortSignal): Promise<Uint8Array>
}

const packed = promisify(zstdCompress)
/** Below this, packing costs more than it saves. */
const packedBytesMin = 1024
/** The usual level, with a window that costs 2 MiB at both ends. */
const packing = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_windowLog]: 21 },
}

interface Content {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

interface Order {
  readonly signal: AbortSignal
  /** How much longer than usual an answer may take. */
  readonly extraMs: number
  readonly content?: Content
}

async function packedLines(lines: string): Promise<Content> {
  const headers = { 'content-type': 'application/x-ndjson' }
  if (lines.length < packedBytesMin) return { headers, body: lines }
  return {
    headers: { ...headers, 'content-encoding': 'zstd' },
    body: await packed(lines, packing),
  }
}

/** Of one call: enough for a wrong clock, and for who spreads calls over three collectors in turn. */
const triesMax = 5

export function createClient(identity: Identity, clock: CollectorClock): CollectorClient {
  /** For connections over which nothing came yet. */
  let latest: string | undefined

  async function callOnce(
    path: string,
    { signal, extraMs, content }: Order,
    wanted: string | undefined,
  ): Promise<Answer> {
    const timeout = AbortSignal.timeout(limits.uplinkTimeoutMs + extraMs)
    const sentAt = Date.now()
    const reply = await callHttp(new URL(path, identity.collector), {
      ...(content && { method: 'POST', body: content.body, headers: content.headers }),
      authorize: async known =>
        `Bearer ${await identity.assertion(clock.now(), wanted ?? known ?? latest)}`,
      signal: AbortSignal.any([signal, timeout]),
      pin: identity.pin,
    })
    latest = reply.nonce ?? latest
    // An answer that was waited for tells less of when it was written.
    if (extraMs === 0) clock.measure(sentAt, Date.now(), reply.date)
    if (reply.status < 200 || reply.status > 299) throw new Refusal(reply)
    return reply
  }

  /** A refusal itself tells what was lacking: the right time, without which assertions count for nothing, and the nonce to sign. */
  async function call(path: string, order: Order): Promise<Answer> {
    let wanted: string | undefined
    for (let tries = 1; ; tries += 1) {
      const before = clock.skewMs ?? 0
      try {
        return await callOnce(path, order, wanted)
      } catch (error) {
        if (!(error instanceof Refusal) || tries === triesMax) throw error
        const moved = Math.abs((clock.skewMs ?? 0) - before)
        const isTold = error.status === 401 && moved > limits.assertionMs
        if (!isTold && error.nonce === undefined) throw error
        // Held on to: where a balancer gives each call to the next collector, its turn comes again.
        wanted ??= error.nonce
      }
    }
  }

  return {
    sendEvents: async (lines, signal) => {
      const reply = await call('/api/v1/agents/events', {
        ...{ signal, extraMs: 0 },
        content: await packedLines(lines),
      })
      return Value.Parse(IngestReply, JSON.parse(reply.body.toString()))
    },
    policy: async (after, waitMs, signal) => {
      const path = `/api/v1/agents/policy?after=${after}&wait_ms=${waitMs}`
      const reply = await call(path, { signal, extraMs: waitMs })
      if (reply.status === 204) return undefined
      return Value.Parse(PolicyReply, JSON.parse(reply.body.toString())).policy
    },
    filter: async (version, signal) => {
      const path = `/api/v1/agents/filter/${encodeURIComponent(version)}`
      return (await call(path, { signal, extraMs: 60_000 })).body
    },
    filterDelta: async (version, signal) => {
      const path = `/api/v1/agents/filter/${encodeURIComponent(version)}/delta`
      return (await call(path, { signal, extraMs: 60_000 })).body
    },
  }
}
