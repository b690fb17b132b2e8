/** Reads one alert and shows it, or why it cannot be shown. */
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, X } from 'lucide-react'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { arrivals, lookedAt } from '../live.ts'
import { alertQuery } from '../queries.ts'
import { useStore } from '../store.ts'
import { t } from '../text.ts'
import css from './alert.module.css'
import { AlertDossier } from './alert-dossier.tsx'
import { AlertState } from './alert-state.tsx'
import { Failure } from './failure.tsx'
import { Heading, HeadingBase } from './heading.tsx'
import { Bones } from './skeleton.tsx'
import { Stale } from './stale.tsx'

interface Props {
  readonly id: string
  /** The alert is the whole page, not the right half of the queue. */
  readonly isAlone: boolean
  readonly backHref: string
}

export function OpenAlert({ id, isAlone, backHref }: Props) {
  const alert = useQuery(alertQuery(id))
  const arrived = useStore(arrivals)
  useEffect(() => {
    if (arrived.has(id)) lookedAt(id)
  }, [arrived, id])
  return (
    <HeadingBase value={isAlone ? 1 : 2}>
      <article className={css.alert} data-testid="alert-detail">
        <div className={css.bar}>
          <Link
            href={backHref}
            className={css.back}
            {...(isAlone
              ? {}
              : { 'aria-label': t('alert.back'), title: `${t('alert.back')} (Esc)` })}
          >
            {isAlone ? <ArrowLeft size={16} aria-hidden /> : <X size={18} aria-hidden />}
            {isAlone && t('nav.queue')}
          </Link>
          {alert.data && <AlertState alert={alert.data.alert} />}
        </div>
        {!alert.data && (
          <Heading below={0} id="alert-title" className="hidden">
            {t('alert.title')}
          </Heading>
        )}
        {alert.isPending && <Bones label={t('alert.loading')} />}
        {alert.isError && !alert.data && (
          <Failure error={alert.error} onRetry={() => alert.refetch()} />
        )}
        <Stale query={alert} />
        {alert.data && <AlertDossier detail={alert.data} />}
      </article>
    </HeadingBase>
  )
}
