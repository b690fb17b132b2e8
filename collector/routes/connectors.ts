/** Connectors and people feeds: how they are, a test, and where systems send their records. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { ConnectorList, ConnectorTest, WebhookReply } from '../../events/connectors.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { FeedState } from '../../events/people-feeds.ts'
import { keepPlace } from '../ingest/place.ts'
import { openTurnstile } from '../ingest/turnstile.ts'
import type { App, Parts } from './app.ts'

const Params = Type.Object({ name: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }) })

export function connectors(app: App, parts: Parts): void {
  app.get(
    '/api/v1/connectors',
    {
      config: { access: 'user', needs: 'connectors.read' },
      schema: { response: { 200: ConnectorList } },
    },
    async () => ({ connectors: [...parts.connectors.states()] }),
  )

  app.get(
    '/api/v1/people-feeds',
    {
      config: { access: 'user', needs: 'connectors.read' },
      schema: { response: { 200: Type.Object({ feeds: Type.Array(FeedState) }) } },
    },
    async () => ({ feeds: [...parts.feeds.states()] }),
  )

  app.post(
    '/api/v1/people-feeds/:name/reads',
    {
      config: { access: 'user', needs: 'directory.change' },
      schema: { params: Params, response: { 200: FeedState } },
    },
    async request => parts.feeds.run(request.params.name),
  )

  app.post(
    '/api/v1/connectors/:name/test',
    {
      config: { access: 'user', needs: 'connectors.change' },
      schema: { params: Params, response: { 200: ConnectorTest } },
    },
    async request => parts.connectors.test(request.params.name),
  )

  const seats = openTurnstile(parts.now, {
    requestsPerAgent: limits.sealedBodiesPerAddress,
    bytesPerSecond: limits.ingestBytesPerAgentMax,
    pendingBytesMax: limits.ingestPendingBytesMax,
  })
  // The body is taken as it came, whatever it says it is: a signature is over its bytes.
  void app.register(async raw => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: limits.webhookBodyBytesMax },
      (_request, body, done) => done(null, body),
    )
    raw.withTypeProvider<TypeBoxTypeProvider>().post(
      '/api/v1/connectors/:name/records',
      {
        config: { access: 'webhook' },
        schema: {
          params: Params,
          querystring: Type.Object({
            trial: Type.Optional(Type.Boolean({ description: 'Says what it is, keeps nothing' })),
          }),
          body: Type.Unsafe<unknown>({ description: 'JSON or CSV, as the connector is set up' }),
          response: { 200: WebhookReply },
        },
        onRequest: async request => {
          const { params, headers, ip } = request
          if (headers['content-encoding'] !== undefined)
            throw new Fault('ERR_INPUT_ENCODING', 'send records without a content-encoding')
          parts.connectors.need(nameIn(params), headers)
          const bytes = Number(headers['content-length'] ?? limits.webhookBodyBytesMax)
          const leave = seats.enter(ip, Math.min(bytes, limits.webhookBodyBytesMax))
          request.leave = keepPlace(request.raw.socket, leave)
        },
        onResponse: async request => request.leave(),
      },
      async ({ params, query, headers, body }) =>
        parts.connectors.take(params.name, {
          headers,
          body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
          isTrial: query.trial ?? false,
        }),
    )
  })
}

/** The name in an address that was not looked at yet. */
const nameIn = (params: unknown): string =>
  typeof params === 'object' && params !== null && 'name' in params ? String(params.name) : ''
