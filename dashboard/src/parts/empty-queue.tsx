/** A queue without alerts: says what will appear here and what is still missing for it. */
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import type { Setup } from '../../../events/api.ts'
import { type QueueStatus, setupQuery } from '../queries.ts'
import { t } from '../text.ts'
import { Empty } from './empty.tsx'

/** The first step of the set-up without which no alert can come. */
function missingStep(setup: Setup): 'customers' | 'people' | 'watch' | 'endpoints' | undefined {
  if (setup.customers.state === 'todo') return 'customers'
  if (setup.people.state === 'todo') return 'people'
  if (setup.watch.policy.places.length === 0 && !setup.watch.policy.removable_drives) return 'watch'
  return setup.endpoints.some(({ online }) => online) ? undefined : 'endpoints'
}

const lookAfter = ({ endpoints, rules, customers }: Setup): string =>
  t('queue.lookAfter', {
    endpoints: t('words.endpoints', { count: endpoints.length }),
    rules: t('words.rules', { count: rules.length }),
    customers: t('words.customers', { count: customers.count }),
  })

export function EmptyQueue({ status }: { readonly status: QueueStatus }) {
  const setup = useQuery(setupQuery)
  const missing = setup.data && missingStep(setup.data)
  if (status === 'closed') {
    return (
      <Empty title={t('queue.emptyClosed')}>
        <p>{t('queue.emptyClosedText')}</p>
      </Empty>
    )
  }
  if (status === 'watched') {
    return (
      <Empty title={t('queue.emptyWatched')}>
        <p>{t('queue.emptyWatchedText')}</p>
      </Empty>
    )
  }
  const step = missing && { href: `/setup#${missing}`, label: t('queue.goToStep') }
  return (
    <div data-testid="queue-empty">
      <Empty
        icon={ShieldCheck}
        title={missing ? t('queue.stepMissing') : t('queue.nothing')}
        step={step}
      >
        {missing && <p>{t(`queue.missing.${missing}`)}</p>}
        {!missing && (
          <p>
            {setup.data && `${lookAfter(setup.data)} `}
            {t('queue.bySelf')}
          </p>
        )}
        <p className="quiet">{t('queue.whatComes')}</p>
      </Empty>
    </div>
  )
}
