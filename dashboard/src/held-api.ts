/** Files that endpoints hold, in the page: how they are read, and what an officer decides on one. */
import { queryOptions } from '@tanstack/react-query'
import type { HeldFile, HoldDecided, HoldDecision } from '../../events/held.ts'
import { client, take } from './client.ts'
import { touch } from './touch.ts'

/** Read again with approvals, which may be about one of them. */
export const heldQuery = queryOptions({
  queryKey: ['approvals', 'held'],
  queryFn: () => take(client.GET('/api/v1/held-files')),
})

/** `what`: in words what the key is touched for. */
export const decideHold = (
  { id }: Pick<HeldFile, 'id'>,
  body: HoldDecision,
  what: string,
): Promise<HoldDecided> =>
  take(
    client.POST('/api/v1/held-files/{id}/decision', {
      params: { path: { id } },
      body,
      ...touch(what),
    }),
  )
