/** The policy as a form: each switch changes the text beside it, and the text the switches. */
import { NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core'
import type { WatchPolicy } from '../../../events/policy.ts'
import { t } from '../text.ts'
import css from './coverage.module.css'

interface Props {
  readonly policy: WatchPolicy
  readonly isOff: boolean
  readonly onChange: (policy: WatchPolicy) => void
}

/** Each with what holds where the policy says nothing. */
const switches = [
  ['removable_drives', false],
  ['home_folders', false],
  ['network_mounts', false],
  ['clipboard', true],
  ['print', true],
] as const
const modes = ['observe', 'warn', 'hold', 'block'] as const
const accesses = ['allow', 'read-only', 'deny'] as const
const inventories = ['off', 'paused', 'on'] as const
const outside = ['removable', 'network', 'cloud-sync'] as const
/** `unreadable` is for who writes the policy itself: it means every picture and program. */
const unread = ['encrypted', 'truncated'] as const
const customersMaxUsual = 25

function Holds({ policy, isOff, onChange }: Props) {
  const ask = policy.volumes?.ask ?? t('admin.policy.askUsual')
  const holds = policy.holds ?? {
    mode: 'observe' as const,
    customers_max: customersMaxUsual,
    kinds: ['removable' as const],
    ask,
  }
  const set = (part: Partial<typeof holds>) => onChange({ ...policy, holds: { ...holds, ...part } })
  return (
    <>
      <NativeSelect
        label={t('admin.policy.mode')}
        disabled={isOff}
        data={modes.map(value => ({ value, label: t(`admin.policy.modes.${value}`) }))}
        value={holds.mode}
        onChange={event => {
          const mode = modes.find(each => each === event.currentTarget.value)
          if (mode) set({ mode })
        }}
      />
      {holds.mode !== 'observe' && (
        <>
          <NumberInput
            label={t('admin.policy.customersMax')}
            disabled={isOff}
            min={0}
            value={holds.customers_max}
            onChange={value => set({ customers_max: Number(value) || 0 })}
          />
          <NumberInput
            label={t('admin.policy.dayMax')}
            placeholder={t('admin.policy.dayMaxOff')}
            disabled={isOff}
            min={0}
            value={holds.day_max ?? ''}
            onChange={value => {
              const { day_max: _, ...others } = holds
              const more = value === '' ? {} : { day_max: Number(value) || 0 }
              onChange({ ...policy, holds: { ...others, ...more } })
            }}
          />
          {unread.map(why => (
            <Switch
              key={why}
              disabled={isOff}
              label={t(`admin.policy.unread.${why}`)}
              checked={holds.unread?.includes(why) ?? false}
              onChange={event => {
                const others = (holds.unread ?? []).filter(each => each !== why)
                set({ unread: event.currentTarget.checked ? [...others, why] : others })
              }}
            />
          ))}
          {outside.map(kind => (
            <Switch
              key={kind}
              disabled={isOff}
              label={t(`admin.policy.kinds.${kind}`)}
              checked={holds.kinds.includes(kind)}
              onChange={event => {
                const others = holds.kinds.filter(each => each !== kind)
                set({ kinds: event.currentTarget.checked ? [...others, kind] : others })
              }}
            />
          ))}
          <TextInput
            label={t('admin.policy.ask')}
            disabled={isOff}
            value={holds.ask}
            onChange={event => set({ ask: event.currentTarget.value })}
          />
        </>
      )}
    </>
  )
}

export function PolicyFields(props: Props) {
  const { policy, isOff, onChange } = props
  const volumes = policy.volumes ?? {
    rules: [],
    otherwise: 'allow' as const,
    ask: policy.holds?.ask ?? t('admin.policy.askUsual'),
  }
  return (
    <div className={css.fields}>
      {switches.map(([name, usual]) => (
        <Switch
          key={name}
          disabled={isOff}
          label={t(`admin.policy.switch.${name}`)}
          checked={policy[name] ?? usual}
          onChange={event => onChange({ ...policy, [name]: event.currentTarget.checked })}
        />
      ))}
      <Holds {...props} />
      <NativeSelect
        label={t('admin.policy.otherwise')}
        description={t('admin.policy.rules', { count: volumes.rules.length })}
        disabled={isOff}
        data={accesses.map(value => ({ value, label: t(`admin.access.${value}`) }))}
        value={volumes.otherwise}
        onChange={event => {
          const otherwise = accesses.find(each => each === event.currentTarget.value)
          if (otherwise) onChange({ ...policy, volumes: { ...volumes, otherwise } })
        }}
      />
      <NativeSelect
        label={t('admin.policy.inventory')}
        disabled={isOff}
        data={inventories.map(value => ({ value, label: t(`admin.policy.inventories.${value}`) }))}
        value={policy.inventory ?? 'off'}
        onChange={event => {
          const inventory = inventories.find(each => each === event.currentTarget.value)
          if (inventory) onChange({ ...policy, inventory })
        }}
      />
    </div>
  )
}
