/** Securing a person: do it and undo it with a touch, look at it, and the report of what was taken by then. */
import Type from 'typebox'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { SecureRequest, Securing, SecuringList, UnsecureRequest } from '../../events/securing.ts'
import { securedReport } from '../approvals/secured-report.ts'
import { securePerson, securingView, unsecurePerson } from '../approvals/securing.ts'
import type { App, Parts } from './app.ts'
import { needPerson } from './exposure.ts'
import { IdParams } from './params.ts'
import { viewer } from './scope.ts'

const Who = Type.Object({ who: Type.String({ minLength: 1, maxLength: 128 }) })

export function securing(app: App, parts: Parts): void {
  const { secured, directory, now } = parts
  const change = { access: 'user', needs: 'people.secure', stepUp: 'secure-person' } as const
  const read = { access: 'user', needs: 'exports.read' } as const
  const need = (id: string) => {
    const row = secured.get(id)
    if (row) return row
    throw new Fault('ERR_NOT_FOUND', 'nobody was secured under this id')
  }

  app.get(
    '/api/v1/securings',
    { config: read, schema: { response: { 200: SecuringList } } },
    async ({ principal }) => ({
      securings: secured
        .list(limits.pageRowsMax)
        .filter(({ person }) => directory.get(person) !== undefined)
        .map(row => securingView(row, principal.user, parts)),
    }),
  )

  app.get(
    '/api/v1/people/:who/securing',
    {
      config: read,
      schema: {
        params: Who,
        response: { 200: Type.Object({ securing: Type.Union([Securing, Type.Null()]) }) },
      },
    },
    async request => {
      const person = needPerson(request.params.who, viewer(request, parts), directory)
      const row = secured.of(person.id, now())
      return { securing: row ? securingView(row, request.principal.user, parts) : null }
    },
  )

  app.post(
    '/api/v1/people/:who/securing',
    {
      config: change,
      schema: { params: Who, body: SecureRequest, response: { 200: Securing } },
    },
    async request => {
      const person = needPerson(request.params.who, viewer(request, parts), directory)
      const { reason, hours } = request.body
      const row = await securePerson(request.principal, { person, reason, hours }, parts)
      return securingView(row, request.principal.user, parts)
    },
  )

  app.post(
    '/api/v1/securings/:id/undo',
    {
      config: change,
      schema: { params: IdParams, body: UnsecureRequest, response: { 200: Securing } },
    },
    async ({ principal, params, body }) => {
      await unsecurePerson(principal, need(params.id), body.reason, parts)
      return securingView(need(params.id), principal.user, parts)
    },
  )

  app.get(
    '/api/v1/securings/:id/report',
    {
      config: { access: 'user', needs: 'evidence.export' },
      schema: {
        params: IdParams,
        produces: ['text/html'],
        response: { 200: Type.Unsafe<string>({ type: 'string' }) },
      },
    },
    async ({ principal, params }, reply) => {
      const view = securingView(need(params.id), principal.user, parts)
      reply.type('text/html; charset=utf-8')
      return reply.send(securedReport(view))
    },
  )
}
