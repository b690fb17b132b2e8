/** One's own keys and sessions: two keys are wanted, a lost one is reported here, and every session can be ended. */
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { OwnKey } from '../../../events/api-identity.ts'
import { identityApi } from '../api-identity.ts'
import { notify } from '../notices.ts'
import css from '../parts/access.module.css'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { Failure } from '../parts/failure.tsx'
import { KeyRow } from '../parts/key-row.tsx'
import { SessionRows } from '../parts/session-rows.tsx'
import { Bones } from '../parts/skeleton.tsx'
import { ownKeysQuery, ownSessionsQuery, sessionQuery } from '../queries.ts'
import { useTitle } from '../title.ts'

function AddKey() {
  const client = useQueryClient()
  const [label, setLabel] = useState('')
  const add = useMutation({
    mutationFn: () => identityApi.addKey(label),
    onSuccess: async list => {
      client.setQueryData(ownKeysQuery.queryKey, list)
      setLabel('')
      notify('The key is registered.')
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <form onSubmit={submit} className="add-key">
      <TextInput
        label="Name for another key"
        placeholder="Grey, in the safe"
        value={label}
        maxLength={100}
        onChange={event => setLabel(event.currentTarget.value)}
      />
      <Button type="submit" loading={add.isPending}>
        Add a key
      </Button>
      {add.isError && <Failure error={add.error} />}
    </form>
  )
}

function OwnKeys({ isLink }: { readonly isLink: boolean }) {
  const client = useQueryClient()
  const keys = useQuery(ownKeysQuery)
  const [lost, setLost] = useState<OwnKey | null>(null)
  if (keys.isPending) return <Bones label="Loading keys" rows={2} />
  if (keys.isError) return <Failure error={keys.error} onRetry={() => keys.refetch()} />
  const list = keys.data.keys
  return (
    <section className={css.section} aria-labelledby="keys-title">
      <header>
        <h2 id="keys-title">Your keys</h2>
      </header>
      {isLink ? (
        <p>
          You came in by the link of the console, which is nobody in particular and has no key. Add
          a user for yourself under Access, and open its invitation.
        </p>
      ) : (
        <p>
          {list.length < 2
            ? 'Register a second key and keep it somewhere else: then losing one locks you out of nothing.'
            : 'If one is lost, report it here: what it opened ends at once. Then sign in with the other.'}
        </p>
      )}
      {list.length > 0 && (
        <ul className={css.rows}>
          {list.map(key => (
            <KeyRow key={key.id} name={key}>
              <Button size="xs" variant="default" onClick={() => setLost(key)}>
                Lost or broken…
              </Button>
            </KeyRow>
          ))}
        </ul>
      )}
      {!isLink && <AddKey />}
      {lost && (
        <AskDialog
          title={`Revoke ${lost.label}`}
          what="What happened to it?"
          action="Revoke the key"
          run={async reason => {
            client.setQueryData(ownKeysQuery.queryKey, await identityApi.revokeOwn(lost, reason))
            await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
          }}
          onClose={() => setLost(null)}
        >
          <p>It opens nothing from now on. Sessions that it opened end at once.</p>
        </AskDialog>
      )}
    </section>
  )
}

export function Account() {
  useTitle('Your keys and sessions')
  const session = useQuery(sessionQuery)
  const sessions = useQuery(ownSessionsQuery)
  return (
    <div className="page narrow">
      <h1>Your keys and sessions</h1>
      <OwnKeys isLink={session.data?.method === 'link'} />
      <section className={css.section} aria-labelledby="sessions-title">
        <header>
          <h2 id="sessions-title">Where you are signed in</h2>
        </header>
        {sessions.isError && <Failure error={sessions.error} onRetry={() => sessions.refetch()} />}
        {sessions.data && (
          <SessionRows
            sessions={sessions.data.sessions}
            end={identityApi.endOwn}
            queryKey={ownSessionsQuery.queryKey}
          />
        )}
      </section>
    </div>
  )
}
