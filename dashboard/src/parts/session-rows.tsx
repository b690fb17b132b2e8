/** Sessions, each with where it is and how it was opened; any of them can be ended at once. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import type { SessionList, SessionRow } from '../../../events/api-identity.ts'
import { notify } from '../notices.ts'
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
  return [browser ?? 'a program', system && `on ${system}`].filter(Boolean).join(' ')
}

export function SessionRows({ sessions, end, queryKey, hasNames = false }: Props) {
  const client = useQueryClient()
  const ending = useMutation({
    mutationFn: end,
    onSuccess: list => client.setQueryData(queryKey, list),
    onError: error => notify(`Not ended: ${error.message}`),
  })
  return (
    <ul className={css.rows}>
      {sessions.map(session => (
        <li key={session.id} className={css.row} data-testid="session">
          <MonitorSmartphone size={18} aria-hidden />
          <div className={css.main}>
            <strong>
              {hasNames && `${session.user}: `}
              {browserOf(session.browser)}
              {session.own && ' (this one)'}
            </strong>
            <div className={css.facts}>
              <span>{session.key ?? 'by the link of the console'}</span>
              <span>from {session.address}</span>
              <span>
                opened <Age time={session.opened_at} isSentence />
              </span>
              <span>
                used <Age time={session.seen_at} isSentence />
              </span>
              {session.suspended_at !== null && <span className={css.weak}>waits for its key</span>}
            </div>
          </div>
          {!session.own && (
            <div className={css.end}>
              <Button size="xs" variant="default" onClick={() => ending.mutate(session)}>
                End
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
