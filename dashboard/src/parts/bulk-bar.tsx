/** What can be done with all chosen alerts at once. */
import { Button, NativeSelect } from '@mantine/core'
import { t } from '../text.ts'
import { snoozeHours, snoozeUntil, useBulk } from '../work.ts'
import css from './queue.module.css'

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
      <NativeSelect
        size="xs"
        aria-label={t('queue.snooze')}
        value=""
        data={[
          { value: '', label: t('queue.snooze') },
          ...snoozeHours.map(hours => ({
            value: String(hours),
            label: t('queue.snoozeFor', { hours }),
          })),
        ]}
        onChange={event => {
          const until = snoozeUntil(Number(event.currentTarget.value))
          bulk.mutate({ ids, bulk: { kind: 'work', work: { snoozed_until: until } } })
        }}
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
