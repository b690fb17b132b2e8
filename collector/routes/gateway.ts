/** The gateway for officers: what it holds, what somebody looked at, and stopping somebody's exports for a while. */
import Type from 'typebox'
import { Fault } from '../../events/fault.ts'
import {
  BudgetView,
  FreezeRequest,
  FreezeState,
  FreezeView,
  GatewayHoldList,
  ThawRequest,
} from '../../events/gateway.ts'
import { limits } from '../../events/limits.ts'
import type { HoldRow } from '../gateway/held-exports.ts'
import type { App, Parts } from './app.ts'
import { needPerson } from './exposure.ts'
import { viewer } from './scope.ts'

const Params = Type.Object({ person: Type.String({ minLength: 1, maxLength: 128 }) })
const hourMs = 3_600_000
const freezeMsMax = 90 * 24 * hourMs

export function gateway(app: App, parts: Parts): void {
  const { heldExports, directory, budget, now } = parts
  const read = { access: 'user', needs: 'exports.read' } as const
  const change = { access: 'user', needs: 'exports.change' } as const

  function holdView({ state, held }: HoldRow) {
    const { id, rule, why, held_at, expires_at, facts } = held
    const { app: name, file, format, bytes, rows, customers } = facts
    const person = held.person === null ? undefined : directory.get(held.person)
    return {
      ...{ id, state, rule, why, held_at, expires_at },
      ...{ app: name, file, format, bytes, rows, customers },
      person: person ? directory.chip(person, now()) : null,
    }
  }

  app.get(
    '/api/v1/gateway/holds',
    { config: read, schema: { response: { 200: GatewayHoldList } } },
    async () => ({ holds: heldExports.list(limits.pageRowsMax).map(holdView) }),
  )

  app.get(
    '/api/v1/gateway/budgets/:person',
    { config: read, schema: { params: Params, response: { 200: BudgetView } } },
    async request => {
      const person = needPerson(request.params.person, viewer(request, parts), directory)
      return { person: directory.chip(person, now()), ...budget.of(person.email, now()) }
    },
  )

  const freezeOf = (id: string) => {
    const person = directory.get(id)
    const freeze = heldExports.freeze(id, now())
    if (!person || !freeze) return null
    const { until_ms: until, by, reason } = freeze
    return { person: directory.chip(person, now()), until, by, reason }
  }
  const freezeView = (id: string) => {
    const freeze = freezeOf(id)
    if (freeze) return freeze
    throw new Fault('ERR_NOT_FOUND', "this person's exports are not frozen")
  }

  app.get(
    '/api/v1/gateway/freezes/:person',
    { config: read, schema: { params: Params, response: { 200: FreezeState } } },
    async request => {
      const { id } = needPerson(request.params.person, viewer(request, parts), directory)
      return { freeze: freezeOf(id) }
    },
  )

  app.put(
    '/api/v1/gateway/freezes/:person',
    {
      config: change,
      schema: { params: Params, body: FreezeRequest, response: { 200: FreezeView } },
    },
    async request => {
      const { id } = needPerson(request.params.person, viewer(request, parts), directory)
      const { hours, until = now() + hours * hourMs, reason } = request.body
      if (until <= now() || until > now() + freezeMsMax)
        throw new Fault('ERR_INPUT_INVALID', 'until: from now on, within 90 days')
      const data = { person: id, until, reason }
      await parts.decide(request.principal, [{ kind: 'exports.frozen', data }])
      return freezeView(id)
    },
  )

  app.post(
    '/api/v1/gateway/freezes/:person/end',
    {
      config: change,
      schema: { params: Params, body: ThawRequest, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { id } = needPerson(request.params.person, viewer(request, parts), directory)
      freezeView(id)
      const { reason } = request.body
      await parts.decide(request.principal, [
        { kind: 'exports.thawed', data: { person: id, reason } },
      ])
      reply.code(204)
      return null
    },
  )
}
