/** Calls of the collector's agents' entrance, with a fresh assertion each. Answers are checked before they are used. */
import Value from 'typebox/value'
import { limits } from '../events/limits.ts'
import { IngestReply, PolicyReply } from '../events/wire.ts'
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

export function createClient(identity: Identity): CollectorClient {
  async function call(
    path: string,
    signal: AbortSignal,
    extraMs: number,
    content?: { readonly type: string; readonly body: string },
  ): Promise<Answer> {
    const timeout = AbortSignal.timeout(limits.uplinkTimeoutMs + extraMs)
    const authorization = `Bearer ${await identity.assertion()}`
    const reply = await callHttp(new URL(path, identity.collector), {
      ...(content && { method: 'POST', body: content.body }),
      headers: { authorization, ...(content && { 'content-type': content.type }) },
      signal: AbortSignal.any([signal, timeout]),
    })
    if (reply.status < 200 || reply.status > 299)
      throw new Refusal(reply.status, reply.body.toString(), reply.retryAfter)
    return reply
  }

  return {
    sendEvents: async (body, signal) => {
      const type = 'application/x-ndjson'
      const reply = await call('/api/v1/agents/events', signal, 0, { type, body })
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
