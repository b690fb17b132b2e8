/** Which customers are behind an alert. Asked for by a button that says it is recorded, never by itself, never again on its own. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { AlertSummary } from '../../../events/api.ts'
import { api } from '../api.ts'
import { t } from '../text.ts'
import { country as countryName } from '../words.ts'
import css from './alert.module.css'
import { Failure } from './failure.tsx'
import { Heading } from './heading.tsx'

export function CustomerList({ alert }: { readonly alert: AlertSummary }) {
  const list = useMutation({ mutationFn: () => api.customers(alert.id) })
  const { data } = list
  const all = (total: number) => t('words.customers', { count: total })
  return (
    <section id="customers" className={css.section}>
      <Heading below={1}>{t('alert.customers.title')}</Heading>
      {alert.customers === 0 && <p className="quiet">{t('alert.customers.none')}</p>}
      {alert.customers > 0 && !data && (
        <div className={css.ask}>
          <Button
            variant="default"
            size="sm"
            loading={list.isPending}
            onClick={() => list.mutate()}
            data-testid="show-customers"
          >
            {t('alert.customers.show')}
          </Button>
          <span className="quiet">{t('alert.customers.recorded')}</span>
        </div>
      )}
      {list.isError && <Failure error={list.error} onRetry={() => list.mutate()} />}
      {data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard, not every browser sees to it
        <section className={css.scroll} tabIndex={0} aria-label={t('alert.customers.list')}>
          <table className={`${css.table} ${css.customers}`} data-testid="customers-table">
            <caption className="quiet">
              {data.customers.length < data.total
                ? t('alert.customers.firstOf', {
                    shown: data.customers.length,
                    all: all(data.total),
                  })
                : t('alert.customers.all', { all: all(data.total) })}
            </caption>
            <thead>
              <tr>
                <th scope="col">{t('alert.customers.number')}</th>
                <th scope="col">{t('alert.customers.name')}</th>
                <th scope="col">{t('alert.customers.company')}</th>
                <th scope="col">{t('alert.customers.country')}</th>
              </tr>
            </thead>
            <tbody>
              {data.customers.map(({ number, name, company, country }) => (
                <tr key={number}>
                  <td data-label={t('alert.customers.number')} className="num">
                    {number}
                  </td>
                  <td data-label={t('alert.customers.name')}>{name}</td>
                  <td data-label={t('alert.customers.company')}>{company ?? '–'}</td>
                  <td data-label={t('alert.customers.country')}>
                    {country === null ? '–' : countryName(country)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}
