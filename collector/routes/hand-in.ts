/** Where events come in: batches of agents, which sign each call, and of producers, which have a token. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { IngestReply } from '../../events/wire.ts'
import { suspendPulled } from '../identity/presence.ts'
import { openBodies } from '../ingest/bodies.ts'
import { keepPlace } from '../ingest/place.ts'
import { splitBatch } from '../ingest/records.ts'
import { openTurnstile } from '../ingest/turnstile.ts'
import { unpack } from '../ingest/unpack.ts'
import { isNumbered, numberLines } from '../producers/number-lines.ts'
import type { App, Parts } from './app.ts'

/** How much smaller events get when they are compressed. */
const usualRatio = 10

const needBytes = (body: unknown): Buffer => {
  if (Buffer.isBuffer(body)) return body
  throw new Fault(
    'ERR_INPUT_INVALID',
    'send NDJSON, one event a line, as content-type application/x-ndjson',
  )
}

export function handIn(app: App, parts: Parts): void {
  const turnstile = openTurnstile(parts.now)
  /** A compressed body counts for what it may become, one without a length for the most. */
  const enter = ({ source, headers }: FastifyRequest): (() => void) => {
    const length = Number(headers['content-length'] ?? limits.ingestBodyBytesMax)
    const bytes = headers['content-encoding'] === undefined ? length : length * usualRatio
    try {
      return turnstile.enter(source, Math.min(bytes, limits.ingestBodyBytesMax))
    } catch (error) {
      parts.counters.limited.add(1, 'agent')
      throw error
    }
  }
  /** Who comes again without waiting is answered late: refusing at once would cost the others more than the flood's own events. */
  const letIn = async (request: FastifyRequest): Promise<() => void> => {
    try {
      return enter(request)
    } catch (error) {
      await pause(limits.ingestRefusalMs)
      throw error
    }
  }
  /** A body is freed once it is journaled; not where that failed, for something may still be about to write it. */
  const { read, free } = openBodies()
  app.decorateRequest('leave', () => {})
  app.addContentTypeParser(
    'application/x-ndjson',
    ({ headers, routeOptions }: FastifyRequest, payload: IncomingMessage) => {
      const said = headers['content-encoding'] === undefined && headers['content-length']
      const length = said ? Number(said) : undefined
      return read(payload, { length, max: routeOptions.bodyLimit })
    },
  )

  /** Journals a batch of `source`; what was refused of any of `sources` since is told with the answer. */
  async function take(body: Buffer, source: string, sources: readonly string[]) {
    const { ingested } = parts.counters
    const { batch, rejected, lastSeq } = splitBatch(body, source)
    const { accepted, duplicates } = await parts.journal.appendEvents(batch)
    const refused = sources.flatMap(each => parts.journal.takeRefused(each))
    ingested.add(accepted, 'accepted')
    ingested.add(duplicates, 'duplicate')
    ingested.add(rejected.length + refused.length, 'rejected')
    return {
      acknowledged: lastSeq,
      accepted,
      duplicates,
      rejected: [
        ...rejected,
        ...refused.map(({ index, seq, reason }) => ({ index, seq, reason })),
      ].slice(0, limits.ingestBatchEventsMax),
      policy_version: parts.policies.version,
    }
  }

  const entrance = {
    preParsing: async (
      request: FastifyRequest,
      _reply: unknown,
      payload: Parameters<typeof unpack>[1],
    ) => {
      // Whoever was looked at or kept waiting before this may be gone by now.
      request.leave = keepPlace(request.raw.socket, await letIn(request))
      return unpack(request.headers, payload)
    },
    onResponse: async (request: FastifyRequest) => request.leave(),
  }

  app.post(
    '/api/v1/agents/events',
    {
      bodyLimit: limits.ingestBodyBytesMax,
      config: { access: 'agent' },
      schema: {
        body: Type.Unsafe<unknown>({ description: 'NDJSON, one envelope a line' }),
        response: { 200: IngestReply },
      },
      ...entrance,
    },
    async request => {
      const body = needBytes(request.body)
      const { agent } = request
      parts.counters.bytes.add(body.length)
      const reply = await take(body, agent, [agent])
      suspendPulled(body, parts)
      free(body)
      if (parts.agents.heard(agent)) parts.live.publish('setup', {})
      return reply
    },
  )

  /** Numbers given here belong to this life of this node, so that no two nodes give the same. */
  const life = randomUUID()
  const numbered = new Map<string, number>()

  app.post(
    '/api/v1/producers/events',
    {
      bodyLimit: limits.ingestBodyBytesMax,
      config: { access: 'producer' },
      schema: {
        body: Type.Unsafe<unknown>({
          description:
            'NDJSON: one OCSF event a line, or one {"seq": from 1, "event": OCSF event} a line, which may be sent again',
        }),
        response: { 200: IngestReply },
      },
      ...entrance,
    },
    async request => {
      const body = needBytes(request.body)
      const { source } = request
      parts.counters.bytes.add(body.length)
      const own = `${source}:${life}`
      if (isNumbered(body)) {
        const reply = await take(body, source, [source, own])
        free(body)
        return reply
      }
      const last = numbered.get(source) ?? 0
      const lines = numberLines(body, last + 1)
      free(body)
      // Whatever becomes of this batch, its numbers are not given again.
      numbered.set(source, last + lines.count)
      return take(lines.bytes, own, [source, own])
    },
  )
}
