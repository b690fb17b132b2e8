/** What the page of a person asks of the collector. */
import { queryOptions } from '@tanstack/react-query'
import type { PlaceKind } from '../../events/policy.ts'
import { client, take } from './client.ts'

const zone = -new Date().getTimezoneOffset()
const of = (who: string) => ({ path: { who } })

export const exposureQuery = (who: string) =>
  queryOptions({
    queryKey: ['person', who, 'exposure'],
    queryFn: () => take(client.GET('/api/v1/people/{who}/exposure', { params: of(who) })),
  })

export const historyQuery = (who: string, days: number) =>
  queryOptions({
    queryKey: ['person', who, 'history', days],
    queryFn: () =>
      take(
        client.GET('/api/v1/people/{who}/history', {
          params: { ...of(who), query: { days, zone } },
        }),
      ),
  })

export const personAlertsQuery = (who: string) =>
  queryOptions({
    queryKey: ['person', who, 'alerts'],
    queryFn: () => take(client.GET('/api/v1/people/{who}/alerts', { params: of(who) })),
  })

export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: () => take(client.GET('/api/v1/exports')),
})

/** What somebody asked for and what was decided, the newest first. */
export const personApprovalsQuery = (who: string) =>
  queryOptions({
    queryKey: ['person', who, 'approvals'],
    queryFn: () =>
      take(client.GET('/api/v1/approvals', { params: { query: { list: 'past', who } } })),
  })

/** Which customers somebody took; each call is recorded. */
export const takenCustomers = (who: string, channel: PlaceKind | undefined) =>
  take(
    client.GET('/api/v1/people/{who}/exposure/customers', {
      params: { ...of(who), query: channel === undefined ? {} : { channel } },
    }),
  )

/** The evidence pack of an alert, as a file. */
export async function evidencePack(alert: string): Promise<Blob> {
  return take(
    client.POST('/api/v1/alerts/{id}/evidence', {
      params: { path: { id: alert } },
      parseAs: 'blob',
    }),
  ).then(pack => new Blob([pack]))
}
