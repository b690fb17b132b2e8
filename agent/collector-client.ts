/** Calls of the collector's agents' entrance, with a fresh assertion each. Answers are checked before they are used. */

import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import Value from 'typebox/value'
import { limits } from '../events/limits.ts'
import { IngestReply, PolicyReply } from '../events/wire.ts'
import type { CollectorClock } from './clock.ts'
import { type Answer, callHttp } from './http.ts'
import type { Identity } from './identity.ts'

/** The collector answered with an error status. */
export class Refusal extends Error {
  readonly status: number
  readonly retryAfterMs: number | undefined

  constructor(status: number, text: string, retryAfter: string | undefined) {
    super(`HTTP ${status}: ${text.slice(0, 300)}`)
    this.status = status
    const seconds = Number(retryAfter)
    this.retryAfterMs =
      retryAfter !== undefined && Number.isFinite(seconds) ? seconds * 1000 : undefined
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

async function packedLines(lines: string): Promise<Content> {
  const headers = { 'content-type': 'application/x-ndjson' }
  if (lines.length < packedBytesMin) return { headers, body: lines }
  return {
    headers: { ...headers, 'content-encoding': 'zstd' },
    body: await packed(lines, packing),
  }
}

export function createClient(identity: Identity, clock: CollectorClock): CollectorClient {
  async function callOnce(
    path: string,
    signal: AbortSignal,
    extraMs: number,
    content?: Content,
  ): Promise<Answer> {
    const timeout = AbortSignal.timeout(limits.uplinkTimeoutMs + extraMs)
    const authorization = `Bearer ${await identity.assertion(clock.now())}`
    const sentAt = Date.now()
    const reply = await callHttp(new URL(path, identity.collector), {
      ...(content && { method: 'POST', body: content.body }),
      headers: { authorization, ...content?.headers },
      signal: AbortSignal.any([signal, timeout]),
      pin: identity.pin,
    })
    // An answer that was waited for tells less of when it was written.
    if (extraMs === 0) clock.measure(sentAt, Date.now(), reply.date)
    if (reply.status < 200 || reply.status > 299)
      throw new Refusal(reply.status, reply.body.toString(), reply.retryAfter)
    return reply
  }

  /** A clock that is far off makes assertions that count for nothing; the refusal itself tells the right time. */
  async function call(...args: Parameters<typeof callOnce>): Promise<Answer> {
    const before = clock.skewMs ?? 0
    try {
      return await callOnce(...args)
    } catch (error) {
      const moved = Math.abs((clock.skewMs ?? 0) - before)
      if (!(error instanceof Refusal && error.status === 401 && moved > limits.assertionMs))
        throw error
      return callOnce(...args)
    }
  }

  return {
    sendEvents: async (lines, signal) => {
      const reply = await call('/api/v1/agents/events', signal, 0, await packedLines(lines))
      return Value.Parse(IngestReply, JSON.parse(reply.body.toString()))
    },
    policy: async (after, waitMs, signal) => {
      const path = `/api/v1/agents/policy?after=${after}&wait_ms=${waitMs}`
      const reply = await call(path, signal, waitMs)
      if (reply.status === 204) return undefined
      return Value.Parse(PolicyReply, JSON.parse(reply.body.toString())).policy
    },
    filter: async (version, signal) => {
      const path = `/api/v1/agents/filter/${encodeURIComponent(version)}`
      return (await call(path, signal, 60_000)).body
    },
    filterDelta: async (version, signal) => {
      const path = `/api/v1/agents/filter/${encodeURIComponent(version)}/delta`
      return (await call(path, signal, 60_000)).body
    },
  }
}
