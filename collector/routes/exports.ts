/** Exports of the CRM: register one, list them, look at one. People appear as pseudonyms. */
import Type from 'typebox'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { Export, ExportList, RegisteredExport } from '../../events/taken.ts'
import type { ExportHead } from '../exports/exports.ts'
import type { App, Parts } from './app.ts'
import { needPerson } from './exposure.ts'
import { viewer } from './scope.ts'

const Query = Type.Object({
  file: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  person: Type.Optional(
    Type.String({ minLength: 1, maxLength: 128, description: 'Pseudonym or id of whose it is' }),
  ),
  source: Type.Optional(Type.String({ minLength: 1, maxLength: 60, pattern: '^[\\w .-]+$' })),
})
const Params = Type.Object({ number: Type.Integer({ minimum: 1 }) })

/** An export as the API shows it. */
function exportView(head: ExportHead, { directory, now }: Pick<Parts, 'directory' | 'now'>) {
  const person = head.person === null ? undefined : directory.get(head.person)
  return {
    number: head.number,
    name: head.name,
    source: head.source,
    person: person ? directory.chip(person, now()) : null,
    registered_at: head.time_ms,
    registered_by: head.by,
    sha256: head.sha256,
    rows: head.rows,
    customers: head.distinct_customers,
  }
}

export function exports(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'exports.read' } as const

  app.post(
    '/api/v1/exports',
    {
      config: { access: 'user', needs: 'exports.change' },
      schema: { querystring: Query, response: { 200: RegisteredExport } },
    },
    async request => {
      const { file = 'export', person, source = 'file' } = request.query
      const owner =
        person === undefined ? null : needPerson(person, viewer(request, parts), parts.directory).id
      const { fingerprintStream, registerExport } = await import('../exports/register.ts')
      const fingerprint = await fingerprintStream(request.body, file, parts.base)
      const facts = { name: file, source, person: owner }
      const registered = await registerExport(fingerprint, facts, request.principal, parts)
      return {
        export: exportView(registered.head, parts),
        is_new: registered.isNew,
        status: registered.status,
        reason: registered.reason,
      }
    },
  )

  app.get('/api/v1/exports', { config, schema: { response: { 200: ExportList } } }, async () => ({
    exports: parts.exports.list(limits.pageRowsMax).map(head => exportView(head, parts)),
    total: parts.exports.total(),
  }))

  app.get(
    '/api/v1/exports/:number',
    { config, schema: { params: Params, response: { 200: Export } } },
    async request => {
      const { number } = request.params
      const head = parts.exports.get(number)
      if (head) return exportView(head, parts)
      throw new Fault(
        'ERR_NOT_FOUND',
        `there is no export ${number}; \`clientkeep exports list\` names them`,
      )
    },
  )
}
