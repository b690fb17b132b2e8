/** How well the endpoints are covered: the worst first, with what is weaker than it should be; and how another one is enrolled. */
import { useQuery } from '@tanstack/react-query'
import { LaptopMinimalCheck } from 'lucide-react'
import { Link, useSearch } from 'wouter'
import type { Setup } from '../../../events/api.ts'
import { Age } from '../parts/age.tsx'
import css from '../parts/coverage.module.css'
import { Empty } from '../parts/empty.tsx'
import { EndpointRevoke } from '../parts/endpoint-revoke.tsx'
import { Enrol } from '../parts/enrol.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { isCurrent } from '../parts/policy-state.tsx'
import { setupQuery } from '../queries.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { count } from '../words.ts'

type Endpoint = Setup['endpoints'][number]

const states = ['silent', 'degraded', 'behind', 'sound'] as const
type State = (typeof states)[number]

function stateOf(endpoint: Endpoint, version: number): State {
  if (!endpoint.online) return 'silent'
  if (endpoint.degraded.length > 0) return 'degraded'
  return isCurrent(endpoint, version) ? 'sound' : 'behind'
}

interface Row {
  readonly endpoint: Endpoint
  readonly state: State
}

/** The worst first; among equals, who was not heard for longest. */
const rowsOf = ({ endpoints, watch }: Setup): readonly Row[] =>
  endpoints
    .map(endpoint => ({ endpoint, state: stateOf(endpoint, watch.version) }))
    .toSorted(
      (one, other) =>
        states.indexOf(one.state) - states.indexOf(other.state) ||
        (one.endpoint.last_seen_at ?? 0) - (other.endpoint.last_seen_at ?? 0),
    )

function Tiles({
  rows,
  chosen,
}: {
  readonly rows: readonly Row[]
  readonly chosen: string | null
}) {
  return (
    <nav className={css.tiles} aria-label={t('coverage.which')}>
      <Link href="/coverage" aria-current={chosen === null ? 'page' : undefined}>
        <b className="num">{count(rows.length)}</b>
        {t('coverage.all')}
      </Link>
      {states.map(state => (
        <Link
          key={state}
          href={`/coverage?state=${state}`}
          aria-current={chosen === state ? 'page' : undefined}
          data-state={state}
        >
          <b className="num">{count(rows.filter(row => row.state === state).length)}</b>
          {t(`coverage.state.${state}`)}
        </Link>
      ))}
    </nav>
  )
}

function EndpointRow({ row: { endpoint, state } }: { readonly row: Row }) {
  const { hostname, platform, version, policy_version, last_seen_at, degraded } = endpoint
  return (
    <tr data-testid="endpoint">
      <td>
        <b>{hostname}</b>
        <small>{platform}</small>
        <EndpointRevoke endpoint={endpoint} />
      </td>
      <td>
        <span className={css.state} data-state={state}>
          <i aria-hidden /> {t(`coverage.state.${state}`)}
        </span>
      </td>
      <td>
        {degraded.length === 0 && <span className="quiet">–</span>}
        {degraded.map(({ sensor, reason, at }) => (
          <p key={`${sensor} ${reason}`} className="gap-note">
            {t.rich('setup.degraded', {
              sensor,
              reason,
              b: words => <b>{words}</b>,
              time: () => <Age time={at} isSentence />,
            })}
          </p>
        ))}
      </td>
      <td>
        {last_seen_at === null ? t('coverage.never') : <Age time={last_seen_at} isSentence />}
      </td>
      <td className="num">{version}</td>
      <td className="num">{count(policy_version)}</td>
    </tr>
  )
}

const columns = ['endpoint', 'state', 'weak', 'heard', 'version', 'policy'] as const

function Coverage({ setup }: { readonly setup: Setup }) {
  const chosen = new URLSearchParams(useSearch()).get('state')
  const rows = rowsOf(setup)
  const shown = rows.filter(({ state }) => chosen === null || state === chosen)
  return (
    <>
      <Tiles rows={rows} chosen={chosen} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label={t('nav.coverage')}>
        <table className={css.table}>
          <thead>
            <tr>
              {columns.map(name => (
                <th key={name} scope="col">
                  {t(`coverage.column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(row => (
              <EndpointRow key={row.endpoint.id} row={row} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p className={css.none}>{t('coverage.noneOfThese')}</p>}
      </section>
    </>
  )
}

export default function CoveragePage() {
  const setup = useQuery(setupQuery)
  const may = useMay()
  return (
    <div className="page">
      <h1>{t('nav.coverage')}</h1>
      <Loaded
        query={setup}
        label={t('setup.loading')}
        isEmpty={data => data.endpoints.length === 0}
        empty={
          <Empty icon={LaptopMinimalCheck} title={t('coverage.empty')}>
            <p>{t('coverage.emptyText')}</p>
          </Empty>
        }
      >
        {data => <Coverage setup={data} />}
      </Loaded>
      {may('setup.change') && <Enrol />}
    </div>
  )
}
