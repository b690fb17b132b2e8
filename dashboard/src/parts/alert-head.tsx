/** Who the alert is about, and what can be done: reveal, start, close, open again. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { AlertSummary, PersonChip as Person } from '../../../events/api.ts'
import { useNow } from '../clock.ts'
import { useDecide } from '../decide.ts'
import { useKeys } from '../keys.ts'
import { t } from '../text.ts'
import { clockTime, day } from '../words.ts'
import css from './alert.module.css'
import { CloseDialog } from './close-dialog.tsx'
import { Failure } from './failure.tsx'
import { Heading } from './heading.tsx'
import { isRevealed, PersonChip, PersonFacts } from './person-chip.tsx'
import { RevealDialog } from './reveal-dialog.tsx'

/** The name with until when, or the button that asks for it. */
function Identity({ person }: { readonly person: Person }) {
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const isShown = isRevealed(person, useNow())
  const until = person.revealed_until
  useEffect(() => {
    if (until === null) return undefined
    const forget = () => client.invalidateQueries({ queryKey: ['alert'] })
    const timer = setTimeout(forget, Math.max(0, until - Date.now()))
    return () => clearTimeout(timer)
  }, [client, until])
  if (person.id === null) {
    return (
      <p className={css.dates}>
        {t.rich('alert.unbound', {
          link: words => <Link href="/setup#accounts">{words}</Link>,
        })}
      </p>
    )
  }
  return (
    <p className={css.dates}>
      {person.notice_date && <span>{t('alert.notice', { date: day(person.notice_date) })}</span>}
      {person.last_day && <span>{t('alert.lastDay', { date: day(person.last_day) })}</span>}
      {isShown && until !== null ? (
        <span data-testid="revealed">{t('alert.shownUntil', { time: clockTime(until) })}</span>
      ) : (
        <button type="button" className="link-button" onClick={() => setAsking(true)}>
          <EyeOff size={14} aria-hidden /> {t('alert.reveal')}
        </button>
      )}
      {isAsking && (
        <RevealDialog
          person={person.id}
          pseudonym={person.pseudonym}
          onClose={() => setAsking(false)}
        />
      )}
    </p>
  )
}

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
