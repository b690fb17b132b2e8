/** What can be done with all chosen alerts at once. */
import { Button } from '@mantine/core'
import { t } from '../text.ts'
import { useBulk } from '../work.ts'
import css from './queue.module.css'
import { SnoozeSelect } from './snooze-select.tsx'

interface Props {
  readonly picked: ReadonlySet<string>
  readonly onDone: () => void
}

export function BulkBar({ picked, onDone }: Props) {
  const bulk = useBulk(onDone)
  const ids = [...picked]
  if (ids.length === 0) return null
  return (
    <section className={css.bulk} aria-label={t('queue.bulk')}>
      <p role="status">{t('queue.picked', { count: ids.length })}</p>
      <Button
        size="xs"
        variant="default"
        loading={bulk.isPending}
        onClick={() =>
          bulk.mutate({ ids, bulk: { kind: 'decide', decision: { status: 'in_progress' } } })
        }
      >
        {t('alert.start')}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() => bulk.mutate({ ids, bulk: { kind: 'work', work: { assignee: 'me' } } })}
      >
        {t('queue.assignMe')}
      </Button>
      <SnoozeSelect
        onSnooze={until =>
          bulk.mutate({ ids, bulk: { kind: 'work', work: { snoozed_until: until } } })
        }
      />
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          bulk.mutate({
            ids,
            bulk: { kind: 'decide', decision: { status: 'closed', verdict: 'duplicate' } },
          })
        }
      >
        {t('queue.closeDuplicates')}
      </Button>
      <Button size="xs" variant="subtle" onClick={onDone}>
        {t('alert.cancel')}
      </Button>
    </section>
  )
}
