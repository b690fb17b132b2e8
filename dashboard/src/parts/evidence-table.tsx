/** The events behind a finding: when, which file, customers, where to, how well it could be read. Gaps are drawn hatched. */
import type { AlertDetail } from '../../../events/api.ts'
import { activityWords } from '../said/words.ts'
import { t } from '../text.ts'
import { count, placeWord, size } from '../words.ts'
import { Age } from './age.tsx'
import css from './alert.module.css'
import { Copyable } from './copyable.tsx'
import { PinButton } from './pin-button.tsx'
import { placeIcons } from './places.tsx'
import { ScanState } from './scan-state.tsx'

type Evidence = AlertDetail['findings'][number]['evidence'][number]

const hashCharsShown = 10

/** Confirmed customers, or what may be some. */
function Customers({ item }: { readonly item: Evidence }) {
  const { customers, candidates, kinds, rows } = item
  if (customers === 0 && candidates > 0) {
    return <span className="gap-note">{t('alert.candidates', { count: candidates })}</span>
  }
  const found = [
    ...(kinds.email > 0 ? [t('alert.byEmail', { count: kinds.email })] : []),
    ...(kinds.phone > 0 ? [t('alert.byPhone', { count: kinds.phone })] : []),
    ...(rows > 0 ? [t('words.rows', { count: rows })] : []),
  ]
  return (
    <>
      <b className="num">{count(customers)}</b>
      <small>{found.join(', ')}</small>
    </>
  )
}

/** A file with its size and path, or what was copied without one, by which program. */
function What({ item: { file, path, size_bytes, app } }: { readonly item: Evidence }) {
  return (
    <>
      <b className={css.file} {...(path !== null && { title: path })}>
        {file ?? t('alert.copiedText')}
      </b>
      <small>
        {[
          ...(file === null
            ? []
            : [size_bytes === null ? t('alert.sizeUnknown') : size(size_bytes)]),
          ...(path === null ? [] : [path]),
          ...(app === null ? [] : [t('alert.byApp', { app })]),
        ].join(' · ')}
      </small>
    </>
  )
}

function EvidenceRow({ item }: { readonly item: Evidence }) {
  const { place, endpoint, sha256, account } = item
  const Icon = placeIcons[place.kind]
  const from = { place: placeWord(place.kind), host: endpoint.hostname }
  return (
    <tr>
      <td data-label={t('alert.columns.when')}>
        <Age time={item.time} isSentence />
        <small>{activityWords(item.activity)}</small>
        <PinButton
          pin={{ kind: 'event', offset: item.offset }}
          title={item.file ?? t('alert.copiedText')}
          isIcon
        />
      </td>
      <td data-label={t('alert.columns.file')}>
        <What item={item} />
      </td>
      <td data-label={t('alert.columns.customers')}>
        <Customers item={item} />
      </td>
      <td data-label={t('alert.columns.where')}>
        <span className={css.place}>
          <Icon size={14} aria-hidden /> {place.label}
        </span>
        <small>
          {account === null ? t('alert.from', from) : t('alert.fromAs', { ...from, account })}
        </small>
      </td>
      <td data-label={t('alert.columns.read')}>
        <ScanState scan={item.scan} reason={item.scan_reason} />
        {sha256 !== null && (
          <Copyable
            text={sha256}
            shown={`${sha256.slice(0, hashCharsShown)}…`}
            label={t('alert.hashOf', { file: item.file ?? t('alert.theCopy') })}
          />
        )}
      </td>
    </tr>
  )
}

export function EvidenceTable({ evidence }: { readonly evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return <p className="gap-note">{t('alert.evidenceUnread')}</p>
  return (
    <table className={css.table} data-testid="evidence">
      <caption className="hidden">{t('alert.evidence')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('alert.columns.when')}</th>
          <th scope="col">{t('alert.columns.file')}</th>
          <th scope="col">{t('alert.columns.customers')}</th>
          <th scope="col">{t('alert.columns.where')}</th>
          <th scope="col">{t('alert.columns.readHash')}</th>
        </tr>
      </thead>
      <tbody>
        {evidence.map(item => (
          <EvidenceRow key={item.event_id} item={item} />
        ))}
      </tbody>
    </table>
  )
}
