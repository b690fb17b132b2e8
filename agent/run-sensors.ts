/** Starts all sensors, each with a folder and figures of its own; one that ends is told and leaves the others alone. */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Origin } from '../events/ocsf.ts'
import type { Self } from './self.ts'
import type { SensorContext } from './sensor.ts'
import { sensors } from './sensors/registry.ts'

interface Parts {
  /** The agent's folder. */
  readonly dir: string
  readonly origin: Origin
  readonly self: Self
  readonly spool: (event: object) => void
  /** Makes durable what was spooled. */
  readonly keep: () => void
  readonly degraded: (part: string, reason: string, lost?: number) => void
  readonly shared: Omit<SensorContext<object>, 'options' | 'dir' | 'emit' | 'keep' | 'degraded'>
}

/** Resolves when all have ended. */
export async function runSensors({ dir, origin, self, spool, keep, degraded, shared }: Parts) {
  await Promise.all(
    sensors.map(async sensor => {
      const { name } = sensor
      const figures = self.sensor(name)
      const sensorDir = join(dir, 'sensors', name)
      mkdirSync(sensorDir, { recursive: true, mode: 0o700 })
      const started = sensor.start({
        ...shared,
        dir: sensorDir,
        options: {},
        emit: (shape, facts) => {
          figures.events += 1
          spool(shape(origin, { uid: randomUUID(), ...facts }))
        },
        keep,
        degraded: (reason, lost) => degraded(name, reason, lost),
      })
      await started.catch((error: unknown) => degraded(name, `ended: ${String(error)}`))
      self.ended(name)
    }),
  )
}
