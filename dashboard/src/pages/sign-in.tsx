/** Signs in with the one-time token of a link. Without one, or with a used one, says how to get a new link. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import type { Session } from '../../../events/api.ts'
import { ApiFailure, api } from '../api.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Failure } from '../parts/failure.tsx'
import { Bones } from '../parts/skeleton.tsx'
import { sessionQuery, setupQuery } from '../queries.ts'
import { takeReturn } from '../return-path.ts'
import { useTitle } from '../title.ts'

/** The token of the address, once: it is removed from the address and from the history. */
function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token !== null) history.replaceState(history.state, '', location.pathname)
  return token
}

function NewLink() {
  return (
    <>
      <p>
        Clientkeep has no passwords: a link signs you in. It works once, for half an hour. Ask for
        one on the machine that runs the collector:
      </p>
      <ul className="commands">
        <li>
          <small>When it is not running</small>
          <Copyable text="./clientkeep up" label="command that starts Clientkeep" />
        </li>
        <li>
          <small>When it is running</small>
          <Copyable text="./clientkeep sign-in" label="command that prints a link" />
        </li>
      </ul>
      <p>Then open the link that it prints in this browser.</p>
    </>
  )
}

/** Where to go once signed in: what is missing first, then where one was. */
function useArrive() {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  return async (session: Session) => {
    client.setQueryData(sessionQuery.queryKey, session)
    const setup = await client.fetchQuery(setupQuery).catch(() => undefined)
    const isMissing = setup?.customers.state === 'todo' || setup?.people.state === 'todo'
    const back = takeReturn()
    navigate(isMissing ? '/setup' : (back ?? '/alerts'), { replace: true })
  }
}

export function SignIn() {
  useTitle('Sign in')
  const arrive = useArrive()
  const hasLooked = useRef(false)
  const signIn = useMutation({
    mutationFn: async (token: string | null) => {
      if (token === null) return api.session()
      return api.signIn(token).catch(error => api.session().catch(() => Promise.reject(error)))
    },
    onSuccess: arrive,
  })
  const { mutate } = signIn
  useEffect(() => {
    const look = () => mutate(takeToken())
    const onHash = () => location.hash.includes('token=') && look()
    if (!hasLooked.current) look()
    hasLooked.current = true
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [mutate])

  const hadToken = typeof signIn.variables === 'string'
  const isUnanswered = signIn.error instanceof ApiFailure && signIn.error.status === 0
  return (
    <main className="sign-in">
      <img src="/favicon.svg" alt="" width={40} height={40} />
      <h1>{signIn.isError ? 'Sign in to Clientkeep' : 'Signing in …'}</h1>
      {!signIn.isError && <Bones label="Signing in" rows={2} />}
      {signIn.isError && (
        <div data-testid="sign-in-error">
          {(hadToken || isUnanswered) && (
            <Failure
              error={signIn.error}
              onRetry={isUnanswered ? () => mutate(signIn.variables ?? null) : undefined}
            />
          )}
          <NewLink />
        </div>
      )}
    </main>
  )
}
