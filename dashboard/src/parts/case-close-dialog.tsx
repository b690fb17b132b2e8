/** Closes a case with a verdict and its reason, and the open alerts among its evidence if wanted. */
import { Button, Checkbox, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Verdict } from '../../../events/api.ts'
import { caseApi, useCase } from '../cases.ts'
import { t } from '../text.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'
import { VerdictChoice } from './verdict-choice.tsx'

interface Props {
  readonly id: string
  readonly alerts: number
  readonly onClose: () => void
}

export function CaseCloseDialog({ id, alerts, onClose }: Props) {
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [note, setNote] = useState('')
  const [closesAlerts, setClosesAlerts] = useState(true)
  const decide = useCase((chosen: Verdict) =>
    caseApi.decide(id, {
      ...{ status: 'closed', verdict: chosen, note: note.trim() },
      close_alerts: closesAlerts && alerts > 0,
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (verdict) decide.mutate(verdict, { onSuccess: onClose })
  }
  return (
    <Dialog title={t('cases.close')} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <VerdictChoice legend={t('alert.closeWhat')} verdict={verdict} choose={setVerdict} />
        <Textarea
          label={t('cases.closingReason')}
          description={t('cases.closingText')}
          rows={3}
          required
          withAsterisk={false}
          minLength={3}
          maxLength={4000}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
        />
        {alerts > 0 && (
          <Checkbox
            label={t('cases.closeAlerts', { count: alerts })}
            checked={closesAlerts}
            onChange={event => setClosesAlerts(event.currentTarget.checked)}
          />
        )}
        {decide.isError && <Failure error={decide.error} />}
        <footer>
          <Button variant="default" onClick={onClose}>
            {t('alert.cancel')}
          </Button>
          <Button type="submit" disabled={!verdict} loading={decide.isPending}>
            {t('cases.close')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
