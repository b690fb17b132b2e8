/** Runs agents against a server, in up to four processes, for some seconds. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { LoadOrder, LoadReport } from './load.ts'
import { type BenchAgent, nonceAt } from './servers.ts'

const run = promisify(execFile)
/** Of a phase that says nothing else. */
export const seconds = 3
export const processesMax = 4
/** Sequence numbers of all phases have the same number of digits. */
let nextSeq = 100_000_000_000

export interface Phase {
  readonly target: LoadOrder['target']
  readonly port: number
  readonly agents: readonly BenchAgent[]
  readonly batch: number
  readonly rate?: number
  readonly seconds?: number
}

/** Runs the agents in up to four processes. */
export async function load({ agents, rate, ...phase }: Phase): Promise<LoadReport> {
  const processes = Math.min(processesMax, agents.length)
  const firstSeq = nextSeq
  const nonce = phase.target === 'clientkeep' ? await nonceAt(phase.port) : ''
  nextSeq += 1_000_000_000
  const reports = await Promise.all(
    Array.from({ length: processes }, async (_, part): Promise<LoadReport> => {
      const mine = agents.filter((_agent, index) => index % processes === part)
      const order: LoadOrder = {
        ...{ seconds, ...phase },
        agents: mine.map(({ id, bearer }) => ({ id, bearer: bearer(nonce), firstSeq })),
        ...(rate !== undefined && { rate: (rate * mine.length) / agents.length }),
      }
      const script = join(import.meta.dirname, 'load.ts')
      const bundles = join(import.meta.dirname, '..', '..', '..', 'runtime.mjs')
      const args = ['--import', bundles, script, JSON.stringify(order)]
      const { stdout } = await run(process.execPath, args, { maxBuffer: 1e9 })
      return JSON.parse(stdout)
    }),
  )
  return {
    events: reports.reduce((sum, { events }) => sum + events, 0),
    seconds: Math.max(...reports.map(report => report.seconds)),
    latencies: reports.flatMap(({ latencies }) => latencies),
  }
}

/** Events a second. */
export const rateOf = ({ events, seconds: took }: LoadReport): number => events / took
