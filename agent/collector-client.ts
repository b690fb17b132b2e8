/** Calls of the collector's agents' entrance, with a fresh assertion each. Answers are checked before they are used. */
import Value from 'typebox/value'
import { limits } from '../events/limits.ts'
import { IngestReply, PolicyReply } from '../events/wire.ts'
import type { Identity } from './identity.ts'

/** The collector answered with an error status. */
export class Refusal extends Error {
  readonly status: number
  readonly retryAfterMs: number | undefined

  constructor(status: number, text: string, retryAfter: string | null) {
    super(`HTTP ${status}: ${text.slice(0, 300)}`)
    this.status = status
    const seconds = Number(retryAfter)
    this.retryAfterMs = retryAfter !== null && Number.isFinite(seconds) ? seconds * 1000 : undefined
  }
}

export interface CollectorClient {
  sendEvents(lines: string, signal: AbortSignal): Promise<IngestReply>
  /** A signed bundle newer than `after`, or undefined after the wait. */
  policy(after: number, waitMs: number, signal: AbortSignal): Promise<string | undefined>
  filter(version: string, signal: AbortSignal): Promise<Uint8Array>
}

export function createClient(identity: Identity): CollectorClient {
  async function call(
    path: string,
    signal: AbortSignal,
    extraMs: number,
    init: RequestInit = {},
  ): Promise<Response> {
    const headers = { ...init.headers, authorization: `Bearer ${await identity.assertion()}` }
    const timeout = AbortSignal.timeout(limits.uplinkTimeoutMs + extraMs)
    const url = new URL(path, identity.collector)
    const reply = await fetch(url, { ...init, headers, signal: AbortSignal.any([signal, timeout]) })
    if (!reply.ok)
      throw new Refusal(reply.status, await reply.text(), reply.headers.get('retry-after'))
    return reply
  }

  return {
    sendEvents: async (body, signal) => {
      const headers = { 'content-type': 'application/x-ndjson' }
      const reply = await call('/api/v1/agents/events', signal, 0, {
        method: 'POST',
        headers,
        body,
      })
      return Value.Parse(IngestReply, await reply.json())
    },
    policy: async (after, waitMs, signal) => {
      const reply = await call(
        `/api/v1/agents/policy?after=${after}&wait_ms=${waitMs}`,
        signal,
        waitMs,
      )
      if (reply.status === 204) return undefined
      return Value.Parse(PolicyReply, await reply.json()).policy
    },
    filter: async (version, signal) => {
      const reply = await call(
        `/api/v1/agents/filter/${encodeURIComponent(version)}`,
        signal,
        60_000,
      )
      return new Uint8Array(await reply.arrayBuffer())
    },
  }
}
