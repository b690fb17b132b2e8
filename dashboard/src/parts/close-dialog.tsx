/** Closes an alert with a verdict and a note. */
import type { AlertSummary } from '../../../events/api.ts'
import { useDecide } from '../decide.ts'
import { t } from '../text.ts'
import { VerdictForm } from './verdict-form.tsx'

interface Props {
  readonly alert: AlertSummary
  readonly onClose: () => void
}

export function CloseDialog({ alert, onClose }: Props) {
  const decide = useDecide(alert)
  return (
    <VerdictForm
      title={t('alert.closeTitle', { pseudonym: alert.person.pseudonym })}
      label={t('alert.note')}
      description={t('alert.noteMeans')}
      action={t('alert.closeDo')}
      needsWords={false}
      send={{
        mutate: given => decide.mutate({ status: 'closed', ...given }, { onSuccess: onClose }),
        isPending: decide.isPending,
        error: decide.error,
      }}
      onClose={onClose}
    />
  )
}
