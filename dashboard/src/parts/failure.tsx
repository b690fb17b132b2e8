/** A call that failed, in the words of the API, with another try. Warning colours, never red. */
import { Button } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import { ApiFailure } from '../client.ts'
import { t } from '../text.ts'
import { Inline } from './prose.tsx'

interface Props {
  readonly error: Error
  /** Without, there is nothing to try again. */
  readonly onRetry?: (() => void) | undefined
}

export function Failure({ error, onRetry }: Props) {
  return (
    <div className="failure" role="alert">
      <TriangleAlert size={18} aria-hidden />
      <p>
        <Inline text={error.message} />
        {error instanceof ApiFailure && error.detail !== undefined && (
          <small lang="en">{error.detail}</small>
        )}
      </p>
      {onRetry && (
        <Button size="xs" variant="default" onClick={onRetry}>
          {t('errors.again')}
        </Button>
      )}
    </div>
  )
}
