/** What enforcing keys today would have broken over the last 30 days, and whom it would lock out: before the switch is saved. */
import { useQuery } from '@tanstack/react-query'
import { keyCoverageQuery } from '../queries.ts'
import { t } from '../text.ts'
import { count } from '../words.ts'
import css from './access.module.css'
import { Age } from './age.tsx'
import { Loaded } from './loaded.tsx'

export function KeyDryRun() {
  const query = useQuery(keyCoverageQuery)
  return (
    <aside className={css.dryRun} aria-labelledby="dry-run-title" data-testid="dry-run">
      <h3 id="dry-run-title">{t('access.dryRun')}</h3>
      <Loaded query={query} label={t('access.loadingCoverage')} shape="chart">
        {({ dry_run: run }) => (
          <>
            <p>
              {t('access.dryRunText', { logins: run.logins, without: count(run.without_key) })}{' '}
              {run.last_without_key !== null &&
                t.rich('access.dryRunLast', {
                  addresses: run.addresses.join(', '),
                  time: () => <Age time={run.last_without_key ?? 0} isSentence />,
                })}{' '}
              {run.crm_logins > 0 &&
                t('access.dryRunCrm', {
                  logins: run.crm_logins,
                  without: count(run.crm_without_key),
                })}
            </p>
            {run.locked_out.length > 0 ? (
              <p className="gap-note">
                {t('access.lockedOut', { users: run.locked_out.join(', ') })}
              </p>
            ) : (
              <p>{t('access.lockedNobody')}</p>
            )}
            {run.blocked !== null && (
              <p className="gap-note">{t('access.blocked', { reason: run.blocked })}</p>
            )}
          </>
        )}
      </Loaded>
    </aside>
  )
}
