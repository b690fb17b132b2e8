/**
 * How many events a second the collector acknowledges as durable from agents in other processes, with detection of the whole catalog
 * running, beside Redis, syslog-ng and a plain HTTP path on the same machine in the same run. All writes are synced but syslog-ng's.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { residentMb } from '../product.ts'
import { atLeast, type BenchReport, below, figure, percentile, type Say } from '../report.ts'
import { load, processesMax, rateOf, seconds } from './drive.ts'
import { eventText } from './event.ts'
import { kafkaGoals } from './kafka.ts'
import {
  type BenchAgent,
  type BenchCollector,
  measureSyslog,
  needPeers,
  type Server,
  startCollector,
  startPlain,
  startRedis,
  stopServers,
} from './servers.ts'

const rounds = 3
const batches = [100, 500] as const
const comparedAgents = 8
const sustainedRate = 50_000
const sustainedSeconds = 20
const lagOf = (collector: BenchCollector) => collector.metric('clientkeep_detection_lag_entries')

/** Waits until detection has looked at everything; gives events a second. */
async function caughtUp(collector: BenchCollector): Promise<number> {
  const [startedAt, behind] = [performance.now(), await lagOf(collector)]
  while ((await lagOf(collector)) > 0) await delay(100)
  return (behind / (performance.now() - startedAt)) * 1000
}

function bytesIn(dir: string): number {
  return readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0)
}

interface Rates {
  readonly ours: number[]
  readonly redis: number[]
  readonly plain: number[]
}

/** One after another, several times, so that all meet the same machine. */
async function compare(
  { collector, redis, plain }: { collector: BenchCollector; redis: Server; plain: Server },
  agents: readonly BenchAgent[],
  { batch, say }: { batch: number; say: Say },
): Promise<Rates & { latencies: number[] }> {
  const rates: Rates = { ours: [], redis: [], plain: [] }
  const latencies: number[] = []
  const phase = { agents: agents.slice(0, comparedAgents), batch }
  for (let round = 0; round < rounds; round += 1) {
    say(`batches of ${batch}, round ${round + 1} of ${rounds} …`)
    const ours = await load({ ...phase, target: 'clientkeep', port: collector.port })
    rates.ours.push(rateOf(ours))
    latencies.push(...ours.latencies)
    await caughtUp(collector)
    rates.redis.push(rateOf(await load({ ...phase, target: 'redis', port: redis.port })))
    rates.plain.push(rateOf(await load({ ...phase, target: 'plain', port: plain.port })))
  }
  return { ...rates, latencies }
}

const median = (values: readonly number[]): number => percentile(values, 0.5)

