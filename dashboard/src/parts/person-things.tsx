/** What belongs to a person here: devices that were plugged in, endpoints, exports of the CRM. */
import { useQuery } from '@tanstack/react-query'
import { Download, KeyRound, Laptop, Stamp, Usb, Users } from 'lucide-react'
import { Link } from 'wouter'
import type { PersonHistory } from '../../../events/history.ts'
import { exportsQuery, personApprovalsQuery } from '../person-queries.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { Age } from './age.tsx'
import css from './person.module.css'
import { PersonChip } from './person-chip.tsx'
import { Bones } from './skeleton.tsx'

interface Props {
  readonly who: string
  readonly history: PersonHistory | undefined
}

const shown = 6

function Devices({ history, who }: { readonly history: PersonHistory; readonly who: string }) {
  const { endpoints } = history
  const plain = history.devices.filter(({ is_key }) => !is_key)
  const hunt = (extra: string) => `/hunt?person=${encodeURIComponent(who)}&${extra}`
  return (
    <>
      <h3>
        <Usb size={14} aria-hidden /> {t('person.devices')}
      </h3>
      {plain.length === 0 && <p className="quiet">{t('person.noDevices')}</p>}
      <ul className={css.things}>
        {plain.slice(0, shown).map(({ label, kind, last_at, customers }) => (
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

function Keys({ history: { keys } }: { readonly history: PersonHistory }) {
  if (!keys) return null
  return (
    <>
      <h3>
        <KeyRound size={14} aria-hidden /> {t('person.keys')}
      </h3>
      {keys.length === 0 && <p className="quiet">{t('person.noKeys')}</p>}
      <ul className={css.things}>
        {keys.map(({ label, model, registered_at, used_at }) => (
          <li key={`${label} ${registered_at}`}>
            <span title={model}>{label}</span>
            <small>
              {used_at === null ? t('person.keyUnused') : <Age time={used_at} isSentence />}
            </small>
          </li>
        ))}
      </ul>
    </>
  )
}

function Approvals({ who }: { readonly who: string }) {
  const list = useQuery(personApprovalsQuery(who))
  const asked = list.data?.approvals ?? []
  return (
    <>
      <h3>
        <Stamp size={14} aria-hidden /> {t('person.approvals')}
      </h3>
      {list.data && asked.length === 0 && <p className="quiet">{t('person.noApprovals')}</p>}
      <ul className={css.things}>
        {asked.slice(0, shown).map(({ id, state, content: { source, facts, asked_at } }) => (
          <li key={id}>
            <Link href={`/approvals/${id}`}>{source.name}</Link>
            <small>
              {t(`approvals.state.${state}`)} · {t('words.rows', { count: facts.rows })} ·{' '}
              <Age time={asked_at} isSentence />
            </small>
          </li>
        ))}
      </ul>
    </>
  )
}

function Sharers({ history: { sharers } }: { readonly history: PersonHistory }) {
  if (sharers.length === 0) return null
  return (
    <>
      <h3 title={t('person.sharersMean')}>
        <Users size={14} aria-hidden /> {t('person.sharers')}
      </h3>
      <ul className={css.things}>
        {sharers.map(({ person, files, devices, last_at }) => (
          <li key={person.pseudonym}>
            <Link href={`/people/${encodeURIComponent(person.pseudonym)}`}>
              <PersonChip person={person} />
            </Link>
            <small>
              {[
                ...(files > 0 ? [t('person.sharedFiles', { count: files })] : []),
                ...(devices > 0 ? [t('person.sharedDevices', { count: devices })] : []),
              ].join(', ')}{' '}
              · <Age time={last_at} isSentence />
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
        <>
          <Devices history={history} who={who} />
          <Keys history={history} />
        </>
      ) : (
        <Bones label={t('person.loading')} shape="form" />
      )}
      {may('exports.read') && history?.person.id && <Exports person={history.person.id} />}
      <Approvals who={who} />
      {history && <Sharers history={history} />}
    </section>
  )
}
