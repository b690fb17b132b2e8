/** The name with until when, or the button that asks for it; notice and last day. */
import { useQueryClient } from '@tanstack/react-query'
import { EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { PersonChip as Person } from '../../../events/api.ts'
import { useNow } from '../clock.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { clockTime, day } from '../words.ts'
import css from './alert.module.css'
import { isRevealed } from './person-chip.tsx'
import { RevealDialog } from './reveal-dialog.tsx'

export function Identity({ person }: { readonly person: Person }) {
  const client = useQueryClient()
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const isShown = isRevealed(person, useNow())
  const until = person.revealed_until
  useEffect(() => {
    if (until === null) return undefined
    const forget = () =>
      Promise.all(['alert', 'person'].map(key => client.invalidateQueries({ queryKey: [key] })))
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
      {(person.working_hours ?? person.zone) !== null && (
        <span>
          {t('alert.works', {
            when: [person.working_hours, person.zone].filter(each => each !== null).join(' · '),
          })}
        </span>
      )}
      {isShown && until !== null && (
        <span data-testid="revealed">{t('alert.shownUntil', { time: clockTime(until) })}</span>
      )}
      {!isShown && may('people.reveal') && (
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
