/** Calls of the administrator's pages: devices, enrolment, the policy, the customer base, connections, the record, backups. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { VolumeAccess, WatchPolicy } from '../../events/policy.ts'
import { client, done, take } from './client.ts'
import { t } from './text.ts'
import { touch } from './touch.ts'

const of = (id: string) => ({ params: { path: { id } } })
const named = (name: string) => ({ params: { path: { name } } })

/** All of these are read again when anything of the set-up changed, whoever did it. */
export const adminKey = ['admin'] as const

export const devicesQuery = queryOptions({
  queryKey: [...adminKey, 'devices'],
  queryFn: () => take(client.GET('/api/v1/devices')),
})
export const packagesQuery = queryOptions({
  queryKey: [...adminKey, 'packages'],
  queryFn: () => take(client.GET('/api/v1/agent-packages')),
})
export const versionsQuery = queryOptions({
  queryKey: [...adminKey, 'versions'],
  queryFn: () => take(client.GET('/api/v1/policy/versions')),
})
export const baseQuery = queryOptions({
  queryKey: [...adminKey, 'base'],
  queryFn: () => take(client.GET('/api/v1/customers/base')),
})
export const connectorsQuery = queryOptions({
  queryKey: [...adminKey, 'connectors'],
  queryFn: () => take(client.GET('/api/v1/connectors')),
  refetchInterval: 10_000,
})
export const feedsQuery = queryOptions({
  queryKey: [...adminKey, 'feeds'],
  queryFn: () => take(client.GET('/api/v1/people-feeds')),
  refetchInterval: 10_000,
})
export const channelsQuery = queryOptions({
  queryKey: [...adminKey, 'channels'],
  queryFn: () => take(client.GET('/api/v1/notify')),
  refetchInterval: 10_000,
})
export const backupsQuery = queryOptions({
  queryKey: [...adminKey, 'backups'],
  queryFn: () => take(client.GET('/api/v1/backups')),
})

export interface AuditFilter {
  readonly by: string | null
  readonly area: string | null
}

/** Entries of a full page. */
const auditPage = 100

/** Pages of the record, the newest first. */
export const auditQuery = ({ by, area }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [...adminKey, 'audit', by, area],
    queryFn: ({ pageParam }: { pageParam: number | null }) => {
      const query = { ...(by && { by }), ...(area && { area }) }
      const before = pageParam === null ? {} : { before: pageParam }
      return take(client.GET('/api/v1/audit', { params: { query: { ...query, ...before } } }))
    },
    initialPageParam: null,
    getNextPageParam: ({ entries }) =>
      entries.length < auditPage ? null : (entries.at(-1)?.offset ?? null),
  })

export const adminApi = {
  enrol: () => take(client.POST('/api/v1/enrolments')),
  revoke: (id: string, reason: string) =>
    done(client.POST('/api/v1/endpoints/{id}/revocation', { ...of(id), body: { reason } })),
  nameDevice: (id: string, name: string | null) =>
    take(client.PUT('/api/v1/devices/{id}/name', { ...of(id), body: { name } })),
  setAccess: (id: string, access: VolumeAccess | null, label: string) => {
    const more = { body: { access }, ...touch(t('admin.devices.touch', { label })) }
    return take(client.PUT('/api/v1/devices/{id}/access', { ...of(id), ...more }))
  },
  preview: (body: WatchPolicy) => take(client.POST('/api/v1/policy/preview', { body })),
  setMapping: (layout: string, columns: Readonly<Record<string, string>>) =>
    take(
      client.PUT('/api/v1/customers/mappings/{layout}', {
        params: { path: { layout } },
        body: { columns },
      }),
    ),
  readFeed: (name: string) => take(client.POST('/api/v1/people-feeds/{name}/reads', named(name))),
  testConnector: (name: string) => take(client.POST('/api/v1/connectors/{name}/test', named(name))),
  testChannel: (name: string) => take(client.POST('/api/v1/notify/{name}/test', named(name))),
  backup: () => take(client.POST('/api/v1/backups/now')),
} as const
