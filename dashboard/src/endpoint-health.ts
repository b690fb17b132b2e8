/** How covered an endpoint is, and each of its sensors: what is not known is never taken for sound. Pure. */
import type { Setup } from '../../events/api.ts'
import type { Endpoint } from '../../events/endpoints.ts'

/** The worst first. */
export const endpointStates = ['silent', 'degraded', 'behind', 'sound'] as const
export type EndpointState = (typeof endpointStates)[number]

/** Sensors in the order of their columns, by the agent's names. */
export const sensorNames = [
  'files',
  'clipboard',
  'peripherals',
  'security-keys',
  'print',
  'inventory',
] as const
type SensorName = (typeof sensorNames)[number]
type SensorState = 'ok' | 'weak' | 'ended' | 'silent' | 'absent' | 'unknown'

/** What the agent said of a sensor, worse where it said since that the sensor is weaker. */
export function sensorState(
  { online, report, degraded }: Endpoint,
  sensor: SensorName,
): SensorState {
  if (!online) return 'silent'
  if (!report) return 'unknown'
  const said = report.sensors.find(({ name }) => name === sensor)
  if (!said) return 'absent'
  const isWeak = degraded.some(each => each.sensor === sensor)
  return said.state === 'ok' && isWeak ? 'weak' : said.state
}

/** Whether an endpoint watches what the newest policy says. */
export const isCurrent = ({ policy_version }: Endpoint, version: number) =>
  policy_version >= version

function stateOf(endpoint: Endpoint, version: number): EndpointState {
  if (!endpoint.online) return 'silent'
  const hasEnded = sensorNames.some(name => sensorState(endpoint, name) === 'ended')
  if (endpoint.degraded.length > 0 || hasEnded) return 'degraded'
  return isCurrent(endpoint, version) ? 'sound' : 'behind'
}

export interface CoverageRow {
  readonly endpoint: Endpoint
  readonly state: EndpointState
}

/** The worst first; among equals, who has more that is weak, then who was not heard for longest. */
export const coverageRows = ({ endpoints, watch }: Setup): readonly CoverageRow[] =>
  endpoints
    .map(endpoint => ({ endpoint, state: stateOf(endpoint, watch.version) }))
    .toSorted(
      (one, other) =>
        endpointStates.indexOf(one.state) - endpointStates.indexOf(other.state) ||
        other.endpoint.degraded.length - one.endpoint.degraded.length ||
        (one.endpoint.last_seen_at ?? 0) - (other.endpoint.last_seen_at ?? 0),
    )
