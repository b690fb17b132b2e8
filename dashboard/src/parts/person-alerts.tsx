/** Every alert on a person, open and closed, as they were decided. */
import { useQuery } from '@tanstack/react-query'
import { personAlertsQuery } from '../person-queries.ts'
import { t } from '../text.ts'
import { AlertRow } from './alert-row.tsx'
import { Loaded } from './loaded.tsx'
import css from './person.module.css'
import queue from './queue.module.css'

export function PersonAlerts({ who }: { readonly who: string }) {
  const alerts = useQuery(personAlertsQuery(who))
  return (
    <section className={css.alerts} aria-labelledby="alerts-of">
      <h2 id="alerts-of">{t('person.alerts')}</h2>
      <Loaded
        query={alerts}
        label={t('queue.loading')}
        isEmpty={data => data.alerts.length === 0}
        empty={<p className="quiet">{t('person.noAlerts')}</p>}
      >
        {data => (
          <div className={queue.list}>
            <ul className={queue.rows} aria-label={t('queue.list')}>
              {data.alerts.map(alert => (
                <AlertRow
                  key={alert.id}
                  alert={alert}
                  href={`/alerts/${alert.id}`}
                  isOpen={false}
                  hasArrived={false}
                  onAgain={() => {}}
                />
              ))}
            </ul>
          </div>
        )}
      </Loaded>
    </section>
  )
}
