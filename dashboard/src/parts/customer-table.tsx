/** Customers as rows: number, name, company, country. */
import type { WinBack } from '../../../events/api-people.ts'
import { t } from '../text.ts'
import { country } from '../words.ts'
import access from './access.module.css'

interface Props {
  readonly customers: WinBack['owners'][number]['customers']
  readonly caption?: string
}

export function CustomerTable({ customers, caption }: Props) {
  return (
    <table className={access.table}>
      {caption !== undefined && <caption className="quiet">{caption}</caption>}
      <thead>
        <tr>
          <th scope="col">{t('alert.customers.number')}</th>
          <th scope="col">{t('alert.customers.name')}</th>
          <th scope="col">{t('alert.customers.company')}</th>
          <th scope="col">{t('alert.customers.country')}</th>
        </tr>
      </thead>
      <tbody>
        {customers.map(row => (
          <tr key={row.number}>
            <td className="num">{row.number}</td>
            <td>{row.name}</td>
            <td>{row.company ?? '–'}</td>
            <td>{row.country === null ? '–' : country(row.country)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
