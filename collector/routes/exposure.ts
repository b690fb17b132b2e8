/** What a person has taken, and the customers behind it. Names of customers are shown to users only, and each look is recorded. */
import Type from 'typebox'
import { FindPersonRequest, PersonChip } from '../../events/api.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { PlaceKind } from '../../events/policy.ts'
import { Exposure, ExposureCustomers, PersonAlerts } from '../../events/taken.ts'
import type { Directory, Person } from '../people/directory.ts'
import type { Viewer } from '../people/viewer.ts'
import type { App, Parts } from './app.ts'
import { WhoParams } from './params.ts'
import { reveal } from './reveals.ts'
import { viewer } from './scope.ts'

const Query = Type.Object({
  channel: Type.Optional(PlaceKind),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.exposureCustomersMax })),
})

/** By id or pseudonym; an e-mail address would tell whose pseudonym it is without a reason. Throws Fault ERR_NOT_FOUND. */
export function needPerson(who: string, { sees }: Viewer, directory: Directory): Person {
  const person = directory.get(who) ?? directory.byPseudonym(who)
  if (person && sees(person.id)) return person
  throw new Fault(
    'ERR_NOT_FOUND',
    `there is no person "${who}"; give the pseudonym that the queue shows, such as Heron-41`,
  )
}

export function exposure(app: App, parts: Parts): void {
  const { directory, exposures, base, now } = parts
  const config = { access: 'user', needs: 'cases.read' } as const
  const view = { access: 'user', needs: 'customers.view' } as const
  const need = (who: string, by: Viewer) => needPerson(who, by, directory)

  app.get(
    '/api/v1/people/:who/exposure',
    { config, schema: { params: WhoParams, response: { 200: Exposure } } },
    async request => {
      const by = viewer(request, parts)
      const person = need(request.params.who, by)
      return { person: directory.chip(person, now(), by.user), ...exposures.of(person.id) }
    },
  )

  app.get(
    '/api/v1/people/:who/alerts',
    { config, schema: { params: WhoParams, response: { 200: PersonAlerts } } },
    async request => {
      const by = viewer(request, parts)
      const { id } = need(request.params.who, by)
      return { alerts: parts.alerts.of(id, by) }
    },
  )

  app.get(
    '/api/v1/people/:who/exposure/customers',
    {
      config: view,
      schema: { params: WhoParams, querystring: Query, response: { 200: ExposureCustomers } },
    },
    async request => {
      const person = need(request.params.who, viewer(request, parts))
      const ids = exposures.customers(person.id, request.query.channel)
      const customers = base.describe(ids, request.query.limit ?? limits.pageRowsMax)
      const data = { person: person.id, shown: customers.length }
      await parts.decide(request.principal, [{ kind: 'customers.viewed', data }])
      return { total: ids.length, customers }
    },
  )

  app.post(
    '/api/v1/people/find',
    {
      config: { access: 'user', needs: 'people.reveal', stepUp: 'reveal' },
      schema: { body: FindPersonRequest, response: { 200: PersonChip } },
    },
    async request => {
      const { email, reason } = request.body
      const person = directory.byEmail(email.trim().toLowerCase())
      const by = viewer(request, parts)
      if (!person || !by.sees(person.id))
        throw new Fault('ERR_NOT_FOUND', `nobody in the directory has the address "${email}"`)
      await reveal(request.principal, { person: person.id, reason: reason.trim() }, parts)
      return directory.chip(person, now(), by.user)
    },
  )
}
