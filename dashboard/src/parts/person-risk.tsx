/** The risk of one person: each point, which rule gave it in which alert, and how it fades. */
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { AlertSummary } from '../../../events/api.ts'
import { useNow } from '../clock.ts'
import { personAlertsQuery } from '../person-queries.ts'
import { titleWords } from '../said/words.ts'
import { t } from '../text.ts'
import { age, count } from '../words.ts'
import { Loaded } from './loaded.tsx'
import css from './person.module.css'

/** Half of the points are gone after 14 days, as the collector counts them. */
const halfLifeDays = 14
const inDays = 7
const left = (points: number): number =>
  Math.round(points * 2 ** (-inDays / halfLifeDays) * 10) / 10

function Risk({ alerts }: { readonly alerts: readonly AlertSummary[] }) {
  const now = useNow()
  const open = alerts.filter(({ status }) => status !== 'closed')
  const addends = open.flatMap(alert => alert.addends.map(addend => ({ alert, ...addend })))
  const risk = open.reduce((sum, alert) => sum + alert.risk, 0)
  return (
    <>
      <p className={css.risk}>
        <b className="num">{count(risk)}</b>
        <span>{t('person.fades', { value: count(Math.round(left(risk))), days: inDays })}</span>
      </p>
      <ul className={css.addends}>
        {addends.map(({ alert, rule, title, points }) => (
          <li key={`${alert.id} ${rule}`}>
            <Link href={`/alerts/${alert.id}#${rule}`}>
              <b className="num">+{points}</b> {titleWords(title)}
            </Link>
            <small>
              {t('person.addend', { age: age(alert.last_at, now), later: left(points) })}
            </small>
          </li>
        ))}
      </ul>
    </>
  )
}

export function PersonRisk({ who }: { readonly who: string }) {
  const alerts = useQuery(personAlertsQuery(who))
  return (
    <section className={css.card} aria-labelledby="risk">
      <h2 id="risk">{t('queue.risk')}</h2>
      <Loaded
        query={alerts}
        label={t('person.loadingRisk')}
        shape="form"
        isEmpty={data => data.alerts.every(({ status }) => status === 'closed')}
        empty={<p className="quiet">{t('person.noRisk')}</p>}
      >
        {data => <Risk alerts={data.alerts} />}
      </Loaded>
    </section>
  )
}
