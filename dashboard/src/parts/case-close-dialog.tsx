/** Closes a case with a verdict and its reason, and the open alerts among its evidence if wanted. */
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { Verdict } from '../../../events/api.ts'
import { caseApi, useCase } from '../cases.ts'
import { t } from '../text.ts'
import { VerdictForm } from './verdict-form.tsx'

interface Props {
  readonly id: string
  readonly alerts: number
  readonly onClose: () => void
}

export function CaseCloseDialog({ id, alerts, onClose }: Props) {
  const [closesAlerts, setClosesAlerts] = useState(true)
  const decide = useCase((given: { readonly verdict: Verdict; readonly note: string }) =>
    caseApi.decide(id, {
      ...{ status: 'closed', ...given },
      close_alerts: closesAlerts && alerts > 0,
    }),
  )
  return (
    <VerdictForm
      title={t('cases.close')}
      label={t('cases.closingReason')}
      description={t('cases.closingText')}
      action={t('cases.close')}
      needsWords
      send={{
        mutate: given => decide.mutate(given, { onSuccess: onClose }),
        isPending: decide.isPending,
        error: decide.error,
      }}
      onClose={onClose}
    >
      {alerts > 0 && (
        <Checkbox
          label={t('cases.closeAlerts', { count: alerts })}
          checked={closesAlerts}
          onChange={event => setClosesAlerts(event.currentTarget.checked)}
        />
      )}
    </VerdictForm>
  )
}
