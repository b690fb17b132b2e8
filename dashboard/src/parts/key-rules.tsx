/** The rules for keys, and the switch that lets nobody in without one. */
import { Button, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { IdentityPolicy } from '../../../events/identity-policy.ts'
import { identityApi } from '../api-identity.ts'
import { notify } from '../notices.ts'
import { identityQuery } from '../queries.ts'
import { useMay } from '../session.ts'
import css from './access.module.css'
import { Failure } from './failure.tsx'
import { Bones } from './skeleton.tsx'

const switches = [
  { name: 'synced', label: 'Allow synced passkeys', weak: true },
  { name: 'unnamed', label: 'Allow keys that do not say which kind they are', weak: true },
  {
    name: 'traced',
    label: 'Only keys whose maker is proven by the FIDO metadata file',
    weak: false,
  },
  {
    name: 'reveal_second_person',
    label: 'A name is shown only after a privacy officer agreed',
    weak: false,
  },
  { name: 'presence', label: 'A session waits while its key is unplugged', weak: false },
] as const

export function KeyRules() {
  const client = useQueryClient()
  const may = useMay()
  const state = useQuery(identityQuery)
  const [draft, setDraft] = useState<IdentityPolicy | null>(null)
  const save = useMutation({
    mutationFn: (policy: IdentityPolicy) => identityApi.setPolicy(policy),
    onSuccess: saved => {
      client.setQueryData(identityQuery.queryKey, saved)
      setDraft(null)
      notify('The rules for keys are in force.')
    },
  })
  if (state.isPending) return <Bones label="Loading rules" rows={2} />
  if (state.isError) return <Failure error={state.error} onRetry={() => state.refetch()} />
  const { policy, site, metadata } = state.data
  const shown = draft ?? policy
  const isChanged = JSON.stringify(shown) !== JSON.stringify(policy)
  return (
    <section className={css.section} aria-labelledby="rules-title">
      <header>
        <h2 id="rules-title">Rules for keys</h2>
      </header>
      <p>
        Keys are bound to <code>{site.rp_id}</code>.{' '}
        {metadata === null
          ? 'No FIDO metadata file is set, so what a key says of its maker is not proven.'
          : `The FIDO metadata file knows ${metadata} kinds of keys.`}{' '}
        {policy.models.length === 0
          ? 'Every kind is allowed.'
          : `Allowed: ${policy.models.map(({ name }) => name).join(', ')}.`}
      </p>
      <fieldset
        className={css.roles}
        disabled={!may('identity.change')}
        style={{ display: 'grid' }}
      >
        <legend className="hidden">Rules for keys</legend>
        {switches.map(({ name, label, weak }) => (
          <Switch
            key={name}
            label={label}
            description={weak && shown[name] ? 'weaker than it should be' : undefined}
            checked={shown[name]}
            onChange={event => setDraft({ ...shown, [name]: event.currentTarget.checked })}
          />
        ))}
        <Switch
          label="Nobody signs in without a key; the console's link ends"
          checked={shown.enforced}
          onChange={event => setDraft({ ...shown, enforced: event.currentTarget.checked })}
        />
      </fieldset>
      {save.isError && <Failure error={save.error} />}
      {isChanged && (
        <p className={css.end}>
          <Button loading={save.isPending} onClick={() => save.mutate(shown)}>
            Save the rules
          </Button>
          <Button variant="default" onClick={() => setDraft(null)}>
            Discard
          </Button>
        </p>
      )}
    </section>
  )
}
