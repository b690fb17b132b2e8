/** Who the alert is about, and what can be done: reveal, start, close, open again. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { AlertSummary } from '../../../events/api.ts'
import { useDecide } from '../decide.ts'
import { useKeys } from '../keys.ts'
import { t } from '../text.ts'
import css from './alert.module.css'
import { CloseDialog } from './close-dialog.tsx'
import { Failure } from './failure.tsx'
import { Heading } from './heading.tsx'
import { Identity } from './identity.tsx'
import { PackButton } from './pack-button.tsx'
import { PersonChip, PersonFacts } from './person-chip.tsx'
import { PinButton } from './pin-button.tsx'

export function AlertHead({ alert }: { readonly alert: AlertSummary }) {
  const [isClosing, setClosing] = useState(false)
  const decide = useDecide(alert)
  const start = () => decide.mutate({ status: 'in_progress' })
  const isWaiting = alert.status === 'new' || alert.status === 'watched'
  useKeys({ s: () => isWaiting && start() })
  return (
    <header className={css.head}>
      <div className={css.who}>
        <Heading below={0} id="alert-title">
          <PersonChip person={alert.person} />
        </Heading>
        <PersonFacts person={alert.person} />
        <Identity person={alert.person} />
      </div>
      <div className={css.actions}>
        {alert.person.id !== null && (
          <Button
            component={Link}
            href={`/people/${encodeURIComponent(alert.person.pseudonym)}`}
            variant="default"
            size="sm"
          >
            {t('alert.person')}
          </Button>
        )}
        <PinButton
          pin={{ kind: 'alert', alert: alert.id }}
          title={`${alert.person.pseudonym}: ${alert.headline}`.slice(0, 200)}
        />
        <PackButton alert={alert.id} who={alert.person.pseudonym} />
        {isWaiting && (
          <Button variant="default" size="sm" loading={decide.isPending} onClick={start}>
            {t('alert.start')}
          </Button>
        )}
        {alert.status === 'closed' ? (
          <Button variant="default" size="sm" loading={decide.isPending} onClick={start}>
            {t('alert.openAgain')}
          </Button>
        ) : (
          <Button size="sm" onClick={() => setClosing(true)}>
            {t('alert.close')}
          </Button>
        )}
      </div>
      {decide.isError && <Failure error={decide.error} />}
      {isClosing && <CloseDialog alert={alert} onClose={() => setClosing(false)} />}
    </header>
  )
}
