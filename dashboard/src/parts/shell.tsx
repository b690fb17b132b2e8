/** The frame of all pages: navigation, connection, strips, help, notices. Starts the live stream. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Keyboard, KeyRound, LogOut } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Session } from '../../../events/api-identity.ts'
import { api } from '../api.ts'
import { useKeys } from '../keys.ts'
import { startLive } from '../live.ts'
import { notify } from '../notices.ts'
import { alertsQuery } from '../queries.ts'
import { hrefOf, opens, pages } from '../registry.ts'
import { SessionProvider } from '../session.ts'
import { t } from '../text.ts'
import { useFreshInTitle } from '../title.ts'
import { AccessStrips } from './access-strips.tsx'
import { DemoBanner } from './demo-banner.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { LiveState, OfflineStrip } from './live-state.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { SchemeButton } from './scheme-button.tsx'
import { SideNav } from './side-nav.tsx'
import { TouchDialog } from './touch-dialog.tsx'

interface Props {
  readonly session: Session
  /** The session was there and is not any more. */
  readonly hasEnded: boolean
  readonly children: ReactNode
}

function signOut(): void {
  api.signOut().then(
    () => location.assign('/sign-in'),
    (error: Error) => notify(t('shell.notSignedOut', { reason: error.message })),
  )
}

/** Who is signed in, and the buttons that concern them and their screen. */
function Own({ session, onHelp }: { readonly session: Session; readonly onHelp: () => void }) {
  const [path] = useLocation()
  const { name } = session.user
  return (
    <div className="own">
      <LiveState />
      <p className="own-name" title={name}>
        {name}
      </p>
      <div className="own-buttons">
        <button
          type="button"
          className="icon-button wide-only"
          aria-label={t('shell.keyboard')}
          title={`${t('shell.keyboard')} (?)`}
          onClick={onHelp}
        >
          <Keyboard size={18} aria-hidden />
        </button>
        <Link
          href="/account"
          className="icon-button"
          aria-label={t('nav.account')}
          title={`${t('nav.account')} (g k)`}
          aria-current={path === '/account' ? 'page' : undefined}
        >
          <KeyRound size={18} aria-hidden />
        </Link>
        <SchemeButton />
        <button
          type="button"
          className="icon-button"
          aria-label={t('shell.signOut', { name })}
          title={t('shell.signOut', { name })}
          onClick={signOut}
        >
          <LogOut size={18} aria-hidden />
        </button>
      </div>
    </div>
  )
}

/** Shortcuts to the pages that this user has: `g q`. */
function usePageKeys(session: Session, onHelp: () => void): void {
  const [, navigate] = useLocation()
  const own = pages.filter(page => opens(session, page))
  const keys = own.flatMap(page =>
    page.key ? [[`g ${page.key}`, () => navigate(hrefOf(page))] as const] : [],
  )
  useKeys({ ...Object.fromEntries(keys), '?': onHelp })
}

export function Shell({ session, hasEnded, children }: Props) {
  const client = useQueryClient()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const canRead = session.permissions.includes('cases.read')
  const open = useQuery({ ...alertsQuery('open'), enabled: canRead })
  const fresh = open.data?.counts.new ?? 0
  useFreshInTitle(fresh)
  useEffect(() => (hasEnded ? undefined : startLive(client)), [client, hasEnded])
  const onHelp = () => setHelpOpen(true)
  usePageKeys(session, onHelp)
  return (
    <SessionProvider value={session}>
      <div className="frame">
        <a className="skip" href="#main">
          {t('shell.skip')}
        </a>
        <header className="side">
          <Link href="/" className="brand" aria-label={t('nav.brand')}>
            <img src="/favicon.svg" alt="" width={24} height={24} />
            <span>Clientkeep</span>
          </Link>
          <SideNav session={session} fresh={{ queue: fresh }} />
          <Own session={session} onHelp={onHelp} />
        </header>
        <div className="content">
          {session.mode === 'demo' && <DemoBanner />}
          <AccessStrips session={session} hasEnded={hasEnded} />
          {!hasEnded && <OfflineStrip />}
          <main id="main" tabIndex={-1}>
            {children}
          </main>
        </div>
        <TouchDialog />
        <NoticeBar />
        {isHelpOpen && <HelpDialog session={session} onClose={() => setHelpOpen(false)} />}
      </div>
    </SessionProvider>
  )
}
