/** What a person has taken, and the customers behind it. Names of customers are shown to users only, and each look is recorded. */
import Type from 'typebox'
import { FindPersonRequest, PersonChip } from '../../events/api.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { PlaceKind } from '../../events/policy.ts'
import { Exposure, ExposureCustomers } from '../../events/taken.ts'
import type { Directory, Person } from '../people/directory.ts'
import type { App, Parts } from './app.ts'

const Params = Type.Object({ who: Type.String({ minLength: 1, maxLength: 128 }) })
const Query = Type.Object({
  channel: Type.Optional(PlaceKind),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.exposureCustomersMax })),
})

/** By id or pseudonym; an e-mail address would tell whose pseudonym it is without a reason. Throws Fault ERR_NOT_FOUND. */
export function needPerson(who: string, directory: Directory): Person {
  const person = directory.get(who) ?? directory.byPseudonym(who)
  if (person) return person
  throw new Fault(
    'ERR_NOT_FOUND',
    `there is no person "${who}"; give the pseudonym that the queue shows, such as Heron-41`,
  )
}

export function exposure(app: App, parts: Parts): void {
  const { directory, exposures, base, now } = parts
  const config = { access: 'user' } as const
  const need = (who: string) => needPerson(who, directory)

  app.get(
    '/api/v1/people/:who/exposure',
    { config, schema: { params: Params, response: { 200: Exposure } } },
    async request => {
      const person = need(request.params.who)
      return { person: directory.chip(person, now()), ...exposures.of(person.id) }
    },
  )

  app.get(
    '/api/v1/people/:who/exposure/customers',
    {
      config,
      schema: { params: Params, querystring: Query, response: { 200: ExposureCustomers } },
    },
    async request => {
      const person = need(request.params.who)
      const ids = exposures.customers(person.id, request.query.channel)
      const customers = base.describe(ids, request.query.limit ?? limits.pageRowsMax)
      const data = { person: person.id, shown: customers.length }
      await parts.decide(request.principal, [{ kind: 'customers.viewed', data }])
      return { total: ids.length, customers }
    },
  )

  app.post(
    '/api/v1/people/find',
    { config, schema: { body: FindPersonRequest, response: { 200: PersonChip } } },
    async request => {
      const { email, reason } = request.body
      const person = directory.byEmail(email.trim().toLowerCase())
      if (!person)
        throw new Fault('ERR_NOT_FOUND', `nobody in the directory has the address "${email}"`)
      const data = { person: person.id, until: now() + limits.revealMs, reason: reason.trim() }
      await parts.decide(request.principal, [{ kind: 'person.revealed', data }])
      return directory.chip(person, now())
    },
  )
}
