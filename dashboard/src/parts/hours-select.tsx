/** For how long somebody is stopped from something. */
import { NativeSelect } from '@mantine/core'
import { t } from '../text.ts'

const hourChoices = [24, 72, 168, 720] as const

interface Props {
  readonly hours: number
  readonly onChange: (hours: number) => void
}

export const HoursSelect = ({ hours, onChange }: Props) => (
  <NativeSelect
    label={t('approvals.secureFor')}
    value={String(hours)}
    onChange={event => onChange(Number(event.currentTarget.value))}
    data={hourChoices.map(count => ({
      value: String(count),
      label: t('approvals.hours', { count }),
    }))}
  />
)
