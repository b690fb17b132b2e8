/** Strips under the header about the session itself: it waits for its key, it has ended, an emergency runs, it is weaker than it should be. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import type { Session } from '../../../events/api-identity.ts'
import { identityApi } from '../api-identity.ts'
import { sessionQuery } from '../queries.ts'
import { useStore } from '../store.ts'
import { suspended } from '../touch.ts'
import { Copyable } from './copyable.tsx'
import { Failure } from './failure.tsx'

function EndedStrip({ method }: Pick<Session, 'method'>) {
  const client = useQueryClient()
  const isWaiting = useStore(suspended)
  const again = useMutation({
    mutationFn: isWaiting ? identityApi.resume : identityApi.signIn,
    onSuccess: session => {
      client.setQueryData(sessionQuery.queryKey, session)
      suspended.set(false)
      client.invalidateQueries()
    },
  })
  return (
    <aside className="strip" data-kind="warn" aria-label="Session">
      {method === 'key' ? (
        <>
          <p role="alert">
            {isWaiting
              ? 'Your key was pulled. Plug it in and touch it to go on; nothing typed is lost.'
              : 'Your session has ended. Touch your key to go on here; nothing typed is lost.'}
          </p>
          <Button size="xs" loading={again.isPending} onClick={() => again.mutate()}>
            Touch your key
          </Button>
          {again.isError && <Failure error={again.error} />}
        </>
      ) : (
        <p role="alert">
          Your session has ended. Run <Copyable text="./clientkeep sign-in" label="command" /> on
          the collector's machine and open the link it prints; then go on here, nothing typed is
          lost.
        </p>
      )}
    </aside>
  )
}

interface Props {
  readonly session: Session
  readonly hasEnded: boolean
}

export function AccessStrips({ session, hasEnded }: Props) {
  const [path] = useLocation()
  if (hasEnded) return <EndedStrip method={session.method} />
  const [worst] = session.weak
  return (
    <>
      {session.emergency !== null && (
        <aside className="strip" data-kind="warn" aria-label="Emergency">
          <p role="alert">
            Break-glass: you are {session.emergency}. Everything you do is recorded and told.
          </p>
        </aside>
      )}
      {path === '/account' && worst !== undefined && (
        <aside className="strip" data-kind="warn" aria-label="Weaker than it should be">
          <p>{worst}</p>
          {session.permissions.includes('users.read') && (
            <p className="strip-end">
              <Link href="/access">Users and keys</Link>
            </p>
          )}
        </aside>
      )}
    </>
  )
}
