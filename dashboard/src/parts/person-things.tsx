/** What belongs to a person here: devices that were plugged in, endpoints, exports of the CRM. */
import { useQuery } from '@tanstack/react-query'
import { Download, Laptop, Usb } from 'lucide-react'
import { Link } from 'wouter'
import type { PersonHistory } from '../../../events/history.ts'
import { exportsQuery } from '../person-queries.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { Age } from './age.tsx'
import css from './person.module.css'
import { Bones } from './skeleton.tsx'

interface Props {
  readonly who: string
  readonly history: PersonHistory | undefined
}

const shown = 6

function Devices({ history, who }: { readonly history: PersonHistory; readonly who: string }) {
  const { devices, endpoints } = history
  const hunt = (extra: string) => `/hunt?person=${encodeURIComponent(who)}&${extra}`
  return (
    <>
      <h3>
        <Usb size={14} aria-hidden /> {t('person.devices')}
      </h3>
      {devices.length === 0 && <p className="quiet">{t('person.noDevices')}</p>}
      <ul className={css.things}>
        {devices.slice(0, shown).map(({ label, kind, last_at, customers }) => (
          <li key={`${kind} ${label}`}>
            <Link href={hunt(`q=${encodeURIComponent(label)}`)}>{label}</Link>
            <small>
              <Age time={last_at} isSentence />
              {customers > 0 && ` · ${t('words.customers', { count: customers })}`}
            </small>
          </li>
        ))}
      </ul>
      <h3>
        <Laptop size={14} aria-hidden /> {t('person.endpoints')}
      </h3>
      <ul className={css.things}>
        {endpoints.slice(0, shown).map(({ hostname, last_at }) => (
          <li key={hostname}>
            <Link href={hunt(`endpoint=${encodeURIComponent(hostname)}`)}>{hostname}</Link>
            <small>
              <Age time={last_at} isSentence />
            </small>
          </li>
        ))}
      </ul>
    </>
  )
}

function Exports({ person }: { readonly person: string }) {
  const list = useQuery(exportsQuery)
  const own = (list.data?.exports ?? []).filter(row => row.person?.id === person)
  return (
    <>
      <h3>
        <Download size={14} aria-hidden /> {t('person.exports')}
      </h3>
      {list.data && own.length === 0 && <p className="quiet">{t('person.noExports')}</p>}
      <ul className={css.things}>
        {own.slice(0, shown).map(({ number, name, customers, registered_at }) => (
          <li key={number}>
            <span>{t('person.exportName', { number, name })}</span>
            <small>
              <Age time={registered_at} isSentence /> · {t('words.customers', { count: customers })}
            </small>
          </li>
        ))}
      </ul>
    </>
  )
}

export function PersonThings({ who, history }: Props) {
  const may = useMay()
  return (
    <section className={css.card} aria-label={t('person.things')}>
      {history ? (
        <Devices history={history} who={who} />
      ) : (
        <Bones label={t('person.loading')} shape="form" />
      )}
      {may('exports.read') && history?.person.id && <Exports person={history.person.id} />}
    </section>
  )
}
