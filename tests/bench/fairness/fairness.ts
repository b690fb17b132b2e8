/**
 * What agents at their usual work notice of one that floods: how long their small batches take until they are acknowledged, alone, beside an agent
 * that uses all its places, and beside one that never waits where it is told to.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { limits } from '../../../events/limits.ts'
import { load } from '../ingest/drive.ts'
import {
  type BenchAgent,
  type BenchCollector,
  nonceAt,
  startCollector,
  stopServers,
} from '../ingest/servers.ts'
import { type BenchReport, below, figure, percentile, type Say } from '../report.ts'
import type { FloodOrder, FloodReport } from './flood.ts'

const quietAgents = 8
const quietBatch = 10
/** Of all quiet agents: each sends ten batches a second. */
const quietRate = quietAgents * quietBatch * 10
const seconds = 20
const floodBatch = 500
const hostileConnections = 16

/** Floods while `work` runs. */
async function beside<T>(
  { port }: BenchCollector,
  flooder: BenchAgent,
  { connections, firstSeq }: { connections: number; firstSeq: number },
  work: () => Promise<T>,
): Promise<{ result: T; flood: FloodReport }> {
  const nonce = await nonceAt(port)
  const order: FloodOrder = {
    ...{ port, id: flooder.id, batch: floodBatch, firstSeq },
    bearers: Array.from({ length: connections }, () => flooder.bearer(nonce)),
  }
  const bundles = join(import.meta.dirname, '..', '..', '..', 'runtime.mjs')
  const script = join(import.meta.dirname, 'flood.ts')
  const child = spawn(process.execPath, ['--import', bundles, script, JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said = text(child.stdout)
  const result = await work().finally(() => child.stdin.end())
  return { result, flood: JSON.parse(await said) }
}

const rateOf = ({ statuses, seconds: took }: FloodReport): number =>
  ((statuses[200] ?? 0) * floodBatch) / took

export async function fairness(say: Say): Promise<BenchReport> {
  const root = mkdtempSync(join(tmpdir(), 'clientkeep-fairness-'))
  const loadBefore = loadavg()[0]
  try {
    const collector = await startCollector(join(root, 'data'))
    const agents: BenchAgent[] = []
    while (agents.length < quietAgents) agents.push(await collector.enrol())
    const quiet = () =>
      load({
        ...{ target: 'clientkeep', port: collector.port, agents },
        ...{ batch: quietBatch, rate: quietRate, seconds },
      })
    say('alone …')
    await quiet()
    const alone = await quiet()
    say('beside one that uses all its places …')
    const flooder = await collector.enrol()
    const places = { connections: limits.ingestRequestsPerAgent, firstSeq: 1_000_000_000 }
    const fair = await beside(collector, flooder, places, quiet)
    say('beside one that never waits …')
    const many = { connections: hostileConnections, firstSeq: 100_000_000_000 }
    const hostile = await beside(collector, flooder, many, quiet)
    await collector.stop()
    const p99 = (latencies: readonly number[]) => percentile(latencies, 0.99)
    const p50 = (latencies: readonly number[]) => percentile(latencies, 0.5)
    return {
      bench: 'fairness',
      goals: [
        figure('acknowledgement alone, p50', p50(alone.latencies), 'ms'),
        figure('acknowledgement alone, p99', p99(alone.latencies), 'ms'),
        figure('the flood on its four places', rateOf(fair.flood), 'events/s'),
        figure('beside it, p50', p50(fair.result.latencies), 'ms'),
        below('beside it, p99', p99(fair.result.latencies), 'ms', 250),
        figure(
          `the flood on ${hostileConnections} connections without waiting`,
          rateOf(hostile.flood),
          'events/s',
        ),
        figure('  its batches that were refused', hostile.flood.statuses[429] ?? 0, 'batches'),
        figure('beside it, p50', p50(hostile.result.latencies), 'ms'),
        below('beside it, p99', p99(hostile.result.latencies), 'ms', 250),
      ],
      peers: [],
      notes: [
        `${availableParallelism()} processors, shared with the load; load average before and after: ${loadBefore?.toFixed(1)} and ${loadavg()[0]?.toFixed(1)}. ${quietAgents} agents send a batch of ${quietBatch} events ten times a second each for ${seconds} s; each batch was acknowledged, else the run fails. The flood sends batches of ${floodBatch} new events as fast as it is answered; detection of all rules runs.`,
      ],
    }
  } finally {
    stopServers()
    rmSync(root, { recursive: true, force: true })
  }
}
