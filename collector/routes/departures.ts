/** Departures: who leaves, an officer's mark, how far a leaving has got, and who looks after the customers next. */
import {
  Departure,
  DepartureList,
  ExitReport,
  MarkRequest,
  StepTold,
  WinBack,
} from '../../events/api-people.ts'
import { limits } from '../../events/limits.ts'
import { openExits } from '../people/exit.ts'
import { winBack } from '../people/win-back.ts'
import type { App, Parts } from './app.ts'
import { needPerson } from './exposure.ts'
import { WhoParams } from './params.ts'
import { viewer } from './scope.ts'

export function departures(app: App, parts: Parts): void {
  const { directory, exposures, base } = parts
  const exits = openExits(parts, parts.watch)
  const read = { access: 'user', needs: 'departures.read' } as const

  app.get(
    '/api/v1/departures',
    { config: read, schema: { response: { 200: DepartureList } } },
    async request => ({ departures: exits.list(viewer(request, parts)) }),
  )

  app.post(
    '/api/v1/people/:who/departure-mark',
    {
      config: { access: 'user', needs: 'departures.change', stepUp: 'departures' },
      schema: { params: WhoParams, body: MarkRequest, response: { 200: Departure } },
    },
    async request => {
      const by = viewer(request, parts)
      const { id } = needPerson(request.params.who, by, directory)
      const { marked, reason } = request.body
      const data = { person: id, marked, reason: reason.trim() }
      await parts.decide(request.principal, [{ kind: 'person.marked', data }])
      return exits.of(needPerson(id, by, directory), by)
    },
  )

  app.post(
    '/api/v1/departures/:who/steps',
    {
      config: { access: 'user', needs: 'departures.change' },
      schema: { params: WhoParams, body: StepTold, response: { 200: Departure } },
    },
    async request => {
      const by = viewer(request, parts)
      const { id } = needPerson(request.params.who, by, directory)
      const { step, done, note } = request.body
      const data = { person: id, step, done, note: note.trim() }
      await parts.decide(request.principal, [{ kind: 'person.step-told', data }])
      return exits.of(needPerson(id, by, directory), by)
    },
  )

  app.get(
    '/api/v1/departures/:who/report',
    { config: read, schema: { params: WhoParams, response: { 200: ExitReport } } },
    async request => {
      const by = viewer(request, parts)
      return exits.report(needPerson(request.params.who, by, directory), by)
    },
  )

  app.get(
    '/api/v1/departures/:who/win-back',
    {
      config: { access: 'user', needs: 'customers.view' },
      schema: { params: WhoParams, response: { 200: WinBack } },
    },
    async request => {
      const person = needPerson(request.params.who, viewer(request, parts), directory)
      const taken = exposures.customers(person.id)
      const list = winBack(person, taken, { base, directory, limit: limits.exposureCustomersMax })
      const shown = list.owners.reduce((sum, { customers }) => sum + customers.length, 0)
      const data = { person: person.id, shown }
      await parts.decide(request.principal, [{ kind: 'customers.viewed', data }])
      return list
    },
  )
}
