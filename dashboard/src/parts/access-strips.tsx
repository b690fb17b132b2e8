/** Strips under the header about the session itself: it waits for its key, it has ended, an emergency runs, it is weaker than it should be. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import type { Session } from '../../../events/api-identity.ts'
import { identityApi } from '../api-identity.ts'
import { sessionQuery } from '../queries.ts'
import { useStore } from '../store.ts'
import { t } from '../text.ts'
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
    <aside className="strip" data-kind="warn" aria-label={t('shell.session')}>
      {method === 'key' ? (
        <>
          <p role="alert">{isWaiting ? t('shell.keyPulled') : t('shell.ended')}</p>
          <Button size="xs" loading={again.isPending} onClick={() => again.mutate()}>
            {t('touch.title')}
          </Button>
          {again.isError && <Failure error={again.error} />}
        </>
      ) : (
        <p role="alert">
          {t.rich('shell.endedLink', {
            command: () => <Copyable text="./clientkeep sign-in" label={t('shell.command')} />,
          })}
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
        <aside className="strip" data-kind="warn" aria-label={t('shell.emergency')}>
          <p role="alert">{t('shell.breakGlass', { emergency: session.emergency })}</p>
        </aside>
      )}
      {path === '/account' && worst !== undefined && (
        <aside className="strip" data-kind="warn" aria-label={t('shell.weaker')}>
          <p>{worst}</p>
          {session.permissions.includes('users.read') && (
            <p className="strip-end">
              <Link href="/access">{t('shell.usersAndKeys')}</Link>
            </p>
          )}
        </aside>
      )}
    </>
  )
}
