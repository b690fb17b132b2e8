/** Producers for people: who may hand in OCSF events, giving a token, and shutting one out at once. */
import Type from 'typebox'
import { RevokeRequest } from '../../events/endpoints.ts'
import { Fault } from '../../events/fault.ts'
import { AddedProducer, AddProducer, ProducerList, ProducerName } from '../../events/producers.ts'
import { hashOf, newSecret } from '../identity/secret.ts'
import type { App, Parts } from './app.ts'

const Params = Type.Object({ name: ProducerName })

export function producers(app: App, parts: Parts): void {
  const change = { access: 'user', needs: 'setup.change' } as const

  app.get(
    '/api/v1/producers',
    {
      config: { access: 'user', needs: 'setup.read' },
      schema: { response: { 200: ProducerList } },
    },
    async () => ({ producers: parts.producers.list() }),
  )

  app.post(
    '/api/v1/producers',
    { config: change, schema: { body: AddProducer, response: { 200: AddedProducer } } },
    async request => {
      const { name } = request.body
      const taken = new Fault(
        'ERR_CONFLICT',
        `there is a producer "${name}" already; take another name, or shut it out first`,
      )
      if (parts.producers.state(name) === 'active') throw taken
      const token = newSecret()
      const data = { producer: name, token_sha256: hashOf(token) }
      await parts.decide(request.principal, [{ kind: 'producer.added', data }])
      // Of two who take one name at once, the first in the journal has it.
      if (parts.producers.sourceOf(token) === undefined) throw taken
      return { name, token }
    },
  )

  app.post(
    '/api/v1/producers/:name/revocation',
    {
      config: change,
      schema: { params: Params, body: RevokeRequest, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { name } = request.params
      if (parts.producers.state(name) !== 'active')
        throw new Fault('ERR_NOT_FOUND', 'there is no such producer, or it was shut out already')
      const data = { producer: name, reason: request.body.reason.trim() }
      await parts.decide(request.principal, [{ kind: 'producer.revoked', data }])
      reply.code(204)
      return null
    },
  )
}
