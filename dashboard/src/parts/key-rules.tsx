/** The rules for keys, and the switch that lets nobody in without one. */
import { Button, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { IdentityState } from '../../../events/api-identity.ts'
import type { IdentityPolicy } from '../../../events/identity-policy.ts'
import { identityApi } from '../api-identity.ts'
import { notify } from '../notices.ts'
import { identityQuery } from '../queries.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import css from './access.module.css'
import { Failure } from './failure.tsx'
import { KeyDates } from './key-dates.tsx'
import { KeyKinds } from './key-kinds.tsx'
import { Loaded } from './loaded.tsx'

const switches = [
  { name: 'synced', weak: true },
  { name: 'unnamed', weak: true },
  { name: 'traced', weak: false },
  { name: 'reveal_second_person', weak: false },
  { name: 'presence', weak: false },
] as const

function Rules({ state: { policy, site, metadata } }: { readonly state: IdentityState }) {
  const client = useQueryClient()
  const may = useMay()
  const [draft, setDraft] = useState<IdentityPolicy | null>(null)
  const save = useMutation({
    mutationFn: (policy: IdentityPolicy) => identityApi.setPolicy(policy),
    onSuccess: saved => {
      client.setQueryData(identityQuery.queryKey, saved)
      setDraft(null)
      notify(t('access.rulesInForce'))
    },
  })
  const shown = draft ?? policy
  const isChanged = JSON.stringify(shown) !== JSON.stringify(policy)
  return (
    <>
      <p>
        {t.rich('access.boundTo', { site: site.rp_id, code: words => <code>{words}</code> })}{' '}
        {metadata === null ? t('access.noMetadata') : t('access.metadata', { count: metadata })}{' '}
        {policy.models.length === 0
          ? t('access.everyKind')
          : t('access.allowed', { kinds: policy.models.map(({ name }) => name).join(', ') })}
      </p>
      <fieldset
        className={css.roles}
        disabled={!may('identity.change')}
        style={{ display: 'grid' }}
      >
        <legend className="hidden">{t('access.rules')}</legend>
        {switches.map(({ name, weak }) => (
          <Switch
            key={name}
            label={t(`access.rule.${name}`)}
            description={weak && shown[name] ? t('access.weaker') : undefined}
            checked={shown[name]}
            onChange={event => setDraft({ ...shown, [name]: event.currentTarget.checked })}
          />
        ))}
        <Switch
          label={t('access.enforced')}
          checked={shown.enforced}
          onChange={event => setDraft({ ...shown, enforced: event.currentTarget.checked })}
        />
      </fieldset>
      {may('identity.change') && (
        <>
          <KeyKinds kinds={shown.models} onChange={models => setDraft({ ...shown, models })} />
          <KeyDates
            dates={shown.key_by ?? []}
            onChange={key_by => setDraft({ ...shown, key_by })}
          />
        </>
      )}
      {save.isError && <Failure error={save.error} />}
      {isChanged && (
        <p className={css.end}>
          <Button loading={save.isPending} onClick={() => save.mutate(shown)}>
            {t('access.saveRules')}
          </Button>
          <Button variant="default" onClick={() => setDraft(null)}>
            {t('access.discard')}
          </Button>
        </p>
      )}
    </>
  )
}

export function KeyRules() {
  const state = useQuery(identityQuery)
  return (
    <section className={css.section} aria-labelledby="rules-title">
      <header>
        <h2 id="rules-title">{t('access.rules')}</h2>
      </header>
      <Loaded query={state} label={t('access.loadingRules')} shape="form">
        {data => <Rules state={data} />}
      </Loaded>
    </section>
  )
}
