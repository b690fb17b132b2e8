/** USB devices as rows: what it is, how sure its identity is, who used it where, and what the policy says of it. */
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeviceList, DeviceSeen } from '../../../events/devices.ts'
import type { VolumeAccess } from '../../../events/policy.ts'
import { adminApi, devicesQuery } from '../admin-api.ts'
import { notify } from '../notices.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { Age } from './age.tsx'
import css from './coverage.module.css'
import { DeviceNameDialog } from './device-name-dialog.tsx'
import { Failure } from './failure.tsx'
import { PersonChip } from './person-chip.tsx'

const accesses: readonly VolumeAccess[] = ['allow', 'read-only', 'deny']
const qualities = ['strong', 'weak', 'none'] as const

const labelOf = ({ name, vendor_name, model }: DeviceSeen): string =>
  name ?? [vendor_name, model].filter(text => text !== null && text !== '').join(' ')

function Access({
  device,
  otherwise,
}: {
  readonly device: DeviceSeen
  readonly otherwise: VolumeAccess
}) {
  const client = useQueryClient()
  const may = useMay()
  const label = labelOf(device)
  const set = useMutation({
    mutationFn: (access: VolumeAccess | null) => adminApi.setAccess(device.id, access, label),
    onSuccess: (list, access) => {
      client.setQueryData(devicesQuery.queryKey, list)
      const undo = () => set.mutate(device.access)
      const rule = access === null ? t('admin.devices.noRule') : t(`admin.access.${access}`)
      notify(t('admin.devices.set', { label, rule }), undo)
    },
  })
  if (!device.may.deny) return <span className="quiet">{t('admin.devices.noRuleFor')}</span>
  const as = t('admin.devices.asOthers', { rule: t(`admin.access.${otherwise}`) })
  const options = [
    { value: '', label: as },
    ...accesses.map(value => ({
      value,
      label: t(`admin.access.${value}`),
      disabled: value === 'allow' && !device.may.allow,
    })),
  ]
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('admin.devices.accessOf', { label })}
        data={options}
        value={device.access ?? ''}
        disabled={!may('setup.change') || set.isPending}
        onChange={event => {
          const { value } = event.currentTarget
          set.mutate(accesses.find(each => each === value) ?? null)
        }}
      />
      {device.serial === null && <small>{t('admin.devices.allOfModel')}</small>}
      {set.isError && <Failure error={set.error} />}
    </>
  )
}

function Uses({ uses }: Pick<DeviceSeen, 'uses'>) {
  return (
    <ul className={css.uses}>
      {uses.map(({ endpoint, person, times, last_at, present }) => (
        <li key={`${endpoint} ${person?.pseudonym ?? ''}`}>
          {person ? <PersonChip person={person} /> : t('admin.devices.nobody')}
          <span>{endpoint}</span>
          <small>
            {present
              ? t('admin.devices.present')
              : t.rich('admin.devices.times', {
                  count: times,
                  time: () => <Age time={last_at} isSentence />,
                })}
          </small>
        </li>
      ))}
    </ul>
  )
}

function Row({
  device,
  otherwise,
  onName,
}: {
  readonly device: DeviceSeen
  readonly otherwise: VolumeAccess
  readonly onName: () => void
}) {
  const may = useMay()
  const quality = qualities.find(each => each === device.quality) ?? 'none'
  const ids = [device.vendor_id, device.product_id].filter(text => text !== null).join(':')
  return (
    <tr data-testid="device">
      <td>
        <b>{labelOf(device)}</b>
        <small>
          {[device.name === null ? '' : device.model, ids, device.serial ?? '']
            .filter(text => text !== '')
            .join(' · ')}
        </small>
        {may('setup.change') && (
          <Button size="compact-xs" variant="subtle" onClick={onName}>
            {t(device.name === null ? 'admin.devices.name' : 'admin.devices.rename')}
            <span className="hidden"> {labelOf(device)}</span>
          </Button>
        )}
      </td>
      <td>
        <span className={css.state} data-state={quality === 'strong' ? 'sound' : 'degraded'}>
          <i aria-hidden /> {t(`admin.devices.quality.${quality}`)}
        </span>
        {device.quality_reason !== null && <small>{device.quality_reason}</small>}
      </td>
      <td>
        <Uses uses={device.uses} />
      </td>
      <td>
        <Age time={device.last_at} isSentence />
      </td>
      <td>
        <Access device={device} otherwise={otherwise} />
      </td>
    </tr>
  )
}

const columns = ['device', 'identity', 'who', 'last', 'access'] as const

export function DeviceRows({ devices, otherwise }: Pick<DeviceList, 'devices' | 'otherwise'>) {
  const [naming, setNaming] = useState<DeviceSeen | null>(null)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label={t('nav.devices')}>
        <table className={css.table}>
          <thead>
            <tr>
              {columns.map(name => (
                <th key={name} scope="col">
                  {t(`admin.devices.column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {devices.map(device => (
              <Row
                key={device.id}
                device={device}
                otherwise={otherwise}
                onName={() => setNaming(device)}
              />
            ))}
          </tbody>
        </table>
        {devices.length === 0 && <p className={css.none}>{t('admin.devices.noneOfKind')}</p>}
      </section>
      {naming && <DeviceNameDialog device={naming} onClose={() => setNaming(null)} />}
    </>
  )
}
