/** Users with their roles and keys: who has two keys, one, or none; invitations and revocation. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Invitation, OwnKey, UserRow } from '../../../events/api-identity.ts'
import { identityApi } from '../api-identity.ts'
import { usersQuery } from '../queries.ts'
import { roleWord } from '../role-words.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import css from './access.module.css'
import { AskDialog } from './ask-dialog.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { KeyRow } from './key-row.tsx'
import { Loaded } from './loaded.tsx'
import { UserDialog } from './user-dialog.tsx'

const usable = ({ keys }: UserRow): readonly OwnKey[] => keys.filter(key => key.revoked_at === null)

type Open =
  | { readonly what: 'edit'; readonly user: UserRow | null }
  | { readonly what: 'invite'; readonly user: UserRow }
  | { readonly what: 'revoke'; readonly user: UserRow; readonly key: OwnKey }

interface RowProps {
  readonly user: UserRow
  readonly canChange: boolean
  readonly onOpen: (open: Open) => void
}

function User({ user, canChange, onOpen }: RowProps) {
  const keys = usable(user)
  return (
    <li data-testid={`user-${user.id}`}>
      <div className={css.row}>
        <div className={css.main}>
          <strong>{user.name}</strong> {user.name !== user.id && <small>{user.id}</small>}
          <div className={css.facts}>
            <span>{user.roles.map(roleWord).join(', ') || t('access.noRole')}</span>
            <span className={keys.length < 2 ? css.weak : undefined}>
              {t('access.keys', { count: keys.length })}
            </span>
            {user.disabled && <span className={css.weak}>{t('access.off')}</span>}
          </div>
        </div>
        {canChange && (
          <div className={css.end}>
            <Button size="xs" variant="default" onClick={() => onOpen({ what: 'edit', user })}>
              {t('access.change')}
              <span className="hidden"> {user.name}</span>
            </Button>
            <Button size="xs" variant="default" onClick={() => onOpen({ what: 'invite', user })}>
              {keys.length === 0 ? t('access.invite') : t('access.anotherKey')}
              <span className="hidden"> {user.name}</span>
            </Button>
          </div>
        )}
      </div>
      {keys.length > 0 && (
        <ul>
          {keys.map(key => (
            <KeyRow key={key.id} name={key}>
              {canChange && (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => onOpen({ what: 'revoke', user, key })}
                >
                  {t('access.revokeShort')}
                </Button>
              )}
            </KeyRow>
          ))}
        </ul>
      )}
    </li>
  )
}

export function UsersSection() {
  const client = useQueryClient()
  const users = useQuery(usersQuery)
  const may = useMay()
  const [open, setOpen] = useState<Open | null>(null)
  const [link, setLink] = useState<(Invitation & { readonly name: string }) | null>(null)
  const close = () => setOpen(null)
  return (
    <section className={css.section} aria-labelledby="users-title">
      <header>
        <h2 id="users-title">{t('access.users')}</h2>
        {may('users.change') && (
          <Button size="xs" onClick={() => setOpen({ what: 'edit', user: null })}>
            {t('access.addUser')}
          </Button>
        )}
      </header>
      {link && <InvitationLink {...link} />}
      <Loaded
        query={users}
        label={t('access.loadingUsers')}
        isEmpty={list => list.users.length === 0}
        empty={<p>{t('access.nobody')}</p>}
      >
        {list => (
          <ul className={css.rows}>
            {list.users.map(user => (
              <User key={user.id} user={user} canChange={may('keys.change')} onOpen={setOpen} />
            ))}
          </ul>
        )}
      </Loaded>
      {open?.what === 'edit' && <UserDialog user={open.user} onClose={close} />}
      {open?.what === 'invite' && (
        <AskDialog
          title={t('access.inviteTitle', { name: open.user.name })}
          what={t('access.why')}
          suggestion={usable(open.user).length === 0 ? t('access.firstKey') : ''}
          action={t('access.makeLink')}
          run={async reason => {
            const made = await identityApi.invite(open.user.id, reason)
            setLink({ ...made, name: open.user.name })
          }}
          onClose={close}
        >
          <p>{t('access.inviteText')}</p>
        </AskDialog>
      )}
      {open?.what === 'revoke' && (
        <AskDialog
          title={t('access.revokeOf', { label: open.key.label, name: open.user.name })}
          what={t('access.why')}
          action={t('access.revoke')}
          run={async reason => {
            const list = await identityApi.revoke(open.user.name, open.key, reason)
            client.setQueryData(usersQuery.queryKey, list)
          }}
          onClose={close}
        >
          <p>{t('access.sessionsEnd')}</p>
        </AskDialog>
      )}
    </section>
  )
}
