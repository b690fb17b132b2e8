/** The agents' entrance: enrol, fetch policy and filter. */
import { randomUUID } from 'node:crypto'
import Type from 'typebox'
import { readEnrolToken } from '../../events/enrol-token.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { EnrolReply, EnrolRequest, PolicyReply } from '../../events/wire.ts'
import type { FilterBundle } from '../customers/filter-store.ts'
import type { App, Parts } from './app.ts'

const After = Type.Object({
  after: Type.Optional(Type.Integer({ minimum: -1 })),
  wait_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: limits.policyWaitMsMax })),
})
const FilterParams = Type.Object({ version: Type.String({ pattern: '^[a-z0-9]{1,64}$' }) })

export function agents(app: App, parts: Parts): void {
  const config = { access: 'agent' } as const
  const heard = (agent: string, policyVersion?: number) => {
    if (parts.agents.heard(agent, policyVersion)) parts.live.publish('setup', {})
  }

  app.post(
    '/api/v1/agents/enrol',
    { config: { access: 'public' }, schema: { body: EnrolRequest, response: { 200: EnrolReply } } },
    async request => {
      const { token, key, hostname, platform, version } = request.body
      if (!parts.access.useEnrolToken(readEnrolToken(token)?.token ?? token)) {
        throw new Fault(
          'ERR_AGENT_ENROL_TOKEN',
          'this enrolment token was used already or has expired; make a new one',
        )
      }
      const before = parts.agents.byKey(key.x)
      if (before?.isRevoked)
        throw new Fault(
          'ERR_AGENT_UNKNOWN',
          "this key was revoked; remove the agent's identity on the endpoint and enrol it again",
        )
      const agent = before?.id ?? randomUUID()
      const data = { agent, key, hostname, platform, version }
      await parts.decide({ user: 'enrolment' }, [{ kind: 'agent.enrolled', data }])
      return { agent_id: agent, collector_key: parts.signingKey.publicKey }
    },
  )

  app.get(
    '/api/v1/agents/policy',
    { config, schema: { querystring: After, response: { 200: PolicyReply, 204: Type.Null() } } },
    async (request, reply) => {
      const { after = -1, wait_ms: waitMs = 0 } = request.query
      heard(request.agent, Math.max(after, 0))
      await parts.policies.changed(after, waitMs, AbortSignal.any([parts.stopping, request.signal]))
      if (parts.policies.version > after)
        return { policy: await parts.policies.signed(request.agent) }
      reply.code(204)
      return null
    },
  )

  const filterSchema = {
    params: FilterParams,
    response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
  }
  const needFilter = (version: string): FilterBundle => {
    const filter = parts.base.filter()
    if (filter?.version === version) return filter
    throw new Fault('ERR_NOT_FOUND', 'this filter is no longer current; fetch the policy again')
  }

  app.get(
    '/api/v1/agents/filter/:version',
    { config, schema: filterSchema },
    async (request, reply) => {
      const { bytes } = needFilter(request.params.version)
      reply.type('application/octet-stream')
      return reply.send(Buffer.from(bytes))
    },
  )

  app.get(
    '/api/v1/agents/filter/:version/delta',
    { config, schema: filterSchema },
    async (request, reply) => {
      const { bytes, base } = needFilter(request.params.version)
      if (!base) throw new Fault('ERR_NOT_FOUND', 'this filter has no delta; fetch it whole')
      reply.type('application/octet-stream')
      return reply.send(Buffer.from(bytes.subarray(base.length)))
    },
  )
}
