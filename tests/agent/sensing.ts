/** Runs one sensor as the agent does, on a platform of the test's making, and keeps what it tells. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import Value from 'typebox/value'
import { type Islands, openIslands } from '../../agent/islands.ts'
import type { Platform } from '../../agent/platform/platform.ts'
import { createScanner } from '../../agent/scanner.ts'
import type { AnySensor, SensorContext } from '../../agent/sensor.ts'
import { holdFolder } from '../../agent/vault/place-handle.ts'
import type { CustomerFilter } from '../../content/filter.ts'
import { Permit } from '../../events/permit.ts'
import type { Policy, WatchPolicy } from '../../events/policy.ts'
import { eventually } from '../collector/harness.ts'
import { origin } from '../events/samples.ts'

const folders: string[] = []
const stops: (() => Promise<void>)[] = []

/** A fresh folder that `stopSensing` removes. */
export function sensingDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-sensing-'))
  folders.push(dir)
  return dir
}

/** Stops all sensors and removes all folders of the test. */
export async function stopSensing(): Promise<void> {
  for (const stop of stops.splice(0)) await stop()
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
}

/** A system where nothing is known. */
export const bareSystem: Platform = {
  name: 'bare',
  owner: (_, uid = 1000) => ({
    account: { name: `uid ${uid}`, uid: String(uid) },
    attribution: 'owner',
  }),
  holdFolder,
  tellPerson: async () => 'not in this test',
  atDesk: () => ({ name: 'anna', uid: '1000' }),
  removableDrives: async () => [],
  homeFolders: () => [],
  networkMounts: async () => [],
  onMounts: async () => false,
  restrict: async () => 'not in this test',
  fileFeed: async () => 'not in this test',
  downloadedFrom: async () => undefined,
  gaps: [],
}

export interface Sensing {
  readonly events: readonly Record<string, unknown>[]
  readonly degraded: readonly string[]
  readonly islands: Islands
  policy(watch: Partial<WatchPolicy>, more?: Partial<Policy>): Promise<void>
  /** Waits until `count` events were told, and gives them. */
  told(count: number): Promise<readonly Record<string, unknown>[]>
  /** How often the scanner had no room. */
  refusals(): number
  stop(): Promise<void>
}

/** Starts a sensor; `stopSensing` ends it. */
export function startSensing(
  sensor: AnySensor,
  {
    platform = bareSystem,
    dir = sensingDir(),
    options = {},
    filter,
    room = () => true,
  }: {
    readonly platform?: Platform
    readonly dir?: string
    readonly options?: object
    readonly filter?: CustomerFilter
    /** Whether the scanner takes another file. */
    readonly room?: () => boolean
  } = {},
): Sensing {
  const events: Record<string, unknown>[] = []
  const degraded: string[] = []
  const listeners: ((policy: Policy) => Promise<void>)[] = []
  const stopping = new AbortController()
  const scanner = createScanner(() => filter)
  const islands = openIslands(join(dir, 'islands.json'))
  let refusals = 0
  const context: SensorContext<object> = {
    options,
    dir,
    key: () => Buffer.alloc(32, 7),
    verifyPermit: async bundle => Value.Parse(Permit, JSON.parse(bundle)),
    platform,
    scanner: {
      waiting: 0,
      scanBytes: scanner.scanBytes,
      scan: (path, signal, known) => {
        if (room()) return scanner.scan(path, signal, known)
        refusals += 1
        return undefined
      },
    },
    islands,
    log: pino({ level: 'silent' }),
    signal: stopping.signal,
    now: Date.now,
    onPolicy: listener => listeners.push(listener),
    emit: (shape, facts) => {
      events.push({ ...shape(origin, { uid: `event-${events.length}`, ...facts }) })
    },
    keep: () => {},
    degraded: reason => degraded.push(reason),
  }
  const ended = sensor.start(context)
  const stop = async () => {
    stopping.abort()
    await ended
  }
  stops.push(stop)
  return {
    events,
    degraded,
    islands,
    policy: async (watch, more) => {
      const policy: Policy = {
        version: 1,
        issued_at: 0,
        watch: { places: [], removable_drives: false, ...watch },
        filter: { version: 'none', sha256: '' },
        ...more,
      }
      for (const listener of listeners) await listener(policy)
    },
    told: count =>
      eventually(() => (events.length >= count ? events : undefined), `${count} events`),
    refusals: () => refusals,
    stop,
  }
}
