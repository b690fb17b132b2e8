/** The officer's queue, one alert with its evidence, the customers behind it, and what is decided on it. */
import { randomUUID } from 'node:crypto'
import Type from 'typebox'
import { AlertWork } from '../../events/alert-work.ts'
import { AlertCustomers, AlertDecision, AlertDetail, AlertList } from '../../events/api.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'
import { viewer } from './scope.ts'

const Query = Type.Object({
  status: Type.Optional(
    Type.Union([
      Type.Literal('open'),
      Type.Literal('watched'),
      Type.Literal('closed'),
      Type.Literal('snoozed'),
    ]),
  ),
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Words, all of them' })),
  assignee: Type.Optional(
    Type.String({ maxLength: 200, description: 'A user, `me`, or `none` for nobody' }),
  ),
  from: Type.Optional(Type.Integer({ minimum: 0, description: 'Rows to pass over' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.pageRowsMax })),
})
const customersShown = 200

/** Somebody who is there to work on it. Throws Fault ERR_NOT_FOUND. */
export function needUser(id: string | null | undefined, { identity }: Parts): void {
  if (id == null) return
  const user = identity.users.get(id)
  if (!user || user.disabled)
    throw new Fault('ERR_NOT_FOUND', `there is no user "${id}" who could work on it`)
}

export function alerts(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'cases.read' } as const

  app.get(
    '/api/v1/alerts',
    { config, schema: { querystring: Query, response: { 200: AlertList } } },
    async request => {
      const { status = 'open', limit = limits.pageRowsMax, assignee, ...filter } = request.query
      const whose = assignee === 'me' ? request.principal.user : assignee
      const more = whose === undefined ? filter : { ...filter, assignee: whose }
      return parts.alerts.list(status, limit, viewer(request, parts), more)
    },
  )

  app.post(
    '/api/v1/alerts/:id/work',
    {
      config: { access: 'user', needs: 'cases.decide' },
      schema: { params: IdParams, body: AlertWork, response: { 200: AlertDetail } },
    },
    async request => {
      const { id } = request.params
      parts.alerts.summary(id, viewer(request, parts))
      const { assignee, snoozed_until } = request.body
      needUser(assignee === 'me' ? undefined : assignee, parts)
      if (typeof snoozed_until === 'number' && snoozed_until <= parts.now())
        throw new Fault('ERR_INPUT_INVALID', 'snoozed_until: has passed; give a time to come')
      const data = {
        alert: id,
        ...request.body,
        ...(assignee === 'me' && { assignee: request.principal.user }),
      }
      await parts.decide(request.principal, [{ kind: 'alert.worked', data }])
      return parts.alerts.detail(id, viewer(request, parts))
    },
  )

  app.get(
    '/api/v1/alerts/:id',
    { config, schema: { params: IdParams, response: { 200: AlertDetail } } },
    async request => parts.alerts.detail(request.params.id, viewer(request, parts)),
  )

  app.post(
    '/api/v1/alerts/:id/decisions',
    {
      config: { access: 'user', needs: 'cases.decide' },
      schema: { params: IdParams, body: AlertDecision, response: { 200: AlertDetail } },
    },
    async request => {
      const { id } = request.params
      const { status, verdict = null, note = '' } = request.body
      if (status === 'closed' && verdict === null) {
        throw new Fault(
          'ERR_INPUT_INVALID',
          'closing an alert needs a verdict: true_positive, false_positive, benign, suspicious or duplicate',
        )
      }
      const { status: from } = parts.alerts.summary(id, viewer(request, parts))
      const ref = randomUUID()
      const given = { alert: id, status, verdict: status === 'closed' ? verdict : null, note }
      const data = { ...given, from, ref }
      await parts.decide(request.principal, [{ kind: 'alert.decided', data }])
      if (!parts.hasCounted(ref))
        throw new Fault(
          'ERR_CONFLICT',
          'somebody else decided on this alert just before; look at it again',
        )
      return parts.alerts.detail(id, viewer(request, parts))
    },
  )

  app.get(
    '/api/v1/alerts/:id/customers',
    {
      config: { access: 'user', needs: 'customers.view' },
      schema: { params: IdParams, response: { 200: AlertCustomers } },
    },
    async request => {
      const { id } = request.params
      const ids = parts.alerts.customers(id)
      const customers = parts.base.describe(ids, customersShown)
      await parts.decide(request.principal, [
        { kind: 'customers.viewed', data: { alert: id, shown: customers.length } },
      ])
      return { total: ids.length, customers }
    },
  )
}
