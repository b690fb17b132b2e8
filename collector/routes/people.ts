/** The directory: list, bind an account, reveal a name with a reason. */
import { AliasRequest, PeopleList, PersonChip, RevealRequest } from '../../events/api.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { foldAlias } from '../people/directory.ts'
import { nobody } from '../people/viewer.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'
import { reveal } from './reveals.ts'
import { viewer } from './scope.ts'

export function people(app: App, parts: Parts): void {
  const { directory, now } = parts
  const need = (id: string, { sees } = nobody) => {
    const person = directory.get(id)
    if (!person || !sees(id))
      throw new Fault(
        'ERR_NOT_FOUND',
        'there is no such person in the directory; import people first',
      )
    return person
  }

  app.get(
    '/api/v1/people',
    {
      config: { access: 'user', needs: 'people.read' },
      schema: { response: { 200: PeopleList } },
    },
    async request => {
      const { user, sees } = viewer(request, parts)
      const people = directory.list(limits.pageRowsMax, request.reach === 'all' ? undefined : sees)
      const total = request.reach === 'all' ? directory.counts(now()).people : people.length
      return { people: people.map(person => directory.chip(person, now(), user)), total }
    },
  )

  app.post(
    '/api/v1/people/:id/aliases',
    {
      config: { access: 'user', needs: 'directory.change' },
      schema: { params: IdParams, body: AliasRequest, response: { 200: PersonChip } },
    },
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
    {
      config: { access: 'user', needs: 'people.reveal', stepUp: 'reveal' },
      schema: { params: IdParams, body: RevealRequest, response: { 200: PersonChip } },
    },
    async request => {
      const by = viewer(request, parts)
      const { id } = need(request.params.id, by)
      const reason = request.body.reason.trim()
      if (reason.length < 3)
        throw new Fault('ERR_INPUT_INVALID', 'reason: say in a few words why the name is needed')
      await reveal(request.principal, { person: id, reason }, parts)
      return directory.chip(need(id), now(), by.user)
    },
  )
}
