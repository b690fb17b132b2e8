/** What a list, form or chart shows before, without and instead of its data: bones in its shape, what is missing, or why it could not be read. */
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failure } from './failure.tsx'
import { Bones } from './skeleton.tsx'
import { Stale } from './stale.tsx'

interface Props<T> {
  readonly query: UseQueryResult<T>
  /** What is loading, for screen readers. */
  readonly label: string
  readonly shape?: 'list' | 'form' | 'chart'
  readonly isEmpty?: (data: T) => boolean
  /** Shown instead of nothing: what will be here and the step that is missing. */
  readonly empty?: ReactNode
  readonly children: (data: T) => ReactNode
}

/** Old data stays on the page when it cannot be read again, with a word about its age. */
export function Loaded<T>({ query, label, shape = 'list', isEmpty, empty, children }: Props<T>) {
  const { data, error } = query
  if (data === undefined) {
    if (error) return <Failure error={error} onRetry={() => query.refetch()} />
    return <Bones label={label} shape={shape} />
  }
  return (
    <>
      <Stale query={query} />
      {isEmpty?.(data) ? empty : children(data)}
    </>
  )
}
