/** The events behind a finding: when, which file, customers, where to, how well it could be read. Gaps are drawn hatched. */
import type { AlertDetail } from '../../../events/api.ts'
import { count, placeWords, plural, size } from '../words.ts'
import { Age } from './age.tsx'
import css from './alert.module.css'
import { Copyable } from './copyable.tsx'
import { placeIcons } from './places.tsx'
import { ScanState } from './scan-state.tsx'

type Evidence = AlertDetail['findings'][number]['evidence'][number]

const hashCharsShown = 10

/** Confirmed customers, or what may be some. */
function Customers({ item }: { readonly item: Evidence }) {
  const { customers, candidates, kinds, rows } = item
  if (customers === 0 && candidates > 0) {
    return (
      <span className="gap-note">
        {plural(candidates, 'candidate')}, not confirmed as customers
      </span>
    )
  }
  const found = [
    ...(kinds.email > 0 ? [`${count(kinds.email)} by e-mail`] : []),
    ...(kinds.phone > 0 ? [`${count(kinds.phone)} by phone`] : []),
    ...(rows > 0 ? [plural(rows, 'row')] : []),
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
        {file ?? 'copied text'}
      </b>
      <small>
        {[
          ...(file === null ? [] : [size_bytes === null ? 'size unknown' : size(size_bytes)]),
          ...(path === null ? [] : [path]),
          ...(app === null ? [] : [`by ${app}`]),
        ].join(' · ')}
      </small>
    </>
  )
}

function EvidenceRow({ item }: { readonly item: Evidence }) {
  const { place, endpoint, sha256, account } = item
  const Icon = placeIcons[place.kind]
  return (
    <tr>
      <td data-label="When">
        <Age time={item.time} isSentence />
        <small>{item.activity.toLowerCase()}</small>
      </td>
      <td data-label="File">
        <What item={item} />
      </td>
      <td data-label="Customers">
        <Customers item={item} />
      </td>
      <td data-label="Where to">
        <span className={css.place}>
          <Icon size={14} aria-hidden /> {place.label}
        </span>
        <small>
          {placeWords[place.kind]} · from {endpoint.hostname}
          {account !== null && ` as ${account}`}
        </small>
      </td>
      <td data-label="Read">
        <ScanState scan={item.scan} reason={item.scan_reason} />
        {sha256 !== null && (
          <Copyable
            text={sha256}
            shown={`${sha256.slice(0, hashCharsShown)}…`}
            label={`SHA-256 of ${item.file ?? 'the copy'}`}
          />
        )}
      </td>
    </tr>
  )
}

export function EvidenceTable({ evidence }: { readonly evidence: readonly Evidence[] }) {
  if (evidence.length === 0)
    return <p className="gap-note">The events of this finding could not be read.</p>
  return (
    <table className={css.table} data-testid="evidence">
      <caption className="hidden">Evidence</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">File</th>
          <th scope="col">Customers</th>
          <th scope="col">Where to</th>
          <th scope="col">Read, SHA-256</th>
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
