/** Endpoints by sensors: what each sees fully, weakly or not at all, with what waits on it, its agent and its policy. */
import { CircleCheck, CircleDashed, CircleOff, CircleX, type LucideIcon, Minus } from 'lucide-react'
import { Fragment } from 'react'
import type { Endpoint } from '../../../events/endpoints.ts'
import { type CoverageRow, isCurrent, sensorNames, sensorState } from '../endpoint-health.ts'
import { t } from '../text.ts'
import { count } from '../words.ts'
import { Age } from './age.tsx'
import css from './coverage.module.css'
import { EndpointRevoke } from './endpoint-revoke.tsx'
import { SensorFaults } from './sensor-faults.tsx'

const icons: Readonly<Record<ReturnType<typeof sensorState>, LucideIcon>> = {
  ok: CircleCheck,
  weak: CircleDashed,
  ended: CircleX,
  silent: CircleOff,
  absent: Minus,
  unknown: CircleDashed,
}

function Sensors({ endpoint }: { readonly endpoint: Endpoint }) {
  return sensorNames.map(name => {
    const state = sensorState(endpoint, name)
    const Icon = icons[state]
    return (
      <td key={name} className={css.sensor} data-state={state} data-testid={`sensor-${name}`}>
        <Icon size={15} aria-hidden />
        <small>{t(`coverage.sensor.${state}`)}</small>
      </td>
    )
  })
}

function Waiting({ report }: Pick<Endpoint, 'report'>) {
  if (!report) return <span className="quiet">{t('coverage.sensor.unknown')}</span>
  const { waiting, lost } = report.spool
  return (
    <>
      {t('coverage.waiting', { count: waiting })}
      {lost > 0 && <small>{t('coverage.lost', { count: count(lost) })}</small>}
      <small>
        <Age time={report.at} isSentence />
      </small>
    </>
  )
}

function Row({ row, newest }: { readonly row: CoverageRow; readonly newest: number }) {
  const { endpoint, state } = row
  const { hostname, platform, version, policy_version, last_seen_at, degraded } = endpoint
  return (
    <Fragment>
      <tr data-testid="endpoint" data-more={degraded.length > 0 || undefined}>
        <th scope="row">
          <b>{hostname}</b>
          <small>{platform}</small>
          <EndpointRevoke endpoint={endpoint} />
        </th>
        <td>
          <span className={css.state} data-state={state}>
            <i aria-hidden /> {t(`coverage.state.${state}`)}
          </span>
          <small>
            {last_seen_at === null ? t('coverage.never') : <Age time={last_seen_at} isSentence />}
          </small>
        </td>
        <Sensors endpoint={endpoint} />
        <td>
          <Waiting report={endpoint.report} />
        </td>
        <td className="num">{version}</td>
        <td className="num">
          {count(policy_version)}
          {!isCurrent(endpoint, newest) && (
            <small>{t('coverage.newest', { version: count(newest) })}</small>
          )}
        </td>
      </tr>
      {degraded.length > 0 && (
        <tr className={css.why} data-testid="endpoint-why">
          <td colSpan={5 + sensorNames.length}>
            <SensorFaults degraded={degraded} />
          </td>
        </tr>
      )}
    </Fragment>
  )
}

interface Props {
  readonly rows: readonly CoverageRow[]
  /** Version of the newest policy. */
  readonly newest: number
}

export function CoverageRows({ rows, newest }: Props) {
  const after = ['waiting', 'version', 'policy'] as const
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('nav.coverage')}>
      <table className={`${css.table} ${css.matrix}`}>
        <thead>
          <tr>
            <th scope="col">{t('coverage.column.endpoint')}</th>
            <th scope="col">{t('coverage.column.state')}</th>
            {sensorNames.map(name => (
              <th key={name} scope="col">
                {t(`coverage.sensors.${name}`)}
              </th>
            ))}
            {after.map(name => (
              <th key={name} scope="col">
                {t(`coverage.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.endpoint.id} row={row} newest={newest} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className={css.none}>{t('coverage.noneOfThese')}</p>}
    </section>
  )
}
