/** The directory: list, bind an account, reveal a name with a reason. */
import Type from 'typebox'
import { AliasRequest, PeopleList, PersonChip, RevealRequest } from '../../events/api.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { foldAlias } from '../people/directory.ts'
import type { App, Parts } from './app.ts'

const Params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) })

export function people(app: App, parts: Parts): void {
  const { directory, now } = parts
  const config = { access: 'user' } as const
  const need = (id: string) => {
    const person = directory.get(id)
    if (!person)
      throw new Fault(
        'ERR_NOT_FOUND',
        'there is no such person in the directory; import people first',
      )
    return person
  }

  app.get('/api/v1/people', { config, schema: { response: { 200: PeopleList } } }, async () => ({
    people: directory.list(limits.pageRowsMax).map(person => directory.chip(person, now())),
    total: directory.counts(now()).people,
  }))

  app.post(
    '/api/v1/people/:id/aliases',
    { config, schema: { params: Params, body: AliasRequest, response: { 200: PersonChip } } },
    async request => {
      const { id } = need(request.params.id)
      const alias = foldAlias(request.body.alias)
      if (alias === '')
        throw new Fault(
          'ERR_INPUT_INVALID',
          'alias: is empty; give the account name as the endpoint shows it',
        )
      await parts.decide(request.principal, [
        { kind: 'person.alias-bound', data: { person: id, alias } },
      ])
      return directory.chip(need(id), now())
    },
  )

  app.post(
    '/api/v1/people/:id/reveal',
    { config, schema: { params: Params, body: RevealRequest, response: { 200: PersonChip } } },
    async request => {
      const { id } = need(request.params.id)
      const reason = request.body.reason.trim()
      if (reason.length < 3)
        throw new Fault('ERR_INPUT_INVALID', 'reason: say in a few words why the name is needed')
      const data = { person: id, until: now() + limits.revealMs, reason }
      await parts.decide(request.principal, [{ kind: 'person.revealed', data }])
      return directory.chip(need(id), now())
    },
  )
}
