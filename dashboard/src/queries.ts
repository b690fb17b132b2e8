/** What the page keeps of the server: cache keys, how each is read, and what happens when the session ends. */
import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query'
import type { Session } from '../../events/api-identity.ts'
import { type AlertQuery, api } from './api.ts'
import { identityApi } from './api-identity.ts'
import { ApiFailure, isSignedOut, isSuspended } from './client.ts'
import { suspended } from './touch.ts'

export type QueueStatus = AlertQuery['status']

const freshMs = 30_000

/** The session, or null when signed out. While signed out it looks again, so that a new link in another tab helps this one. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await api.session()
      suspended.set(false)
      return session
    } catch (error) {
      suspended.set(isSuspended(error))
      if (isSignedOut(error)) return null
      throw error
    }
  },
  refetchOnWindowFocus: 'always',
  refetchInterval: query => (query.state.data === null ? 5000 : false),
})

export const setupQuery = queryOptions({ queryKey: ['setup'], queryFn: api.setup })
export const peopleQuery = queryOptions({ queryKey: ['people'], queryFn: api.people })
export const alertsQuery = (status: QueueStatus) =>
  queryOptions({ queryKey: ['alerts', status], queryFn: () => api.alerts({ status }) })

/** What is searched for or behind the first page. */
export const alertsPartQuery = (query: AlertQuery) =>
  queryOptions({ queryKey: ['alerts', 'part', query], queryFn: () => api.alerts(query) })
export const islandsQuery = queryOptions({ queryKey: ['islands'], queryFn: api.islands })
export const alertQuery = (id: string) =>
  queryOptions({ queryKey: ['alert', id], queryFn: () => api.alert(id) })

export const ownKeysQuery = queryOptions({ queryKey: ['keys'], queryFn: identityApi.ownKeys })
export const aboutMeQuery = queryOptions({ queryKey: ['about-me'], queryFn: identityApi.aboutMe })
export const ownSessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: identityApi.ownSessions,
})
export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: identityApi.users })
export const userSessionsQuery = queryOptions({
  queryKey: ['users', 'sessions'],
  queryFn: identityApi.userSessions,
})
export const coverageQuery = queryOptions({
  queryKey: ['identity', 'coverage'],
  queryFn: identityApi.coverage,
})
export const identityQuery = queryOptions({ queryKey: ['identity'], queryFn: identityApi.state })
export const emergenciesQuery = queryOptions({
  queryKey: ['emergencies'],
  queryFn: identityApi.emergencies,
})
export const revealsQuery = queryOptions({ queryKey: ['reveals'], queryFn: identityApi.reveals })

/** Worth another try: nobody answered, or the server had a moment. */
const isPassing = (error: unknown): boolean =>
  error instanceof ApiFailure && (error.status === 0 || error.status >= 500)

export function createQueries(): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) client.setQueryData(sessionQuery.queryKey, null)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: freshMs,
        retry: (count, error) => count < 1 && isPassing(error),
        retryDelay: 600,
      },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}
