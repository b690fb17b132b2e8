/** What is done with alerts besides deciding: assign, put aside, note. One at a time or many. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AlertWork } from '../../events/alert-work.ts'
import type { AlertDecision } from '../../events/api.ts'
import { api } from './api.ts'
import { notify } from './notices.ts'
import { alertQuery } from './queries.ts'
import { useReadAgain } from './read-again.ts'
import { t } from './text.ts'

/** Works on one alert; the answer goes into the cache. */
export function useWork(id: string) {
  const client = useQueryClient()
  const readAgain = useReadAgain()
  return useMutation({
    mutationFn: (work: AlertWork) => api.work(id, work),
    onSuccess: detail => {
      client.setQueryData(alertQuery(id).queryKey, detail)
      readAgain(['alerts'])
    },
    onError: error => notify(t('queue.notDone', { reason: error.message })),
  })
}

export type Bulk =
  | { readonly kind: 'work'; readonly work: AlertWork }
  | { readonly kind: 'decide'; readonly decision: AlertDecision }

/** The same with many alerts, one after the other; says how many it was done with, and why not with the rest. */
export function useBulk(done: () => void) {
  const readAgain = useReadAgain()
  return useMutation({
    mutationFn: async ({ ids, bulk }: { readonly ids: readonly string[]; readonly bulk: Bulk }) => {
      const failures: string[] = []
      for (const id of ids) {
        const call = bulk.kind === 'work' ? api.work(id, bulk.work) : api.decide(id, bulk.decision)
        await call.catch((error: Error) => failures.push(error.message))
      }
      return { count: ids.length - failures.length, failures }
    },
    onSuccess: ({ count, failures }) => {
      const [reason] = failures
      notify(
        reason === undefined
          ? t('queue.bulkDone', { count })
          : t('queue.bulkPart', { count, failed: failures.length, reason }),
      )
      done()
      readAgain(['alerts'])
    },
  })
}

const hourMs = 3_600_000
/** How long something can be put aside. */
export const snoozeHours = [4, 24, 168] as const

/** The time when it comes back. */
export const snoozeUntil = (hours: number): number => Date.now() + hours * hourMs
