/** Endpoints with what is weaker than it should be, worst first, and the rules that are on. */
import type { Setup } from '../../../events/api.ts'
import { plural } from '../words.ts'
import { Age } from './age.tsx'
import { Copyable } from './copyable.tsx'
import css from './setup.module.css'
import { SeverityMark } from './severity-mark.tsx'

type Endpoint = Setup['endpoints'][number]

const weakness = ({ online, degraded }: Endpoint): number => (online ? 0 : 1000) + degraded.length

function EndpointRow({ endpoint }: { readonly endpoint: Endpoint }) {
  const { hostname, platform, version, online, last_seen_at, degraded } = endpoint
  return (
    <li className={css.endpoint} data-online={online}>
      <div>
        <b>{hostname}</b>
        <span className={css.presence}>
          <i aria-hidden />
          {online ? 'online' : 'offline'}
          {degraded.length > 0 && ', degraded'}
        </span>
        <small>
          {platform}, agent {version}
          {last_seen_at !== null && (
            <>
              , last heard <Age time={last_seen_at} isSentence />
            </>
          )}
        </small>
      </div>
      {!online && (
        <p className="gap-note">
          Not heard from. It keeps what it sees and sends it when it is back; until then nothing is
          known.
        </p>
      )}
      {degraded.map(({ sensor, reason, at }) => (
        <p key={`${sensor} ${reason}`} className="gap-note">
          <b>{sensor}</b>: {reason} (<Age time={at} isSentence />)
        </p>
      ))}
    </li>
  )
}

export function EndpointsStep({ endpoints, rules }: Pick<Setup, 'endpoints' | 'rules'>) {
  const worstFirst = endpoints.toSorted((one, other) => weakness(other) - weakness(one))
  return (
    <>
      {endpoints.length === 0 ? (
        <p>
          No agent has reported yet. The one of this machine starts with the collector:{' '}
          <Copyable text="./clientkeep up" label="command" />
        </p>
      ) : (
        <ul className={css.endpoints}>
          {worstFirst.map(endpoint => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} />
          ))}
        </ul>
      )}
      <h3>{plural(rules.length, 'rule')} on</h3>
      <ul className={css.rules}>
        {rules.map(({ name, title, level }) => (
          <li key={name}>
            <SeverityMark severity={level} /> {title}
          </li>
        ))}
      </ul>
    </>
  )
}
