/** Sessions, each with where it is and how it was opened; any of them can be ended at once. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import type { SessionList, SessionRow } from '../../../events/api-identity.ts'
import { notify } from '../notices.ts'
import { t } from '../text.ts'
import css from './access.module.css'
import { Age } from './age.tsx'

interface Props {
  readonly sessions: readonly SessionRow[]
  readonly end: (session: SessionRow) => Promise<SessionList>
  readonly queryKey: readonly string[]
  readonly hasNames?: boolean
}

/** `Firefox on Linux`, from the browser's own words. */
function browserOf(text: string): string {
  const browser = /(Edg|Firefox|Chrome|Safari)\//.exec(text)?.[1]?.replace('Edg', 'Edge')
  const system = /(Windows|Mac OS X|Android|iPhone|Linux)/.exec(text)?.[1]?.replace(' OS X', '')
  const name = browser ?? t('access.aProgram')
  return system ? t('access.browserOn', { browser: name, system }) : name
}

function nameOf({ user, browser: text, own }: SessionRow, hasNames: boolean): string {
  const found = browserOf(text)
  const browser = own ? t('access.thisOne', { browser: found }) : found
  return hasNames ? t('access.ofUser', { user, browser }) : browser
}

export function SessionRows({ sessions, end, queryKey, hasNames = false }: Props) {
  const client = useQueryClient()
  const ending = useMutation({
    mutationFn: end,
    onSuccess: list => client.setQueryData(queryKey, list),
    onError: error => notify(t('access.notEnded', { reason: error.message })),
  })
  return (
    <ul className={css.rows}>
      {sessions.map(session => (
        <li key={session.id} className={css.row} data-testid="session">
          <MonitorSmartphone size={18} aria-hidden />
          <div className={css.main}>
            <strong>{nameOf(session, hasNames)}</strong>
            <div className={css.facts}>
              <span>{session.key ?? t('access.consoleLink')}</span>
              <span>{t('access.fromAddress', { address: session.address })}</span>
              <span>
                {t.rich('access.opened', {
                  time: () => <Age time={session.opened_at} isSentence />,
                })}
              </span>
              <span>
                {t.rich('access.used', { time: () => <Age time={session.seen_at} isSentence /> })}
              </span>
              {session.suspended_at !== null && (
                <span className={css.weak}>{t('access.waitsForKey')}</span>
              )}
            </div>
          </div>
          {!session.own && (
            <div className={css.end}>
              <Button size="xs" variant="default" onClick={() => ending.mutate(session)}>
                {t('access.end')}
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
