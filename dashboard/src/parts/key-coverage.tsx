/** Who has two keys, one or none, by department, and who cannot sign in with one. */
import { useQuery } from '@tanstack/react-query'
import type { KeyCoverage } from '../../../events/api-identity.ts'
import { keyCoverageQuery } from '../queries.ts'
import { t } from '../text.ts'
import { count, day } from '../words.ts'
import css from './access.module.css'
import { Loaded } from './loaded.tsx'

function Departments({ departments }: Pick<KeyCoverage, 'departments'>) {
  const figures = ['people', 'users', 'with_key'] as const
  if (departments.length === 0) return <p className="quiet">{t('access.noUsers')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('access.department')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('access.department')}</th>
            <th scope="col">{t('access.people')}</th>
            <th scope="col">{t('access.usersShort')}</th>
            <th scope="col">{t('access.withKey')}</th>
          </tr>
        </thead>
        <tbody>
          {departments.map(row => (
            <tr key={row.department ?? ''}>
              <th scope="row">{row.department ?? t('access.noDepartment')}</th>
              {figures.map(name => (
                <td key={name} className="num">
                  {count(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Without({ without }: Pick<KeyCoverage, 'without'>) {
  if (without.length === 0) return null
  return (
    <>
      <h3>{t('access.without')}</h3>
      <ul className={css.list}>
        {without.map(({ user, due, overdue, why }) => (
          <li key={user}>
            <b>{user}</b> {why}
            {due !== null && (
              <span className={css.weak}>
                {' '}
                {t(overdue ? 'access.overdue' : 'access.dueBy', { date: day(due) })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

export function KeyCoverageSection() {
  const query = useQuery(keyCoverageQuery)
  return (
    <section className={css.section} aria-labelledby="coverage-title">
      <header>
        <h2 id="coverage-title">{t('access.coverage')}</h2>
      </header>
      <Loaded query={query} label={t('access.loadingCoverage')}>
        {({ users, with_key, with_two, departments, without }) => (
          <>
            <p>
              {t('access.coverageText', {
                two: count(with_two),
                one: count(with_key - with_two),
                none: count(users - with_key),
              })}
            </p>
            <Departments departments={departments} />
            <Without without={without} />
          </>
        )}
      </Loaded>
    </section>
  )
}
