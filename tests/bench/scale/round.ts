/** One round of work for a collector of the large company: some hundred thousand events handed in and looked at, and what an event cost. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type BenchAgent, type BenchCollector, nonceAt } from '../ingest/servers.ts'
import type { ScaleOrder } from './load.ts'

const run = promisify(execFile)
export const people = 1_000_000
export const agentsAll = 40
export const batch = 500
export const takingEvery = 2000
/** Events of one round: short enough for the minute that an agent's assertion lasts. */
export const roundEvents = 200_000
const processes = 2
const ticksPerSecond = 100

/** What all folders of the company have in common. */
export interface Company {
  readonly agents: readonly BenchAgent[]
  readonly tokens: string
  readonly startMs: number
  readonly stepMs: number
}

export interface Round {
  /** Processor time, microseconds an event. */
  readonly cost: number
  /** Events acknowledged in a second. */
  readonly acknowledged: number
  readonly seconds: number
}

/** Processor seconds of a process, its threads included. */
function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

async function caughtUp(collector: BenchCollector): Promise<void> {
  while ((await collector.metric('clientkeep_detection_lag_entries')) > 0) await delay(200)
}

/** Hands in the events from number `before` on, and waits until detection has looked at them. */
export async function round(
  { agents, ...company }: Company,
  collector: BenchCollector,
  before: number,
): Promise<Round> {
  const script = join(import.meta.dirname, 'load.ts')
  const bundles = join(import.meta.dirname, '..', '..', '..', 'runtime.mjs')
  const nonce = await nonceAt(collector.port)
  const [cpu, startedAt] = [cpuSeconds(collector.pid), performance.now()]
  await Promise.all(
    Array.from({ length: processes }, async (_, part) => {
      const order: ScaleOrder = {
        ...{ ...company, port: collector.port, people, agentsAll, takingEvery, batch },
        ...{ first: before / agentsAll, events: roundEvents / agentsAll },
        agents: agents.flatMap(({ id, bearer }, place) =>
          place % processes === part ? [{ id, bearer: bearer(nonce), place }] : [],
        ),
      }
      await run(process.execPath, ['--import', bundles, script, JSON.stringify(order)])
    }),
  )
  const acknowledgedMs = performance.now() - startedAt
  await caughtUp(collector)
  return {
    cost: ((cpuSeconds(collector.pid) - cpu) / roundEvents) * 1e6,
    acknowledged: (roundEvents / acknowledgedMs) * 1000,
    seconds: (performance.now() - startedAt) / 1000,
  }
}
