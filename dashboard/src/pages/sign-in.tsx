/** Signs in with a key, or with the one-time token of a link; says how to get a link. */
import { Button } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import type { ProviderState, Session } from '../../../events/api-identity.ts'
import { api } from '../api.ts'
import { identityApi } from '../api-identity.ts'
import { ApiFailure, read } from '../client.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Failure } from '../parts/failure.tsx'
import { LanguageSelect } from '../parts/language-select.tsx'
import { Bones } from '../parts/skeleton.tsx'
import { sessionQuery, setupQuery } from '../queries.ts'
import { landing } from '../registry.ts'
import { takeReturn } from '../return-path.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { takeToken } from '../token.ts'

/** Leads to the company's identity provider and back to this page. */
const startAt = '/api/v1/oidc/start'
const providerQuery = queryOptions({
  queryKey: ['provider'],
  queryFn: () => read<ProviderState>('GET', '/oidc'),
})

function NewLink() {
  return (
    <details className="other-way">
      <summary>{t('access.noKey')}</summary>
      <p>{t('access.noKeyText')}</p>
      <ul className="commands">
        <li>
          <small>{t('access.notRunning')}</small>
          <Copyable text="./clientkeep up" label={t('access.startsCommand')} />
        </li>
        <li>
          <small>{t('access.running')}</small>
          <Copyable text="./clientkeep sign-in" label={t('access.linkCommand')} />
        </li>
      </ul>
      <p>{t('access.openLink')}</p>
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

/** The way on from here: the key at once, or first the log-in of the company where one is asked for. */
function WithKey({ onDone }: { readonly onDone: (session: Session) => unknown }) {
  const provider = useQuery(providerQuery)
  const touch = useMutation({
    mutationFn: identityApi.signIn,
    onSuccess: onDone,
    // The log-in there is used up, or took too long.
    onError: () => provider.refetch(),
  })
  if (provider.isPending) return <Bones label={t('access.signingIn')} rows={1} />
  const { issuer = null, name = null, refused = null } = provider.data ?? {}
  const needsLogin = issuer !== null && name === null
  return (
    <>
      <p>{t(issuer === null ? 'access.noPasswords' : 'access.providerFirst')}</p>
      {touch.isError && <Failure error={touch.error} />}
      {refused !== null && <Failure error={new ApiFailure(403, 'ERR_ACCESS_PROVIDER', refused)} />}
      {needsLogin ? (
        <Button component="a" href={startAt} fullWidth size="md" data-testid="sign-in-provider">
          {t('access.atProvider', { provider: new URL(issuer).host })}
        </Button>
      ) : (
        <Button
          fullWidth
          size="md"
          leftSection={<KeyRound size={18} aria-hidden />}
          loading={touch.isPending}
          onClick={() => touch.mutate()}
          data-testid="sign-in-key"
        >
          {t('access.signInKey')}
        </Button>
      )}
      {name !== null && (
        <p>
          {t('access.touchNext', { name })} <a href={startAt}>{t('access.otherPerson')}</a>
        </p>
      )}
    </>
  )
}

export default function SignIn() {
  useTitle(t('access.signIn'))
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
      <h1>{signIn.isError ? t('access.signInTitle') : `${t('access.signingIn')} …`}</h1>
      {!signIn.isError && <Bones label={t('access.signingIn')} rows={2} />}
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
          <LanguageSelect />
        </div>
      )}
    </main>
  )
}
