/** Imports of customers and people: a CSV as the request's body, streamed. */
import Type from 'typebox'
import { ImportReport } from '../../events/api.ts'
import { RotateRequest, TokenKey } from '../../events/token-key.ts'
import { openUpload } from '../imports/upload.ts'
import type { App, Parts } from './app.ts'

const Query = Type.Object({
  file: Type.Optional(Type.String({ maxLength: 255 })),
  columns: Type.Optional(
    Type.String({
      maxLength: 20_000,
      description:
        'Lines of `header=meaning`: what customer columns mean, remembered for these headers',
    }),
  ),
})
/** The token key in force, and how many endpoints have a filter under it. */
function keyOf({ base, agents, policies }: Parts) {
  const { number, since, older } = base.keys()
  const endpoints = agents.list()
  const moved = endpoints.filter(({ policy_version }) => policy_version >= policies.keyVersion)
  return { key: number, since, older, endpoints: endpoints.length, moved: moved.length }
}

export function imports(app: App, parts: Parts): void {
  const customers = { access: 'user', needs: 'setup.change' } as const
  const people = { access: 'user', needs: 'directory.change' } as const
  const schema = { querystring: Query, response: { 200: ImportReport } }
  app.addContentTypeParser(['text/csv', 'application/octet-stream'], (_request, payload, done) =>
    done(null, payload),
  )

  app.post('/api/v1/customers/import', { config: customers, schema }, async request => {
    const { base, region } = parts
    const { importCustomers, parseColumnChoice } = await import('../customers/import.ts')
    const { rebuildFilter } = await import('../customers/rebuild-filter.ts')
    const file = request.query.file ?? 'upload.csv'
    const { text, sha256 } = openUpload(request.body, file)
    const share = parts.baseShare.begin()
    const report = await importCustomers(text, {
      base,
      file,
      region,
      columns: parseColumnChoice(request.query.columns ?? ''),
    })
    if (base.isFilterStale()) rebuildFilter(base)
    await share()
    const { rows, added, changed, refused, total } = report
    const data = { file, sha256: sha256(), rows, added, changed, refused, total }
    await parts.decide(request.principal, [{ kind: 'customers.imported', data }])
    return report
  })

  app.get(
    '/api/v1/customers/key',
    { config: { access: 'user', needs: 'setup.read' }, schema: { response: { 200: TokenKey } } },
    async () => keyOf(parts),
  )

  app.post(
    '/api/v1/customers/rotate-key',
    { config: customers, schema: { body: RotateRequest, response: { 200: TokenKey } } },
    async request => {
      const { base, now } = parts
      const { rebuildFilter } = await import('../customers/rebuild-filter.ts')
      const share = parts.baseShare.begin()
      base.rotateKey(now())
      rebuildFilter(base)
      await share()
      const data = { key: base.keys().number, reason: request.body.reason.trim() }
      await parts.decide(request.principal, [{ kind: 'customers.key-rotated', data }])
      return keyOf(parts)
    },
  )

  app.post('/api/v1/people/import', { config: people, schema }, async request => {
    const { directory, now } = parts
    const { savePeople } = await import('../people/save.ts')
    const file = request.query.file ?? 'upload.csv'
    const { report } = await savePeople(openUpload(request.body, file), {
      ...{ directory, file, save: deeds => parts.decide(request.principal, deeds) },
    })
    return report(directory.counts(now()).people)
  })
}
