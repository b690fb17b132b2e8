/** USB devices that endpoints saw: by kind, with who used them, and what the policy says of each. */
import { useQuery } from '@tanstack/react-query'
import { Usb } from 'lucide-react'
import { Link, useSearch } from 'wouter'
import type { DeviceList } from '../../../events/devices.ts'
import { devicesQuery } from '../admin-api.ts'
import css from '../parts/coverage.module.css'
import { DeviceRows } from '../parts/device-rows.tsx'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { t } from '../text.ts'
import { count } from '../words.ts'

const kinds = ['storage', 'phone', 'security-key', 'other'] as const
type Kind = (typeof kinds)[number]

const kindOf = (kind: string): Kind => kinds.find(each => each === kind) ?? 'other'

function Devices({ list: { devices, total, otherwise } }: { readonly list: DeviceList }) {
  const asked = new URLSearchParams(useSearch()).get('kind')
  const present = kinds.find(kind => devices.some(device => kindOf(device.kind) === kind))
  const chosen = kinds.find(kind => kind === asked) ?? present ?? 'storage'
  const shown = devices.filter(({ kind }) => kindOf(kind) === chosen)
  return (
    <>
      <nav className={css.tiles} aria-label={t('admin.devices.which')}>
        {kinds.map(kind => (
          <Link
            key={kind}
            href={`/devices?kind=${kind}`}
            aria-current={chosen === kind ? 'page' : undefined}
          >
            <b className="num">
              {count(devices.filter(device => kindOf(device.kind) === kind).length)}
            </b>
            {t(`admin.devices.kind.${kind}`)}
          </Link>
        ))}
      </nav>
      <DeviceRows devices={shown} otherwise={otherwise} />
      {total > devices.length && (
        <p className="quiet">
          {t('admin.devices.more', { shown: count(devices.length), total: count(total) })}
        </p>
      )}
    </>
  )
}

export default function DevicesPage() {
  const query = useQuery(devicesQuery)
  return (
    <div className="page">
      <h1>{t('nav.devices')}</h1>
      <p className="lead">{t('admin.devices.text')}</p>
      <Loaded
        query={query}
        label={t('admin.devices.loading')}
        isEmpty={({ devices }) => devices.length === 0}
        empty={
          <Empty
            icon={Usb}
            title={t('admin.devices.none')}
            step={{ href: '/coverage#enrol', label: t('admin.devices.noneStep') }}
          >
            <p>{t('admin.devices.noneText')}</p>
          </Empty>
        }
      >
        {list => <Devices list={list} />}
      </Loaded>
    </div>
  )
}
