/** That what is shown could not be read again, and from when it is. */
import type { UseQueryResult } from '@tanstack/react-query'
import { t } from '../text.ts'
import { clockTime } from '../words.ts'

type Props = {
  readonly query: Pick<UseQueryResult<unknown>, 'data' | 'error' | 'dataUpdatedAt'>
}

/** Nothing where the data is fresh, or where there is none. */
export function Stale({ query: { data, error, dataUpdatedAt } }: Props) {
  if (!error || data === undefined) return null
  return (
    <p className="gap-note" role="status">
      {t('errors.stale', { time: clockTime(dataUpdatedAt) })}
    </p>
  )
}
