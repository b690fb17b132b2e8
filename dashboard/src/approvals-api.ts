/** What the pages of approvals ask of the collector, and securing a person. What decides takes a touch. */
import { queryOptions } from '@tanstack/react-query'
import type { Approval, ApprovalDecision, ApprovalRequest } from '../../events/approvals.ts'
import type { SecureRequest } from '../../events/securing.ts'
import { client, done, take } from './client.ts'
import { touch } from './touch.ts'

export type ApprovalLists = 'open' | 'past' | 'own'

const of = (id: string) => ({ params: { path: { id } } })
const ofWho = (who: string) => ({ params: { path: { who } } })

export const approvalsQuery = (list: ApprovalLists) =>
  queryOptions({
    queryKey: ['approvals', list],
    queryFn: () => take(client.GET('/api/v1/approvals', { params: { query: { list } } })),
  })

export const approvalQuery = (id: string) =>
  queryOptions({
    queryKey: ['approvals', 'one', id],
    queryFn: () => take(client.GET('/api/v1/approvals/{id}', of(id))),
  })

export const askableQuery = queryOptions({
  queryKey: ['approvals', 'askable'],
  queryFn: () => take(client.GET('/api/v1/askable')),
})

export const securingQuery = (who: string) =>
  queryOptions({
    queryKey: ['person', who, 'securing'],
    queryFn: () => take(client.GET('/api/v1/people/{who}/securing', ofWho(who))),
  })

const ofPerson = (person: string) => ({ params: { path: { person } } })

export const freezeQuery = (person: string) =>
  queryOptions({
    queryKey: ['person', person, 'freeze'],
    queryFn: () => take(client.GET('/api/v1/gateway/freezes/{person}', ofPerson(person))),
  })

export const budgetQuery = (person: string) =>
  queryOptions({
    queryKey: ['person', person, 'budget'],
    queryFn: () => take(client.GET('/api/v1/gateway/budgets/{person}', ofPerson(person))),
  })

/** One function per thing that somebody can do; `what` says in words what the key is touched for. */
export const approvalsApi = {
  ask: (body: ApprovalRequest): Promise<Approval> =>
    take(client.POST('/api/v1/approvals', { body })),
  withdraw: (id: string, text: string): Promise<Approval> =>
    take(client.POST('/api/v1/approvals/{id}/withdrawal', { ...of(id), body: { text } })),
  decide: (id: string, body: ApprovalDecision, what: string): Promise<Approval> =>
    take(client.POST('/api/v1/approvals/{id}/decision', { ...of(id), body, ...touch(what) })),
  revoke: (id: string, text: string, what: string): Promise<Approval> =>
    take(
      client.POST('/api/v1/approvals/{id}/revocation', {
        ...of(id),
        body: { text },
        ...touch(what),
      }),
    ),
  reply: (id: string, text: string): Promise<Approval> =>
    take(client.POST('/api/v1/approvals/{id}/reply', { ...of(id), body: { text } })),
  freeze: (person: string, body: { hours: number; reason: string }) =>
    take(client.PUT('/api/v1/gateway/freezes/{person}', { ...ofPerson(person), body })),
  thaw: (person: string, reason: string) =>
    done(
      client.POST('/api/v1/gateway/freezes/{person}/end', {
        ...ofPerson(person),
        body: { reason },
      }),
    ),
  secure: (who: string, body: SecureRequest, what: string) =>
    take(client.POST('/api/v1/people/{who}/securing', { ...ofWho(who), body, ...touch(what) })),
  unsecure: (id: string, reason: string, what: string) =>
    take(
      client.POST('/api/v1/securings/{id}/undo', {
        ...of(id),
        body: { reason },
        ...touch(what),
      }),
    ),
} as const
