/** Break-glass: asked for by one administrator, agreed to by another, over by itself. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { EmergencyList, EmergencyRow, Invitation } from '../../../events/api-identity.ts'
import type { Role } from '../../../events/roles.ts'
import { identityApi } from '../api-identity.ts'
import { useNow } from '../clock.ts'
import { emergenciesQuery } from '../queries.ts'
import { roleOrder, roleWord } from '../role-words.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import css from './access.module.css'
import { Age } from './age.tsx'
import { AskDialog } from './ask-dialog.tsx'
import { Failure } from './failure.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { Loaded } from './loaded.tsx'

const minutes = 60

const isOver = ({ ended_at, until }: EmergencyRow, now: number): boolean =>
  ended_at !== null || until <= now

function stateOf(row: EmergencyRow, now: number): string {
  const { agreed_by } = row
  if (isOver(row, now)) return t('access.over')
  return agreed_by === null ? t('access.waitsSecond') : t('access.agreedBy', { user: agreed_by })
}

function Ask({ onDone, onClose }: { onDone: (list: EmergencyList) => void; onClose: () => void }) {
  const [user, setUser] = useState('')
  const [role, setRole] = useState('')
  return (
    <AskDialog
      title={t('access.breakGlass')}
      what={t('access.whatHappenedShort')}
      action={t('access.ask')}
      run={async reason => {
        const wanted: Role | null = roleOrder.find(each => each === role) ?? null
        onDone(await identityApi.askEmergency({ user, role: wanted, minutes, reason }))
      }}
      onClose={onClose}
    >
      <p>{t('access.askText')}</p>
      <TextInput
        label={t('access.forWhom')}
        required
        withAsterisk={false}
        value={user}
        onChange={event => setUser(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('access.what')}
        value={role}
        onChange={event => setRole(event.currentTarget.value)}
        data={[
          { value: '', label: t('access.newKey') },
          ...roleOrder.map(value => ({
            value,
            label: t('access.theRole', { role: roleWord(value) }),
          })),
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
  const failed = [agree, make].find(({ isError }) => isError)?.error
  return (
    <section className={css.section} aria-labelledby="emergencies-title">
      <header>
        <h2 id="emergencies-title">{t('access.breakGlass')}</h2>
        {may('break-glass.use') && (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {t('access.askEmergency')}
          </Button>
        )}
      </header>
      <p>{t('access.breakGlassText')}</p>
      {failed && <Failure error={failed} />}
      {link && <InvitationLink {...link} />}
      <Loaded
        query={list}
        label={t('access.breakGlass')}
        isEmpty={({ emergencies }) => emergencies.length === 0}
        empty={null}
      >
        {({ emergencies }) => (
          <ul className={css.rows}>
            {emergencies.map(row => (
              <li key={row.id} className={css.row}>
                <div className={css.main}>
                  <strong>
                    {t('access.emergencyOf', {
                      user: row.user,
                      what: row.role === null ? t('access.aNewKey') : roleWord(row.role),
                    })}
                  </strong>
                  <div className={css.facts}>
                    <span>
                      {t.rich('access.askedBy', {
                        user: row.asked_by,
                        time: () => <Age time={row.asked_at} isSentence />,
                      })}
                    </span>
                    <span>“{row.reason}”</span>
                    <span className={isOver(row, now) ? undefined : css.weak}>
                      {stateOf(row, now)}
                    </span>
                  </div>
                </div>
                {may('break-glass.use') && !isOver(row, now) && (
                  <div className={css.end}>
                    {row.agreed_by === null && (
                      <Button size="xs" variant="default" onClick={() => agree.mutate(row)}>
                        {t('access.agree')}
                      </Button>
                    )}
                    {row.agreed_by !== null && row.role === null && (
                      <Button size="xs" variant="default" onClick={() => make.mutate(row)}>
                        {t('access.makeLink')}
                      </Button>
                    )}
                  </div>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isAsking && <Ask onDone={keep} onClose={() => setAsking(false)} />}
    </section>
  )
}
