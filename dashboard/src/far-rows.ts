/** Rows of a long queue behind its first page: read as they come into view. */
import { useQueries } from '@tanstack/react-query'
import type { AlertSummary } from '../../events/api.ts'
import type { AlertQuery } from './api.ts'
import { alertsPartQuery } from './queries.ts'

/** Rows that one call brings; the first page has more. */
const partRows = 200

/** Gives the row at an index of the whole queue where it is known. `from` and `to` are what is in view. */
export function useFarRows(
  query: AlertQuery,
  { first, from, to }: { readonly first: number; readonly from: number; readonly to: number },
): (index: number) => AlertSummary | undefined {
  const start = Math.floor(Math.max(0, from - first) / partRows)
  const end = Math.floor((to - first) / partRows)
  const parts =
    to < first ? [] : Array.from({ length: end - start + 1 }, (_, index) => start + index)
  const known = useQueries({
    queries: parts.map(part =>
      alertsPartQuery({ ...query, from: first + part * partRows, limit: partRows }),
    ),
  })
  return index => {
    const at = parts.indexOf(Math.floor((index - first) / partRows))
    return known[at]?.data?.alerts[(index - first) % partRows]
  }
}
