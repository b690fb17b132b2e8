/** Break-glass: asked for by one administrator, agreed to by another, over by itself. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { EmergencyList, EmergencyRow, Invitation } from '../../../events/api-identity.ts'
import type { Role } from '../../../events/roles.ts'
import { identityApi } from '../api-identity.ts'
import { useNow } from '../clock.ts'
import { emergenciesQuery } from '../queries.ts'
import { roleWord, roleWords } from '../role-words.ts'
import { useMay } from '../session.ts'
import css from './access.module.css'
import { Age } from './age.tsx'
import { AskDialog } from './ask-dialog.tsx'
import { Failure } from './failure.tsx'
import { InvitationLink } from './invitation-link.tsx'

const minutes = 60

function stateOf({ agreed_by, ended_at, until }: EmergencyRow, now: number): string {
  if (ended_at !== null || until <= now) return 'over'
  return agreed_by === null ? 'waits for a second administrator' : `agreed by ${agreed_by}`
}

function Ask({ onDone, onClose }: { onDone: (list: EmergencyList) => void; onClose: () => void }) {
  const [user, setUser] = useState('')
  const [role, setRole] = useState('')
  return (
    <AskDialog
      title="Break-glass"
      what="What happened?"
      action="Ask for it"
      run={async reason => {
        const wanted: Role | null = roleWords.find(words => words.role === role)?.role ?? null
        onDone(await identityApi.askEmergency({ user, role: wanted, minutes, reason }))
      }}
      onClose={onClose}
    >
      <p>A second administrator has to agree. It ends after one hour, and everybody sees it.</p>
      <TextInput
        label="For whom (short name)"
        required
        withAsterisk={false}
        value={user}
        onChange={event => setUser(event.currentTarget.value)}
      />
      <NativeSelect
        label="What"
        value={role}
        onChange={event => setRole(event.currentTarget.value)}
        data={[
          { value: '', label: 'a new key, because theirs are lost' },
          ...roleWords.map(({ role: value, word }) => ({ value, label: `the role ${word}` })),
        ]}
      />
    </AskDialog>
  )
}

export function Emergencies() {
  const client = useQueryClient()
  const now = useNow()
  const may = useMay()
  const list = useQuery(emergenciesQuery)
  const [isAsking, setAsking] = useState(false)
  const [link, setLink] = useState<(Invitation & { readonly name: string }) | null>(null)
  const keep = (known: EmergencyList) => client.setQueryData(emergenciesQuery.queryKey, known)
  const agree = useMutation({
    mutationFn: ({ id, user }: EmergencyRow) => identityApi.agree(id, user),
    onSuccess: keep,
  })
  const make = useMutation({
    mutationFn: async ({ id, user }: EmergencyRow) => ({
      ...(await identityApi.emergencyLink(id, user)),
      name: user,
    }),
    onSuccess: setLink,
  })
  const failed = [list, agree, make].find(({ isError }) => isError)?.error
  const rows = list.data?.emergencies ?? []
  return (
    <section className={css.section} aria-labelledby="emergencies-title">
      <header>
        <h2 id="emergencies-title">Break-glass</h2>
        {may('break-glass.use') && (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            Ask for an emergency…
          </Button>
        )}
      </header>
      <p>When nobody with the role is there, or an administrator lost every key.</p>
      {failed && <Failure error={failed} />}
      {link && <InvitationLink {...link} />}
      {rows.length > 0 && (
        <ul className={css.rows}>
          {rows.map(row => (
            <li key={row.id} className={css.row}>
              <div className={css.main}>
                <strong>
                  {row.user}: {row.role === null ? 'a new key' : roleWord(row.role)}
                </strong>
                <div className={css.facts}>
                  <span>
                    asked by {row.asked_by} <Age time={row.asked_at} isSentence />
                  </span>
                  <span>“{row.reason}”</span>
                  <span className={stateOf(row, now) === 'over' ? undefined : css.weak}>
                    {stateOf(row, now)}
                  </span>
                </div>
              </div>
              {may('break-glass.use') && stateOf(row, now) !== 'over' && (
                <div className={css.end}>
                  {row.agreed_by === null && (
                    <Button size="xs" variant="default" onClick={() => agree.mutate(row)}>
                      Agree
                    </Button>
                  )}
                  {row.agreed_by !== null && row.role === null && (
                    <Button size="xs" variant="default" onClick={() => make.mutate(row)}>
                      Make the link
                    </Button>
                  )}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {isAsking && <Ask onDone={keep} onClose={() => setAsking(false)} />}
    </section>
  )
}
