/** The frame of all pages: navigation, connection, strips, help, notices. Starts the live stream. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { EyeOff, Inbox, Keyboard, KeyRound, ListChecks, LogOut, ShieldCheck } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Session } from '../../../events/api-identity.ts'
import type { Permission } from '../../../events/roles.ts'
import { api } from '../api.ts'
import { useKeys } from '../keys.ts'
import { startLive } from '../live.ts'
import { notify } from '../notices.ts'
import { alertsQuery } from '../queries.ts'
import { SessionProvider } from '../session.ts'
import { useFreshInTitle } from '../title.ts'
import { AccessStrips } from './access-strips.tsx'
import { DemoBanner } from './demo-banner.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { LiveState, OfflineStrip } from './live-state.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { SchemeButton } from './scheme-button.tsx'
import { TouchDialog } from './touch-dialog.tsx'

interface Props {
  readonly session: Session
  /** The session was there and is not any more. */
  readonly hasEnded: boolean
  readonly children: ReactNode
}

function Brand() {
  return (
    <Link href="/" className="brand" aria-label="Clientkeep, first page">
      <img src="/favicon.svg" alt="" width={24} height={24} />
      <span>Clientkeep</span>
    </Link>
  )
}

function signOut(): void {
  api.signOut().then(
    () => location.assign('/sign-in'),
    (error: Error) => notify(`Not signed out: ${error.message}`),
  )
}

export function Shell({ session, hasEnded, children }: Props) {
  const client = useQueryClient()
  const [path, navigate] = useLocation()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const may = (permission: Permission) => session.permissions.includes(permission)
  const open = useQuery({ ...alertsQuery('open'), enabled: may('cases.read') })
  const fresh = open.data?.counts.new ?? 0
  useFreshInTitle(fresh)
  useEffect(() => (hasEnded ? undefined : startLive(client)), [client, hasEnded])
  useKeys({
    ...(may('setup.read') ? { 'g s': () => navigate('/setup') } : {}),
    ...(may('cases.read') ? { 'g q': () => navigate('/alerts') } : {}),
    ...(may('users.read') ? { 'g a': () => navigate('/access') } : {}),
    'g k': () => navigate('/account'),
    '?': () => setHelpOpen(true),
  })
  const current = (page: string) => (path.startsWith(page) ? 'page' : undefined)
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <Brand />
        <nav aria-label="Pages">
          {may('cases.read') && (
            <Link href="/alerts" aria-current={current('/alerts')}>
              <Inbox size={16} aria-hidden /> Queue
              {fresh > 0 && (
                <b className="badge num">
                  {fresh}
                  <span className="hidden"> new</span>
                </b>
              )}
            </Link>
          )}
          {may('reveals.read') && (
            <Link href="/reveals" aria-current={current('/reveals')}>
              <EyeOff size={16} aria-hidden /> Reveals
            </Link>
          )}
          {may('users.read') && (
            <Link href="/access" aria-current={current('/access')}>
              <ShieldCheck size={16} aria-hidden /> Access
            </Link>
          )}
          {may('setup.read') && (
            <Link href="/setup" aria-current={current('/setup')}>
              <ListChecks size={16} aria-hidden /> Set-up
            </Link>
          )}
        </nav>
        <div className="top-end">
          <LiveState />
          <button
            type="button"
            className="icon-button wide-only"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
            onClick={() => setHelpOpen(true)}
          >
            <Keyboard size={18} aria-hidden />
          </button>
          <Link
            href="/account"
            className="icon-button"
            aria-label="Your keys and sessions"
            title="Your keys and sessions (g k)"
            aria-current={current('/account')}
          >
            <KeyRound size={18} aria-hidden />
          </Link>
          <SchemeButton />
          <button
            type="button"
            className="icon-button"
            aria-label={`Sign out ${session.user.name}`}
            title={`Sign out ${session.user.name}`}
            onClick={signOut}
          >
            <LogOut size={18} aria-hidden />
          </button>
        </div>
      </header>
      {session.mode === 'demo' && <DemoBanner />}
      <AccessStrips session={session} hasEnded={hasEnded} />
      {!hasEnded && <OfflineStrip />}
      <main id="main" tabIndex={-1}>
        <SessionProvider value={session}>{children}</SessionProvider>
      </main>
      <TouchDialog />
      <NoticeBar />
      {isHelpOpen && <HelpDialog onClose={() => setHelpOpen(false)} />}
    </>
  )
}
