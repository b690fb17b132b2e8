/** Who may sign in, with which keys, under which rules; every open session; emergencies. */
import { useQuery } from '@tanstack/react-query'
import { identityApi } from '../api-identity.ts'
import css from '../parts/access.module.css'
import { Emergencies } from '../parts/emergencies.tsx'
import { KeyCoverage } from '../parts/key-coverage.tsx'
import { KeyRules } from '../parts/key-rules.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { SessionRows } from '../parts/session-rows.tsx'
import { UsersSection } from '../parts/users-section.tsx'
import { sessionQuery, userSessionsQuery } from '../queries.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'

function Weak() {
  const session = useQuery(sessionQuery)
  const weak = session.data?.weak ?? []
  if (weak.length === 0) return null
  return (
    <section className={css.section} aria-labelledby="weak-title">
      <h2 id="weak-title">{t('shell.weaker')}</h2>
      <ul className={css.list}>
        {weak.map(text => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  )
}

export default function Access() {
  useTitle(t('nav.access'))
  const sessions = useQuery(userSessionsQuery)
  return (
    <div className="page narrow">
      <h1>{t('access.title')}</h1>
      <Weak />
      <UsersSection />
      <KeyCoverage />
      <KeyRules />
      <Emergencies />
      <section className={css.section} aria-labelledby="all-sessions-title">
        <header>
          <h2 id="all-sessions-title">{t('access.openSessions')}</h2>
        </header>
        <Loaded query={sessions} label={t('access.openSessions')}>
          {data => (
            <SessionRows
              hasNames
              sessions={data.sessions}
              end={identityApi.endSession}
              queryKey={userSessionsQuery.queryKey}
            />
          )}
        </Loaded>
      </section>
    </div>
  )
}
