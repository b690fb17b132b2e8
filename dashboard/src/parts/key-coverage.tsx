/** Who has a key, by department; who has none that is good enough, and by when they must; and what letting in nobody without one would have broken. */
import { useQuery } from '@tanstack/react-query'
import type { KeyCoverage as Coverage } from '../../../events/api-identity.ts'
import { coverageQuery } from '../queries.ts'
import { roleWord } from '../role-words.ts'
import { t } from '../text.ts'
import { count, day, share } from '../words.ts'
import css from './access.module.css'
import { Age } from './age.tsx'
import { Loaded } from './loaded.tsx'

function Figures({ users, with_key, with_two }: Coverage) {
  return (
    <dl className={css.figures}>
      {[
        [t('access.coverage.users'), users],
        [t('access.coverage.withKey'), with_key],
        [t('access.coverage.withTwo'), with_two],
      ].map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{count(Number(value))}</dd>
        </div>
      ))}
    </dl>
  )
}

function Departments({ departments }: Pick<Coverage, 'departments'>) {
  if (departments.length === 0) return null
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('access.coverage.department')}</th>
            <th scope="col">{t('access.coverage.people')}</th>
            <th scope="col">{t('access.coverage.users')}</th>
            <th scope="col">{t('access.coverage.withKey')}</th>
          </tr>
        </thead>
        <tbody>
          {departments.map(({ department, people, users, with_key }) => (
            <tr key={department ?? ''}>
              <td>{department ?? t('access.coverage.noDepartment')}</td>
              <td className="num">{count(people)}</td>
              <td className="num">{count(users)}</td>
              <td className="num">
                {count(with_key)}{' '}
                {users > 0 && <span className="quiet">{share(with_key, users)}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Without({ without }: Pick<Coverage, 'without'>) {
  if (without.length === 0) return <p>{t('access.coverage.allHave')}</p>
  return (
    <ul className={css.rows}>
      {without.map(({ user, roles, due, overdue, why }) => (
        <li key={user} className={css.row}>
          <div className={css.main}>
            <strong>{user}</strong>
            <div className={css.facts}>
              <span>{roles.map(roleWord).join(', ')}</span>
              <span>{why}</span>
              {due !== null && (
                <span className={overdue ? css.weak : undefined}>
                  {t(overdue ? 'access.coverage.overdue' : 'access.coverage.due', {
                    date: day(due),
                  })}
                </span>
              )}
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}

function DryRun({ dry_run: run }: Pick<Coverage, 'dry_run'>) {
  const { logins, without_key, last_without_key, addresses, crm_logins, crm_without_key } = run
  return (
    <ul className={css.list} data-testid="dry-run">
      <li>
        {t('access.coverage.logins', { logins, without: without_key })}{' '}
        {last_without_key !== null &&
          t.rich('access.coverage.last', {
            time: () => <Age time={last_without_key} isSentence />,
            addresses: addresses.join(', '),
          })}
      </li>
      <li>{t('access.coverage.crm', { logins: crm_logins, without: crm_without_key })}</li>
      {(run.locked_out.length > 0 || run.blocked === null) && (
        <li>
          {run.locked_out.length === 0
            ? t('access.coverage.nobodyOut')
            : t('access.coverage.lockedOut', { users: run.locked_out.join(', ') })}
        </li>
      )}
      {run.blocked !== null && <li className={css.weak}>{run.blocked}</li>}
    </ul>
  )
}

export function KeyCoverage() {
  const coverage = useQuery(coverageQuery)
  return (
    <section className={css.section} aria-labelledby="coverage-title">
      <header>
        <h2 id="coverage-title">{t('access.coverage.title')}</h2>
      </header>
      <Loaded query={coverage} label={t('access.coverage.loading')}>
        {data => (
          <div className={css.stack}>
            <Figures {...data} />
            <Departments departments={data.departments} />
            {data.users > 0 && (
              <>
                <h3>{t('access.coverage.without')}</h3>
                <Without without={data.without} />
              </>
            )}
            <h3>{t('access.coverage.dryRun')}</h3>
            <DryRun dry_run={data.dry_run} />
          </div>
        )}
      </Loaded>
    </section>
  )
}
