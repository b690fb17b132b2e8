/** Adds a user or changes one: what they are called, who they are in the directory, which roles they have. */
import { Button, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { UserRow } from '../../../events/api-identity.ts'
import type { Role } from '../../../events/roles.ts'
import { identityApi } from '../api-identity.ts'
import { usersQuery } from '../queries.ts'
import { roleWords } from '../role-words.ts'
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
    <Dialog title={user ? `Change ${user.name}` : 'Add a user'} onClose={onClose}>
      <form onSubmit={submit} className="form">
        {!user && (
          <TextInput
            data-first
            label="Short name"
            description="Stands in the record of everything they decide; it never changes"
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
          label="Name"
          value={name}
          maxLength={200}
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Address in the directory"
          description={
            user?.person
              ? 'Bound to a person already; fill in to bind to another'
              : 'Managers need it: it says whose manager they are'
          }
          type="email"
          value={email}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <fieldset className={css.roles}>
          <legend>Roles</legend>
          {Object.entries(roleWords).map(([, { role, word, does }]) => (
            <label key={role} title={does}>
              <input type="checkbox" checked={roles.includes(role)} onChange={() => toggle(role)} />
              {word}
            </label>
          ))}
        </fieldset>
        {user && (
          <Switch
            label="Switched off: cannot sign in, sessions end at once"
            checked={isOff}
            onChange={event => setOff(event.currentTarget.checked)}
          />
        )}
        {save.isError && <Failure error={save.error} />}
        <footer>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
