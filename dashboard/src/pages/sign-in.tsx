/** Signs in with a key, or with the one-time token of a link; says how to get a link. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import type { Session } from '../../../events/api-identity.ts'
import { ApiFailure, api } from '../api.ts'
import { identityApi } from '../api-identity.ts'
import { landing } from '../landing.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Failure } from '../parts/failure.tsx'
import { Bones } from '../parts/skeleton.tsx'
import { sessionQuery, setupQuery } from '../queries.ts'
import { takeReturn } from '../return-path.ts'
import { useTitle } from '../title.ts'
import { takeToken } from '../token.ts'

function NewLink() {
  return (
    <details className="other-way">
      <summary>No key yet</summary>
      <p>
        An administrator can send you a link to register your key. On a new installation, a link
        from the machine that runs the collector signs you in. It works once, for half an hour:
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
    </details>
  )
}

/** Where to go once signed in: what is missing first, then where one was. */
function useArrive() {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  return async (session: Session) => {
    client.setQueryData(sessionQuery.queryKey, session)
    const canSetUp = session.permissions.includes('setup.change')
    const setup = canSetUp ? await client.fetchQuery(setupQuery).catch(() => undefined) : undefined
    const isMissing = setup?.customers.state === 'todo' || setup?.people.state === 'todo'
    const back = takeReturn()
    navigate(isMissing ? '/setup' : (back ?? landing(session)), { replace: true })
  }
}

function WithKey({ onDone }: { readonly onDone: (session: Session) => unknown }) {
  const touch = useMutation({ mutationFn: identityApi.signIn, onSuccess: onDone })
  return (
    <>
      <p>Clientkeep has no passwords. Plug in your key, or hold it ready.</p>
      {touch.isError && <Failure error={touch.error} />}
      <Button
        fullWidth
        size="md"
        leftSection={<KeyRound size={18} aria-hidden />}
        loading={touch.isPending}
        onClick={() => touch.mutate()}
        data-testid="sign-in-key"
      >
        Sign in with your key
      </Button>
    </>
  )
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
          <WithKey onDone={arrive} />
          <NewLink />
        </div>
      )}
    </main>
  )
}
