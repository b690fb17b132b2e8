/** Who leaves, in the page: how it is read, what an officer tells of it, and the list of customers to win back. */
import { queryOptions } from '@tanstack/react-query'
import type { WinBack } from '../../events/api-people.ts'
import { client, take } from './client.ts'
import { t } from './text.ts'
import { touch } from './touch.ts'

const of = (who: string) => ({ path: { who } })

export const leaversQuery = queryOptions({
  queryKey: ['leavers'],
  queryFn: () => take(client.GET('/api/v1/departures')),
  refetchInterval: 60_000,
})

export const exitReportQuery = (who: string) =>
  queryOptions({
    queryKey: ['leavers', who, 'report'],
    queryFn: () => take(client.GET('/api/v1/departures/{who}/report', { params: of(who) })),
  })

/** Says that somebody leaves, or does not after all; takes a touch. */
export const markLeaving = (who: string, marked: boolean, reason: string) =>
  take(
    client.POST('/api/v1/people/{who}/departure-mark', {
      params: of(who),
      body: { marked, reason },
      ...touch(t('leavers.touch')),
    }),
  )

/** Ticks a step that no system can see, or takes the tick away. */
export const tellStep = (who: string, done: boolean, note: string) =>
  take(
    client.POST('/api/v1/departures/{who}/steps', {
      params: of(who),
      body: { step: 'accounts-elsewhere', done, note },
    }),
  )

/** Customers to call, by next owner; each call is recorded. */
export const winBackList = (who: string) =>
  take(client.GET('/api/v1/departures/{who}/win-back', { params: of(who) }))

/** A cell that no spreadsheet takes for a formula (CWE-1236). */
const cell = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** The list as CSV, a row per customer, with a byte-order mark for spreadsheets. */
export const winBackCsv = ({ owners }: WinBack): Blob => {
  const head = ['owner', 'basis', 'number', 'name', 'company', 'country']
  const rows = owners.flatMap(({ owner, basis, customers }) =>
    customers.map(({ number, name, company, country }) => [
      ...[owner ?? '', basis, number, name, company ?? '', country ?? ''],
    ]),
  )
  const text = [head, ...rows].map(row => row.map(cell).join(',')).join('\r\n')
  return new Blob([`\uFEFF${text}\r\n`], { type: 'text/csv' })
}
