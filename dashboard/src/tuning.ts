/** Tuning in the page: how it is read and what changes it. Both changes take a touch and read everything again. */
import { queryOptions } from '@tanstack/react-query'
import type { ExclusionDecision, Suggestion } from '../../events/tuning.ts'
import { client, take } from './client.ts'
import { t } from './text.ts'
import { touch } from './touch.ts'

export const tuningQuery = queryOptions({
  queryKey: ['tuning'],
  queryFn: () => take(client.GET('/api/v1/tuning', { params: { query: { days: 90 } } })),
})

export const propose = ({ rule, trait }: Suggestion, reason: string) =>
  take(
    client.POST('/api/v1/exclusions', {
      body: { rule, trait, reason },
      ...touch(t('tuning.touch')),
    }),
  )

export const decideExclusion = (id: string, body: ExclusionDecision) =>
  take(
    client.POST('/api/v1/exclusions/{id}/decision', {
      params: { path: { id } },
      body,
      ...touch(t('tuning.touch')),
    }),
  )
