/** Files at rest that hold customers: what grew beside the CRM, by owner, and how far endpoints have searched. */
import { IslandList } from '../../events/islands.ts'
import { limits } from '../../events/limits.ts'
import type { IslandRow } from '../islands/islands.ts'
import { hideHome } from '../people/hide-home.ts'
import type { App, Parts } from './app.ts'
import { viewer } from './scope.ts'

export function islands(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'cases.read' } as const
  const { directory, now } = parts
  const owned = (row: IslandRow) => ({ row, owner: directory.resolve(row.account, row.hostname) })

  app.get(
    '/api/v1/islands',
    { config, schema: { response: { 200: IslandList } } },
    async request => {
      const by = viewer(request, parts)
      const seen = parts.islands
        .list()
        .map(owned)
        .filter(({ owner }) => by.sees(owner?.id ?? null))
      return {
        islands: seen.slice(0, limits.pageRowsMax).map(({ row, owner }) => ({
          endpoint: row.hostname,
          owner: owner ? directory.chip(owner, now(), by.user) : null,
          path: hideHome(row.path),
          customers: row.customers,
          size_bytes: row.size,
          modified_at: row.modified_ms,
          seen_at: row.seen_ms,
        })),
        searches: parts.islands.searches().map(({ hostname, at_ms, state, files, done }) => ({
          ...{ endpoint: hostname, at: at_ms, state, files, done },
        })),
        total: seen.length,
      }
    },
  )
}
