/** The kinds of keys that are allowed, by AAGUID and name; none allows every kind that says which it is. */
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IdentityPolicy } from '../../../events/identity-policy.ts'
import { usersQuery } from '../queries.ts'
import { t } from '../text.ts'
import css from './access.module.css'

type Kinds = IdentityPolicy['models']

const aaguidPattern = '[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}'
const isAaguid = (text: string): boolean => new RegExp(`^${aaguidPattern}$`).test(text)
const nobodys = '00000000-0000-0000-0000-000000000000'

/** Kinds of the keys that users have already. */
function useSeenKinds(kinds: Kinds): Kinds {
  const users = useQuery(usersQuery)
  const keys = (users.data?.users ?? []).flatMap(user => user.keys)
  const seen = new Map(keys.map(({ aaguid, model }) => [aaguid, model]))
  return [...seen]
    .map(([aaguid, name]) => ({ aaguid, name: name || aaguid }))
    .filter(each => each.aaguid !== nobodys && !kinds.some(({ aaguid }) => aaguid === each.aaguid))
}

interface Props {
  readonly kinds: Kinds
  readonly onChange: (kinds: Kinds) => void
}

export function KeyKinds({ kinds, onChange }: Props) {
  const seen = useSeenKinds(kinds)
  const [aaguid, setAaguid] = useState('')
  const [name, setName] = useState('')
  const allow = (kind: Kinds[number]) => {
    const others = kinds.filter(each => each.aaguid !== kind.aaguid)
    onChange([...others, kind])
  }
  const add = () => {
    allow({ aaguid: aaguid.trim().toLowerCase(), name: name.trim() })
    setAaguid('')
    setName('')
  }
  const isReady = isAaguid(aaguid.trim()) && name.trim() !== ''
  return (
    <div className={css.stack}>
      <h3>{t('access.kinds.title')}</h3>
      <p className="quiet">{t('access.kinds.text')}</p>
      {kinds.length > 0 && (
        <ul className={css.rows}>
          {kinds.map(kind => (
            <li key={kind.aaguid} className={css.row}>
              <div className={css.main}>
                <strong>{kind.name}</strong>
                <div className={css.facts}>
                  <code>{kind.aaguid}</code>
                </div>
              </div>
              <Button
                size="xs"
                variant="default"
                onClick={() => onChange(kinds.filter(each => each !== kind))}
              >
                {t('access.kinds.remove')}
                <span className="hidden"> {kind.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {seen.length > 0 && (
        <p className={css.end}>
          {seen.map(kind => (
            <Button key={kind.aaguid} size="xs" variant="default" onClick={() => allow(kind)}>
              {t('access.kinds.allow', { name: kind.name })}
            </Button>
          ))}
        </p>
      )}
      <div className={css.lookUp}>
        <TextInput
          label={t('access.kinds.aaguid')}
          placeholder="cb69481e-8ff7-4039-93ec-0a2729a154a8"
          value={aaguid}
          error={aaguid !== '' && !isAaguid(aaguid.trim()) ? t('access.kinds.noAaguid') : undefined}
          onChange={event => setAaguid(event.currentTarget.value)}
        />
        <TextInput
          label={t('access.kinds.name')}
          maxLength={200}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <Button variant="default" disabled={!isReady} onClick={add}>
          {t('access.kinds.add')}
        </Button>
      </div>
    </div>
  )
}
