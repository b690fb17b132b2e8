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

/** A message that begins with the name of a file or a setting, which is written as it is. */
const isNamed = (message: string): boolean => /^\S*[./_]\S/.test(message)

export function Failure({ error, onRetry }: Props) {
  return (
    <div className="failure" role="alert" data-named={isNamed(error.message)}>
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
