/** Connectors and people feeds: how they are, and a test. */
import Type from 'typebox'
import { ConnectorList, ConnectorTest } from '../../events/connectors.ts'
import { FeedState } from '../../events/people-feeds.ts'
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
    '/api/v1/connectors/:name/test',
    {
      config: { access: 'user', needs: 'connectors.change' },
      schema: { params: Params, response: { 200: ConnectorTest } },
    },
    async request => parts.connectors.test(request.params.name),
  )
}
