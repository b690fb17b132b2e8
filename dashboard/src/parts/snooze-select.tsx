/** Puts alerts away for some hours. */
import { NativeSelect } from '@mantine/core'
import { t } from '../text.ts'
import { snoozeHours, snoozeUntil } from '../work.ts'

/** `onSnooze` gets until when, UTC epoch milliseconds. */
export function SnoozeSelect({ onSnooze }: { readonly onSnooze: (until: number) => void }) {
  const hours = snoozeHours.map(each => ({
    value: String(each),
    label: t('queue.snoozeFor', { hours: each }),
  }))
  return (
    <NativeSelect
      size="xs"
      aria-label={t('queue.snooze')}
      value=""
      data={[{ value: '', label: t('queue.snooze') }, ...hours]}
      onChange={event => onSnooze(snoozeUntil(Number(event.currentTarget.value)))}
    />
  )
}
