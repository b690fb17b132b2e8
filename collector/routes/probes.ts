/** What machines ask: is it alive, is it ready, its numbers. */
import Type from 'typebox'
import { healthFacts } from '../metrics/health.ts'
import { type Metrics, openMetrics } from '../metrics/metrics.ts'
import type { App, Parts } from './app.ts'

const Ready = Type.Object({
  ready: Type.Boolean(),
  facts: Type.Array(Type.Object({ name: Type.String(), ok: Type.Boolean(), says: Type.String() })),
})

export function probes(app: App, parts: Parts): void {
  let metrics: Promise<Metrics> | undefined

  app.get(
    '/healthz',
    {
      config: { access: 'probe' },
      schema: { response: { 200: Type.Object({ alive: Type.Boolean() }) } },
    },
    async () => ({ alive: true }),
  )

  app.get(
    '/readyz',
    { config: { access: 'probe' }, schema: { response: { 200: Ready, 503: Ready } } },
    async (_request, reply) => {
      const facts = healthFacts(parts)
      const ready = facts.every(({ ok }) => ok)
      reply.code(ready ? 200 : 503)
      return { ready, facts }
    },
  )

  app.get(
    '/metrics',
    {
      config: { access: 'local' },
      schema: { produces: ['text/plain'], response: { 200: Type.String() } },
    },
    async (_request, reply) => {
      metrics ??= openMetrics(parts.metrics)
      const { contentType, text } = await metrics
      reply.type(contentType)
      return text()
    },
  )
}
