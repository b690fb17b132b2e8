/** The gate before all pages: nobody gets past it without a session; whoever loses one keeps the page and what was typed. */
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import type { Session } from '../../events/api-identity.ts'
import { Failure } from './parts/failure.tsx'
import { Missing } from './parts/missing.tsx'
import { PageFrame } from './parts/page-frame.tsx'
import { Shell } from './parts/shell.tsx'
import { Bones } from './parts/skeleton.tsx'
import { sessionQuery, setupQuery } from './queries.ts'
import { landing, pages, withAllWords } from './registry.ts'
import { keepReturn } from './return-path.ts'
import { t } from './text.ts'

const SignIn = lazy(() => withAllWords(() => import('./pages/sign-in.tsx')))
const Join = lazy(() => withAllWords(() => import('./pages/join.tsx')))

function Loading() {
  return (
    <div className="page">
      <Bones label={t('shell.loading')} />
    </div>
  )
}

/** The first page: what is missing, or where the work is. */
function Home({ session }: { readonly session: Session }) {
  const canSetUp = session.permissions.includes('setup.change')
  const setup = useQuery({ ...setupQuery, enabled: canSetUp })
  if (!canSetUp) return <Redirect to={landing(session)} replace />
  if (setup.isPending) return <Loading />
  if (setup.isError) return <Failure error={setup.error} onRetry={() => setup.refetch()} />
  const { customers, people } = setup.data
  const isReady = customers.state === 'done' && people.state === 'done'
  return <Redirect to={isReady ? landing(session) : '/setup'} replace />
}

export function App() {
  const [path] = useLocation()
  const isSigningIn = path === '/sign-in' || path === '/join'
  const session = useQuery({ ...sessionQuery, enabled: !isSigningIn })
  const [known, setKnown] = useState<Session | null>(null)
  if (session.data && session.data !== known) setKnown(session.data)

  if (isSigningIn) {
    return <Suspense fallback={<Loading />}>{path === '/join' ? <Join /> : <SignIn />}</Suspense>
  }
  if (!known) {
    if (session.isPending || session.data) return <Loading />
    if (session.isError) return <Failure error={session.error} onRetry={() => session.refetch()} />
    keepReturn(location.pathname + location.search)
    return <Redirect to="/sign-in" replace />
  }
  return (
    <Shell session={known} hasEnded={session.data === null}>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/">
            <Home session={known} />
          </Route>
          {pages.map(page => (
            <Route key={page.path} path={page.path}>
              {params => <PageFrame page={page} session={known} params={params} />}
            </Route>
          ))}
          <Route component={Missing} />
        </Switch>
      </Suspense>
    </Shell>
  )
}
