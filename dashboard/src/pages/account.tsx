/** One's own keys and sessions: two keys are wanted, a lost one is reported here, and every session can be ended. */
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { OwnKey } from '../../../events/api-identity.ts'
import { identityApi } from '../api-identity.ts'
import { notify } from '../notices.ts'
import { AboutMe } from '../parts/about-me.tsx'
import css from '../parts/access.module.css'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { Failure } from '../parts/failure.tsx'
import { KeyRow } from '../parts/key-row.tsx'
import { LanguageSelect } from '../parts/language-select.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { SessionRows } from '../parts/session-rows.tsx'
import { ownKeysQuery, ownSessionsQuery, sessionQuery } from '../queries.ts'
import { useReadAgain } from '../read-again.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'

function AddKey() {
  const client = useQueryClient()
  const readAgain = useReadAgain()
  const [label, setLabel] = useState('')
  const add = useMutation({
    mutationFn: () => identityApi.addKey(label),
    onSuccess: list => {
      client.setQueryData(ownKeysQuery.queryKey, list)
      setLabel('')
      notify(t('access.keyRegistered'))
      readAgain(sessionQuery.queryKey)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <form onSubmit={submit} className="add-key">
      <TextInput
        label={t('access.anotherName')}
        placeholder={t('access.anotherExample')}
        value={label}
        maxLength={100}
        onChange={event => setLabel(event.currentTarget.value)}
      />
      <Button type="submit" loading={add.isPending}>
        {t('access.addKey')}
      </Button>
      {add.isError && <Failure error={add.error} />}
    </form>
  )
}

function OwnKeys({ isLink }: { readonly isLink: boolean }) {
  const client = useQueryClient()
  const readAgain = useReadAgain()
  const keys = useQuery(ownKeysQuery)
  const [lost, setLost] = useState<OwnKey | null>(null)
  return (
    <section className={css.section} aria-labelledby="keys-title">
      <header>
        <h2 id="keys-title">{t('access.yourKeys')}</h2>
      </header>
      <Loaded query={keys} label={t('access.loadingKeys')}>
        {({ keys: list }) => (
          <>
            <p>
              {t(isLink ? 'access.byLink' : list.length < 2 ? 'access.second' : 'access.ifLost')}
            </p>
            {list.length > 0 && (
              <ul className={css.rows}>
                {list.map(key => (
                  <KeyRow key={key.id} name={key}>
                    <Button size="xs" variant="default" onClick={() => setLost(key)}>
                      {t('access.lost')}
                    </Button>
                  </KeyRow>
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
      {!isLink && <AddKey />}
      {lost && (
        <AskDialog
          title={t('access.revokeTitle', { label: lost.label })}
          what={t('access.whatHappened')}
          action={t('access.revoke')}
          run={async reason => {
            client.setQueryData(ownKeysQuery.queryKey, await identityApi.revokeOwn(lost, reason))
            readAgain(sessionQuery.queryKey)
          }}
          onClose={() => setLost(null)}
        >
          <p>{t('access.revokeText')}</p>
        </AskDialog>
      )}
    </section>
  )
}

export default function Account() {
  useTitle(t('nav.account'))
  const session = useQuery(sessionQuery)
  const sessions = useQuery(ownSessionsQuery)
  return (
    <div className="page narrow">
      <h1>{t('nav.account')}</h1>
      <LanguageSelect />
      <OwnKeys isLink={session.data?.method === 'link'} />
      <section className={css.section} aria-labelledby="sessions-title">
        <header>
          <h2 id="sessions-title">{t('access.whereSignedIn')}</h2>
        </header>
        <Loaded query={sessions} label={t('access.openSessions')}>
          {data => (
            <SessionRows
              sessions={data.sessions}
              end={identityApi.endOwn}
              queryKey={ownSessionsQuery.queryKey}
            />
          )}
        </Loaded>
      </section>
      <AboutMe />
    </div>
  )
}