async function embedded(say: Say): Promise<BenchReport> {
  needPeers()
  const root = mkdtempSync(join(tmpdir(), 'clientkeep-ingest-'))
  const data = join(root, 'data')
  try {
    const collector = await startCollector(data)
    const idleMb = residentMb(collector.pid).now
    const agents: BenchAgent[] = []
    for (let index = 0; index < 64; index += 1) agents.push(await collector.enrol())
    const ours = { target: 'clientkeep', port: collector.port } as const
    say('warming up …')
    await load({ ...ours, agents: agents.slice(0, comparedAgents), batch: 100 })
    await caughtUp(collector)

    const peers = {
      collector,
      redis: await startRedis(join(root, 'redis')),
      plain: await startPlain(join(root, 'plain')),
    }
    const figures = []
    for (const batch of batches) {
      const { ours: own, redis, plain, latencies } = await compare(peers, agents, { batch, say })
      figures.push({
        batch,
        own: median(own),
        redis: median(redis),
        plain: median(plain),
        latencies,
      })
    }
    await peers.redis.stop()
    await peers.plain.stop()
    say('syslog-ng …')
    const bytes = eventText(agents[0]?.id ?? '', 50).length
    const syslog = []
    for (let round = 0; round < rounds; round += 1)
      syslog.push(
        await measureSyslog(join(root, `syslog-${round}`), { connections: 8, seconds, bytes }),
      )
    const others = []
    for (const count of [1, 64])
      for (const batch of batches) {
        say(`${count} agents, batches of ${batch} …`)
        const report = await load({ ...ours, agents: agents.slice(0, count), batch })
        others.push({ count, batch, rate: rateOf(report), p99: percentile(report.latencies, 0.99) })
        await caughtUp(collector)
      }
    const best = Math.max(...figures.map(({ own }) => own))
    say('half load …')
    const half = await load({ ...ours, agents: agents.slice(0, 8), batch: 500, rate: best / 2 })
    const behind = await lagOf(collector)
    const drained = await caughtUp(collector)
    say(`${sustainedRate} events/s for ${sustainedSeconds} s …`)
    const sustained = load({
      ...{ ...ours, agents: agents.slice(0, 8), batch: 500 },
      ...{ rate: sustainedRate, seconds: sustainedSeconds },
    })
    const lags: number[] = []
    const watch = setInterval(() => lagOf(collector).then(lag => lags.push(lag)), 500)
    const steady = await sustained
    clearInterval(watch)
    const events = await collector.metric('clientkeep_journal_head_entries')
    const memory = residentMb(collector.pid)
    const perEvent = bytesIn(join(data, 'events')) / events
    await collector.stop()
    const fast = figures.at(-1)
    return {
      bench: 'ingest',
      goals: [
        ...figures.flatMap(({ batch, own, redis, plain, latencies }) => [
          figure(`8 agents, batches of ${batch}`, own, 'events/s'),
          figure('  p99 of acknowledgement at full load', percentile(latencies, 0.99), 'ms'),
          atLeast('  against Redis, same batches', own / redis, 'times', 2),
          atLeast('  against the plain path, same batches', own / plain, 'times', 3.5),
        ]),
        ...others.flatMap(({ count, batch, rate, p99 }) => [
          figure(`${count} agents, batches of ${batch}`, rate, 'events/s'),
          figure('  p99 of acknowledgement', p99, 'ms'),
        ]),
        atLeast('batches of 500 against syslog-ng', (fast?.own ?? 0) / median(syslog), 'times', 1),
        figure('half load', rateOf(half), 'events/s'),
        below('  p99 of acknowledgement', percentile(half.latencies, 0.99), 'ms', 50),
        atLeast('  detection while catching up', drained, 'events/s', sustainedRate),
        figure('sustained load', rateOf(steady), 'events/s'),
        below('  p99 of acknowledgement', percentile(steady.latencies, 0.99), 'ms', 50),
        below('  detection behind, at most', Math.max(...lags) / sustainedRate, 's', 2),
        figure('collector idle', idleMb, 'MB'),
        figure('collector after all that', memory.now, 'MB'),
        figure('collector at its highest', memory.peak, 'MB'),
        figure('event', bytes, 'bytes'),
        figure('disk per event', perEvent, 'bytes'),
      ],
      peers: [
        ...figures.flatMap(({ batch, redis, plain }) => [
          ...[{ name: `Redis XADD, appendfsync always, batches of ${batch}`, version: '7.0' }].map(
            peer => ({ ...peer, value: redis, unit: 'events/s' }),
          ),
          ...[{ name: `Fastify + better-sqlite3, batches of ${batch}`, version: '5 + 13' }].map(
            peer => ({ ...peer, value: plain, unit: 'events/s' }),
          ),
        ]),
        {
          ...{ name: 'syslog-ng TCP to file, never synced', version: '3.38' },
          ...{ value: median(syslog), unit: 'events/s' },
        },
      ],
      notes: [
        `${availableParallelism()} processors, shared by servers and load; load average at the end ${loadavg()[0]?.toFixed(1)}. Medians of ${rounds} rounds of ${seconds} s, the peers in turn.`,
        `Agents are in up to ${processesMax} processes, each with a connection of its own and one batch under way. All rules of the catalog run behind the journal; ${behind} events were waiting for them after the half load.`,
      ],
    }
  } finally {
    stopServers()
    rmSync(root, { recursive: true, force: true })
  }
}

/** The same collector with its journal in a real Kafka. */
async function onKafka(say: Say): Promise<BenchReport> {
  const root = mkdtempSync(join(tmpdir(), 'clientkeep-ingest-'))
  try {
    const notes = [
      `On Kafka: ${availableParallelism()} processors, shared by brokers, collector and load; load average at the end ${loadavg()[0]?.toFixed(1)}. acks=all, as many replicas as brokers; Kafka writes to the page cache and does not sync.`,
    ]
    return { bench: 'ingest', goals: await kafkaGoals(root, say), peers: [], notes }
  } finally {
    stopServers()
    rmSync(root, { recursive: true, force: true })
  }
}

const parts = { embedded, kafka: onKafka } as const

/** `lanes`: `embedded`, `kafka`; both where none is named. */
export async function ingest(say: Say, lanes: readonly string[]): Promise<BenchReport> {
  const reports: BenchReport[] = []
  for (const [name, part] of Object.entries(parts))
    if (lanes.length === 0 || lanes.includes(name)) reports.push(await part(say))
  return {
    bench: 'ingest',
    goals: reports.flatMap(({ goals }) => goals),
    peers: reports.flatMap(({ peers }) => peers),
    notes: reports.flatMap(({ notes }) => notes),
  }
}
