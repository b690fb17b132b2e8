/** Endpoints with what is weaker than it should be, worst first, and the rules that are on. */
import type { Setup } from '../../../events/api.ts'
import { isCurrent } from '../endpoint-health.ts'
import { t } from '../text.ts'
import { Age } from './age.tsx'
import { Copyable } from './copyable.tsx'
import { SensorFaults } from './sensor-faults.tsx'
import css from './setup.module.css'
import { SeverityMark } from './severity-mark.tsx'

type Endpoint = Setup['endpoints'][number]

const levels = ['critical', 'high', 'medium', 'low', 'informational']
const rank = ({ level }: Setup['rules'][number]): number => levels.indexOf(level)

const weakness = ({ online, degraded }: Endpoint): number => (online ? 0 : 1000) + degraded.length

interface RowProps {
  readonly endpoint: Endpoint
  readonly version: number
}

function EndpointRow({ endpoint, version: newest }: RowProps) {
  const { hostname, platform, version, online, last_seen_at, degraded } = endpoint
  return (
    <li className={css.endpoint} data-online={online}>
      <div>
        <b>{hostname}</b>
        <span className={css.presence}>
          <i aria-hidden />
          {degraded.length > 0
            ? t(online ? 'setup.onlineDegraded' : 'setup.offlineDegraded')
            : t(online ? 'setup.online' : 'setup.offline')}
        </span>
        <small>
          {last_seen_at === null
            ? t('setup.agent', { platform, version })
            : t.rich('setup.agentHeard', {
                platform,
                version,
                time: () => <Age time={last_seen_at} isSentence />,
              })}
        </small>
      </div>
      {!online && <p className="gap-note">{t('setup.notHeard')}</p>}
      {online && !isCurrent(endpoint, newest) && <p className="gap-note">{t('setup.oldPolicy')}</p>}
      <SensorFaults degraded={degraded} />
    </li>
  )
}

interface Props extends Pick<Setup, 'endpoints' | 'rules'> {
  /** Of the newest policy. */
  readonly version: number
}

export function EndpointsStep({ endpoints, rules, version }: Props) {
  const worstFirst = endpoints.toSorted((one, other) => weakness(other) - weakness(one))
  return (
    <>
      {endpoints.length === 0 ? (
        <p>
          {t('setup.noAgent')} <Copyable text="./clientkeep up" label={t('shell.command')} />
        </p>
      ) : (
        <ul className={css.endpoints}>
          {worstFirst.map(endpoint => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} version={version} />
          ))}
        </ul>
      )}
      <h3>{t('setup.rulesOn', { count: rules.length })}</h3>
      <ul className={css.rules}>
        {rules
          .toSorted((one, other) => rank(one) - rank(other))
          .map(({ name, title, level }) => (
            <li key={name}>
              <SeverityMark severity={level} />
              <span>{title}</span>
            </li>
          ))}
      </ul>
    </>
  )
}
