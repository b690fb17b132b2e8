/** A reason that others will read: at least three characters. */
import { Textarea } from '@mantine/core'
import { t } from '../text.ts'

interface Props {
  readonly label: string
  readonly value: string
  readonly isFirst?: boolean
  readonly onChange: (value: string) => void
}

/** Shorter ones say nothing. */
export const reasonCharsMin = 3

export function WhyField({ label, value, isFirst = false, onChange }: Props) {
  return (
    <Textarea
      {...(isFirst && { 'data-first': true })}
      label={label}
      description={t('alert.askNote')}
      rows={3}
      minLength={reasonCharsMin}
      maxLength={500}
      required
      withAsterisk={false}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
