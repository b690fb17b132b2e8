/** Cases, in the page: how they are read, what officers do with them, and their files. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CaseDecision, CaseDetail, PinRef } from '../../events/cases.ts'
import { client, take } from './client.ts'
import { useReadAgain } from './read-again.ts'

const of = (id: string) => ({ path: { id } })

export const casesQuery = queryOptions({
  queryKey: ['cases'],
  queryFn: () => take(client.GET('/api/v1/cases')),
})

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', id],
    queryFn: () => take(client.GET('/api/v1/cases/{id}', { params: of(id) })),
  })

/** What is done with one case. */
export const caseApi = {
  open: (title: string, pin?: PinRef) =>
    take(client.POST('/api/v1/cases', { body: pin ? { title, pin } : { title } })),
  pin: (id: string, pin: PinRef, note: string) =>
    take(client.POST('/api/v1/cases/{id}/pins', { params: of(id), body: { pin, note } })),
  unpin: (id: string, pin: string, reason: string) =>
    take(
      client.POST('/api/v1/cases/{id}/pins/{pin}/removal', {
        params: { path: { id, pin } },
        body: { reason },
      }),
    ),
  note: (id: string, note: string) =>
    take(client.POST('/api/v1/cases/{id}/notes', { params: of(id), body: { note } })),
  officer: (id: string, user: string, joins: boolean) =>
    take(client.POST('/api/v1/cases/{id}/officers', { params: of(id), body: { user, joins } })),
  decide: (id: string, decision: CaseDecision) =>
    take(client.POST('/api/v1/cases/{id}/decisions', { params: of(id), body: decision })),
}

/** Does something with a case; its answer goes into the cache. Done with the answer: a dialog does not stay while lists are read again. */
export function useCase<T>(run: (given: T) => Promise<CaseDetail>) {
  const queries = useQueryClient()
  const readAgain = useReadAgain()
  return useMutation({
    mutationFn: run,
    onSuccess: detail => {
      queries.setQueryData(caseQuery(detail.case.id).queryKey, detail)
      readAgain(['cases'], ['alerts'])
    },
  })
}

export type CaseFile = 'html' | 'pdf' | 'zip'

/** The report or the evidence pack of a case; each is recorded. */
export async function caseFile(id: string, kind: CaseFile): Promise<Blob> {
  const asked = { params: of(id), parseAs: 'blob' } as const
  const file = await take(
    kind === 'zip'
      ? client.POST('/api/v1/cases/{id}/evidence', asked)
      : client.POST('/api/v1/cases/{id}/report', { ...asked, body: { format: kind } }),
  )
  return new Blob([file])
}
