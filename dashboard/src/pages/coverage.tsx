/** How well everything is covered: endpoints by sensors, the worst first; what that rests on; and how another endpoint is enrolled. */
import { useQuery } from '@tanstack/react-query'
import { LaptopMinimalCheck } from 'lucide-react'
import { Link, useSearch } from 'wouter'
import type { Setup } from '../../../events/api.ts'
import { type CoverageRow, coverageRows, endpointStates } from '../endpoint-health.ts'
import css from '../parts/coverage.module.css'
import { CoverageRest } from '../parts/coverage-rest.tsx'
import { CoverageRows } from '../parts/coverage-rows.tsx'
import { Empty } from '../parts/empty.tsx'
import { Enrol } from '../parts/enrol.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { setupQuery } from '../queries.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { count } from '../words.ts'

interface TilesProps {
  readonly rows: readonly CoverageRow[]
  readonly chosen: string | null
}

function Tiles({ rows, chosen }: TilesProps) {
  return (
    <nav className={css.tiles} aria-label={t('coverage.which')}>
      <Link href="/coverage" aria-current={chosen === null ? 'page' : undefined}>
        <b className="num">{count(rows.length)}</b>
        {t('coverage.all')}
      </Link>
      {endpointStates.map(state => (
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

function Coverage({ setup }: { readonly setup: Setup }) {
  const chosen = new URLSearchParams(useSearch()).get('state')
  const rows = coverageRows(setup)
  const shown = rows.filter(({ state }) => chosen === null || state === chosen)
  return (
    <>
      <Tiles rows={rows} chosen={chosen} />
      <CoverageRows rows={shown} newest={setup.watch.version} />
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
      {setup.data && <CoverageRest detection={setup.data.detection} at={setup.dataUpdatedAt} />}
      {may('setup.change') && <Enrol />}
    </div>
  )
}
