/** Which customers are behind an alert. Asked for by a button that says it is recorded, never by itself, never again on its own. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { AlertSummary } from '../../../events/api.ts'
import { api } from '../api.ts'
import { country as countryName, plural } from '../words.ts'
import css from './alert.module.css'
import { Failure } from './failure.tsx'
import { Heading } from './heading.tsx'

export function CustomerList({ alert }: { readonly alert: AlertSummary }) {
  const list = useMutation({ mutationFn: () => api.customers(alert.id) })
  const { data } = list
  return (
    <section id="customers" className={css.section}>
      <Heading below={1}>Which customers</Heading>
      {alert.customers === 0 && (
        <p className="quiet">No customer of the base was recognised in these files.</p>
      )}
      {alert.customers > 0 && !data && (
        <div className={css.ask}>
          <Button
            variant="default"
            size="sm"
            loading={list.isPending}
            onClick={() => list.mutate()}
            data-testid="show-customers"
          >
            Show which customers
          </Button>
          <span className="quiet">Asking is recorded with your name and the time.</span>
        </div>
      )}
      {list.isError && <Failure error={list.error} onRetry={() => list.mutate()} />}
      {data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard, not every browser sees to it
        <section className={css.scroll} tabIndex={0} aria-label="List of customers">
          <table className={`${css.table} ${css.customers}`} data-testid="customers-table">
            <caption className="quiet">
              {data.customers.length < data.total
                ? `The first ${data.customers.length} of ${plural(data.total, 'customer')}`
                : plural(data.total, 'customer')}
              ; this look is recorded
            </caption>
            <thead>
              <tr>
                <th scope="col">Number</th>
                <th scope="col">Name</th>
                <th scope="col">Company</th>
                <th scope="col">Country</th>
              </tr>
            </thead>
            <tbody>
              {data.customers.map(({ number, name, company, country }) => (
                <tr key={number}>
                  <td data-label="Number" className="num">
                    {number}
                  </td>
                  <td data-label="Name">{name}</td>
                  <td data-label="Company">{company ?? '–'}</td>
                  <td data-label="Country">{country === null ? '–' : countryName(country)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}
