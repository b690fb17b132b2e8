/** Decides on an alert: starts, closes, opens again. The answer goes into the cache; closing can be undone from a notice. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AlertDecision, AlertSummary } from '../../events/api.ts'
import { api } from './api.ts'
import { notify } from './notices.ts'
import { alertQuery } from './queries.ts'
import { useReadAgain } from './read-again.ts'
import { t } from './text.ts'
import { verdictWord } from './words.ts'

/** What undoes a decision: the state that was before. */
const before = ({ status, verdict }: AlertSummary): AlertDecision =>
  status === 'closed' && verdict
    ? { status, verdict, note: t('alert.undone') }
    : { status: status === 'in_progress' ? status : 'new', note: t('alert.undone') }

export function useDecide(alert: AlertSummary) {
  const client = useQueryClient()
  const readAgain = useReadAgain()
  const send = (decision: AlertDecision) => api.decide(alert.id, decision)
  const settle = (detail: Awaited<ReturnType<typeof send>>) => {
    client.setQueryData(alertQuery(alert.id).queryKey, detail)
    readAgain(['alerts'])
  }
  const undo = () =>
    send(before(alert)).then(settle, (error: Error) =>
      notify(t('alert.notUndone', { reason: error.message })),
    )
  return useMutation({
    mutationFn: send,
    onSuccess: (detail, { status, verdict }) => {
      if (status === 'closed' && verdict)
        notify(
          t('alert.closed', { pseudonym: alert.person.pseudonym, verdict: verdictWord(verdict) }),
          undo,
        )
      settle(detail)
    },
  })
}
