/** Endpoints for people: shut one out at once. */
import Type from 'typebox'
import { RevokeRequest } from '../../events/endpoints.ts'
import { Fault } from '../../events/fault.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'

export function endpoints(app: App, parts: Parts): void {
  app.post(
    '/api/v1/endpoints/:id/revocation',
    {
      config: { access: 'user', needs: 'setup.change' },
      schema: { params: IdParams, body: RevokeRequest, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!parts.agents.has(id))
        throw new Fault('ERR_NOT_FOUND', 'there is no such endpoint, or it was revoked already')
      const { reason } = request.body
      await parts.decide(request.principal, [
        { kind: 'agent.revoked', data: { agent: id, reason: reason.trim() } },
      ])
      parts.live.publish('setup', {})
      reply.code(204)
      return null
    },
  )
}
