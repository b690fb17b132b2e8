/** The frame of all pages: navigation, connection, strips, help, notices. Starts the live stream. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Inbox, Keyboard, ListChecks, LogOut } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Session } from '../../../events/api.ts'
import { api } from '../api.ts'
import { useKeys } from '../keys.ts'
import { startLive } from '../live.ts'
import { notify } from '../notices.ts'
import { alertsQuery } from '../queries.ts'
import { useFreshInTitle } from '../title.ts'
import { Copyable } from './copyable.tsx'
import { DemoBanner } from './demo-banner.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { LiveState, OfflineStrip } from './live-state.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { SchemeButton } from './scheme-button.tsx'

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

function EndedStrip() {
  return (
    <aside className="strip" data-kind="warn" aria-label="Session">
      <p role="alert">
        Your session has ended. Run <Copyable text="./clientkeep sign-in" label="command" /> on the
        collector's machine and open the link it prints; then go on here, nothing typed is lost.
      </p>
    </aside>
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
  const open = useQuery(alertsQuery('open'))
  const fresh = open.data?.counts.new ?? 0
  useFreshInTitle(fresh)
  useEffect(() => (hasEnded ? undefined : startLive(client)), [client, hasEnded])
  useKeys({
    'g s': () => navigate('/setup'),
    'g q': () => navigate('/alerts'),
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
          <Link href="/alerts" aria-current={current('/alerts')}>
            <Inbox size={16} aria-hidden /> Queue
            {fresh > 0 && (
              <b className="badge num">
                {fresh}
                <span className="hidden"> new</span>
              </b>
            )}
          </Link>
          <Link href="/setup" aria-current={current('/setup')}>
            <ListChecks size={16} aria-hidden /> Set-up
          </Link>
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
      {hasEnded ? <EndedStrip /> : <OfflineStrip />}
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <NoticeBar />
      {isHelpOpen && <HelpDialog onClose={() => setHelpOpen(false)} />}
    </>
  )
}
