/** Adds a user or changes one: what they are called, who they are in the directory, which roles they have. */
import { Button, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { UserRow } from '../../../events/api-identity.ts'
import type { Role } from '../../../events/roles.ts'
import { identityApi } from '../api-identity.ts'
import { usersQuery } from '../queries.ts'
import { roleDoes, roleOrder, roleWord } from '../role-words.ts'
import { t } from '../text.ts'
import css from './access.module.css'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'

interface Props {
  readonly user: UserRow | null
  readonly onClose: () => void
}

export function UserDialog({ user, onClose }: Props) {
  const client = useQueryClient()
  const [id, setId] = useState(user?.id ?? '')
  const [name, setName] = useState(user?.name ?? '')
  const [email, setEmail] = useState('')
  const [roles, setRoles] = useState<readonly Role[]>(user?.roles ?? [])
  const [isOff, setOff] = useState(user?.disabled ?? false)
  const save = useMutation({
    mutationFn: () => {
      const of = email.trim() === '' ? {} : { email: email.trim() }
      return identityApi.setUser(id, {
        name: name || id,
        ...of,
        roles: [...roles],
        disabled: isOff,
      })
    },
    onSuccess: list => {
      client.setQueryData(usersQuery.queryKey, list)
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const toggle = (role: Role) =>
    setRoles(roles.includes(role) ? roles.filter(other => other !== role) : [...roles, role])
  return (
    <Dialog
      title={user ? t('access.changeUser', { name: user.name }) : t('access.addUser')}
      onClose={onClose}
    >
      <form onSubmit={submit} className="form">
        {!user && (
          <TextInput
            data-first
            label={t('access.shortName')}
            description={t('access.shortNameMeans')}
            placeholder="anna.w"
            pattern="[a-z0-9][a-z0-9._\-]*"
            maxLength={64}
            required
            withAsterisk={false}
            value={id}
            onChange={event => setId(event.currentTarget.value.toLowerCase())}
          />
        )}
        <TextInput
          label={t('access.name')}
          value={name}
          maxLength={200}
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('access.address')}
          description={user?.person ? t('access.addressBound') : t('access.addressWhy')}
          type="email"
          value={email}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <fieldset className={css.roles}>
          <legend>{t('access.roles')}</legend>
          {roleOrder.map(role => (
            <label key={role} title={roleDoes(role)}>
              <input type="checkbox" checked={roles.includes(role)} onChange={() => toggle(role)} />
              {roleWord(role)}
            </label>
          ))}
        </fieldset>
        {user && (
          <Switch
            label={t('access.offMeans')}
            checked={isOff}
            onChange={event => setOff(event.currentTarget.checked)}
          />
        )}
        {save.isError && <Failure error={save.error} />}
        <footer>
          <Button variant="default" onClick={onClose}>
            {t('access.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('access.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
