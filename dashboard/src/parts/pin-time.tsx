/** Pins all that somebody did in a time. */
import { t } from '../text.ts'
import { shortDate } from '../words.ts'
import { PinButton } from './pin-button.tsx'

interface Props {
  /** Id or pseudonym. */
  readonly person: string
  readonly from: number
  readonly to: number
}

export function PinTime({ person, from, to }: Props) {
  const days = t('hunt.between', { from: shortDate(from), to: shortDate(to) })
  return (
    <PinButton
      pin={{ kind: 'time', person, from, to }}
      title={`${person}: ${days}`}
      size="compact-xs"
    />
  )
}
