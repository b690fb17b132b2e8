/** What the pages of officers and the set-up ask of the collector. One function per call; each rejects with an ApiFailure. */
import type { AlertWork } from '../../events/alert-work.ts'
import type { AlertDecision, ImportReport } from '../../events/api.ts'
import { client, done, read, take } from './client.ts'

const segment = encodeURIComponent
const of = (id: string) => ({ params: { path: { id } } })

/** Which rows of the queue. */
export interface AlertQuery {
  readonly status: 'open' | 'watched' | 'closed' | 'snoozed'
  readonly q?: string
  readonly assignee?: string
  /** Rows to pass over. */
  readonly from?: number
  readonly limit?: number
}

export const api = {
  session: () => take(client.GET('/api/v1/session')),
  signIn: (token: string) => take(client.POST('/api/v1/session', { body: { token } })),
  signOut: () => done(client.DELETE('/api/v1/session')),
  setup: () => take(client.GET('/api/v1/setup')),
  people: () => take(client.GET('/api/v1/people')),
  importCustomers: (file: File) =>
    read<ImportReport>('POST', `/customers/import?file=${segment(file.name)}`, file),
  importPeople: (file: File) =>
    read<ImportReport>('POST', `/people/import?file=${segment(file.name)}`, file),
  bind: (person: string, alias: string) =>
    take(client.POST('/api/v1/people/{id}/aliases', { ...of(person), body: { alias } })),
  alerts: (query: AlertQuery) => take(client.GET('/api/v1/alerts', { params: { query } })),
  alert: (id: string) => take(client.GET('/api/v1/alerts/{id}', of(id))),
  decide: (id: string, body: AlertDecision) =>
    take(client.POST('/api/v1/alerts/{id}/decisions', { ...of(id), body })),
  work: (id: string, body: AlertWork) =>
    take(client.POST('/api/v1/alerts/{id}/work', { ...of(id), body })),
  customers: (id: string) => take(client.GET('/api/v1/alerts/{id}/customers', of(id))),
  islands: () => take(client.GET('/api/v1/islands')),
  demoCopy: () => done(client.POST('/api/v1/demo/copy')),
} as const
