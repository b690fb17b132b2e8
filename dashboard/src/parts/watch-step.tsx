/** Edits what agents watch. Nothing changes until it is saved; what was typed stays when saving fails. */
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Setup } from '../../../events/api.ts'
import { identityApi } from '../api-identity.ts'
import { announce } from '../notices.ts'
import { setupQuery } from '../queries.ts'
import { t } from '../text.ts'
import { Failure } from './failure.tsx'
import { PolicyState } from './policy-state.tsx'
import css from './setup.module.css'
import { type DraftPlace, draftOf, isSame, kinds, newPlace, policyOf } from './watch-draft.ts'
import { faultsOf } from './watch-faults.ts'

interface RowProps {
  readonly place: DraftPlace
  readonly fault: string | undefined
  readonly onChange: (change: Partial<DraftPlace>) => void
  readonly onRemove: () => void
}

function PlaceRow({ place, fault, onChange, onRemove }: RowProps) {
  const name = place.label || place.path || t('setup.newPlace')
  return (
    <fieldset className={css.place}>
      <legend className="hidden">{name}</legend>
      <TextInput
        label={t('setup.path')}
        placeholder="/media/usb"
        value={place.path}
        error={fault}
        spellCheck={false}
        onChange={event => onChange({ path: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('setup.kind')}
        data={kinds.map(value => ({ value, label: t(`setup.kinds.${value}`) }))}
        value={place.kind}
        onChange={event => {
          const kind = kinds.find(value => value === event.currentTarget.value)
          if (kind) onChange({ kind })
        }}
      />
      <TextInput
        label={t('setup.label')}
        placeholder={t('setup.labelExample')}
        value={place.label}
        onChange={event => onChange({ label: event.currentTarget.value })}
      />
      <button
        type="button"
        className="icon-button"
        aria-label={t('setup.remove', { name })}
        title={t('setup.remove', { name })}
        onClick={onRemove}
      >
        <Trash2 size={16} aria-hidden />
      </button>
    </fieldset>
  )
}

interface Props {
  readonly watch: Setup['watch']
  readonly endpoints: Setup['endpoints']
}

export function WatchStep({ watch: { policy, version }, endpoints }: Props) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(policy))
  const [base, setBase] = useState(policy)
  const [hasTried, setTried] = useState(false)
  const isDirty = !isSame(policyOf(draft), base)
  if (!isDirty && !isSame(policy, base)) {
    setBase(policy)
    setDraft(draftOf(policy))
  }
  const faults = faultsOf(draft)
  const save = useMutation({
    mutationFn: identityApi.watch,
    onSuccess: async saved => {
      announce(t('setup.watchSaved'))
      setBase(saved)
      setDraft(draftOf(saved))
      setTried(false)
      await client.invalidateQueries({ queryKey: setupQuery.queryKey })
    },
  })
  const change = (key: number, part: Partial<DraftPlace>) => {
    save.reset()
    setDraft({
      ...draft,
      places: draft.places.map(place => (place.key === key ? { ...place, ...part } : place)),
    })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (faults.size === 0) save.mutate(policyOf(draft))
  }
  return (
    <form onSubmit={submit} noValidate>
      <p>{t('setup.watchText')}</p>
      <Switch
        label={t('setup.everyDriveSwitch')}
        checked={draft.removable_drives}
        onChange={event => {
          save.reset()
          setDraft({ ...draft, removable_drives: event.currentTarget.checked })
        }}
      />
      {draft.places.map(place => (
        <PlaceRow
          key={place.key}
          place={place}
          fault={hasTried ? faults.get(place.key)?.path : undefined}
          onChange={part => change(place.key, part)}
          onRemove={() =>
            setDraft({ ...draft, places: draft.places.filter(({ key }) => key !== place.key) })
          }
        />
      ))}
      <div className={css.formEnd}>
        <Button
          variant="default"
          size="sm"
          leftSection={<Plus size={15} aria-hidden />}
          onClick={() => setDraft({ ...draft, places: [...draft.places, newPlace()] })}
        >
          {t('setup.addPlace')}
        </Button>
        <span className={css.spring} />
        {isDirty && (
          <Button variant="subtle" size="sm" onClick={() => setDraft(draftOf(base))}>
            {t('setup.discard')}
          </Button>
        )}
        <Button type="submit" size="sm" disabled={!isDirty} loading={save.isPending}>
          {t('setup.save')}
        </Button>
      </div>
      {save.isError && <Failure error={save.error} onRetry={() => save.mutate(policyOf(draft))} />}
      {!isDirty && <PolicyState endpoints={endpoints} version={version} />}
    </form>
  )
}
