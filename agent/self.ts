/** The agent watching itself: how its sensors are, what it uses, what is done to it. Told as events, every minute looked at. */
import { randomUUID } from 'node:crypto'
import {
  applicationError,
  applicationLifecycle,
  type Health,
  type LifecycleActivity,
} from '../events/agent-health.ts'
import { limits } from '../events/limits.ts'
import type { Origin } from '../events/ocsf.ts'
import type { Installation } from './installation.ts'
import type { LifeMark } from './life-mark.ts'
import { startLifeSigns } from './life-signs.ts'

type SensorHealth = Health['sensors'][number]

interface Parts {
  readonly origin: Origin
  readonly emit: (event: object) => void
  readonly mark: LifeMark
  readonly installation: Installation | undefined
  readonly isKnown: boolean
  /** What a report says beside the sensors and the process. */
  readonly health: () => Omit<Health, 'sensors' | 'memory_bytes' | 'cpu_ms'>
}

export interface Self {
  /** Something works worse than it should, or `lost` times something was lost. What was said and cost nothing is not said again. */
  degraded(part: string, reason: string, lost?: number, detail?: string): void
  lifecycle(activity: LifecycleActivity): void
  /** The figures of one sensor, to be counted up. */
  sensor(name: string): SensorHealth
  ended(name: string): void
  /** The last words, and the end of looking. */
  stop(): void
}

/** By then each sensor has begun, or has failed. */
const firstReportMs = 3000

export function startSelf({ origin, emit, mark, installation, isKnown, health }: Parts): Self {
  const sensors = new Map<string, SensorHealth>()
  const said = new Set<string>()
  const fact = () => ({ uid: randomUUID(), time: Date.now() })

  const lifecycle = (activity: LifecycleActivity) =>
    emit(applicationLifecycle(origin, { ...fact(), activity }))

  function tell(sensor: string, reason: string, lost: number, detail?: string): void {
    const text = detail?.slice(0, limits.detailCharsMax)
    const why = { sensor, reason: reason.slice(0, limits.detailCharsMax), lost }
    emit(
      applicationError(origin, { ...fact(), ...why, ...(text !== undefined && { detail: text }) }),
    )
  }

  function report(): void {
    const { rss } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    const cpu_ms = Math.round((user + system) / 1000)
    const full = { ...health(), sensors: [...sensors.values()], memory_bytes: rss, cpu_ms }
    emit(applicationLifecycle(origin, { ...fact(), activity: 'Report', health: full }))
  }

  const signs = startLifeSigns({
    version: origin.product.version,
    mark,
    installation,
    isKnown,
    told: {
      changed: (reason, detail) => tell('agent', reason, 0, detail),
      clockSet: byMs => {
        const detail = `by ${Math.round(byMs / 1000)} s`
        tell('clock', byMs > 0 ? 'the clock was set forward' : 'the clock was set back', 0, detail)
      },
      lifecycle,
    },
  })
  lifecycle('Start')
  const first = setTimeout(report, firstReportMs).unref()
  let looks = 0
  const timer = setInterval(() => {
    signs.look()
    looks += 1
    if (looks % limits.healthReportEvery === 0) report()
  }, limits.selfLookMs)
  timer.unref()

  return {
    lifecycle,
    degraded: (part, reason, lost = 0, detail) => {
      const sensor = sensors.get(part)
      if (sensor) {
        if (sensor.state === 'ok' && lost === 0) sensor.state = 'weak'
        sensor.lost += lost
      }
      if (lost === 0 && said.has(`${part}: ${reason}`)) return
      said.add(`${part}: ${reason}`)
      tell(part, reason, lost, detail)
    },
    sensor: name => {
      const known = sensors.get(name) ?? { name, state: 'ok', events: 0, lost: 0 }
      sensors.set(name, known)
      return known
    },
    ended: name => {
      const sensor = sensors.get(name)
      if (sensor) sensor.state = 'ended'
    },
    stop: () => {
      clearTimeout(first)
      clearInterval(timer)
      signs.stop()
      report()
      lifecycle('Stop')
    },
  }
}
