/**
 * A million people and a history that grows: what an event costs, how long a start takes, how much memory and disk, after a million
 * events and after ten million. The collector is the one that is installed; costs are its processor time, detection included.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  type BenchAgent,
  type BenchCollector,
  startCollector,
  stopServers,
} from '../ingest/servers.ts'
import { residentMb } from '../product.ts'
import { type BenchReport, below, figure, type Goal, percentile, type Say } from '../report.ts'
import { prepareCompany } from './company.ts'
import type { ScaleOrder } from './load.ts'

const run = promisify(execFile)
const people = 1_000_000
const agentsAll = 40
const processes = 2
/** Events of one round: short enough for the minute that an agent's assertion lasts. */
const roundEvents = 200_000
const batch = 500
const takingEvery = 2000
const ticksPerSecond = 100
const starts = 3
const settleMs = 8000
const pairs = 5
/** The events lie in the last three months. */
const spanMs = 85 * 86_400_000

/** Numbers on the command line: after how many events it is measured. */
const marksOf = (lanes: readonly string[]): number[] =>
  lanes.length === 0 ? [1_000_000, 10_000_000] : lanes.map(Number)

/** Processor seconds of a process, its threads included. */
function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

function bytesUnder(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.size
  return readdirSync(path).reduce((sum, name) => sum + bytesUnder(join(path, name)), 0)
}

/** Bytes of the parts of a data folder; a log of SQLite counts with its file. */
function disk(dir: string) {
  const database = (name: string) =>
    bytesUnder(join(dir, name)) + bytesUnder(join(dir, `${name}-wal`))
  return {
    events: bytesUnder(join(dir, 'events')),
    journal: database('journal.db'),
    projections: database('projections.db'),
    exposure: database('exposure.db'),
  }
}

interface Round {
  /** Events before it. */
  readonly before: number
  /** Of processor time, microseconds an event. */
  readonly cost: number
  /** Acknowledged, and looked at, an event's share of the time. */
  readonly acknowledged: number
  readonly seconds: number
}

interface Company {
  readonly collector: BenchCollector
  readonly agents: readonly BenchAgent[]
  readonly tokens: string
  readonly startMs: number
  readonly stepMs: number
}

async function caughtUp(collector: BenchCollector): Promise<void> {
  while ((await collector.metric('clientkeep_detection_lag_entries')) > 0) await delay(500)
}

async function round(company: Company, before: number): Promise<Round> {
  const { collector, agents, tokens, startMs, stepMs } = company
  const script = join(import.meta.dirname, 'load.ts')
  const bundles = join(import.meta.dirname, '..', '..', '..', 'runtime.mjs')
  const [cpu, startedAt] = [cpuSeconds(collector.pid), performance.now()]
  await Promise.all(
    Array.from({ length: processes }, async (_, part) => {
      const order: ScaleOrder = {
        ...{ port: collector.port, people, agentsAll, startMs, stepMs, tokens, takingEvery, batch },
        ...{ first: before / agentsAll, events: roundEvents / agentsAll },
        agents: agents.flatMap(({ id, bearer }, place) =>
          place % processes === part ? [{ id, bearer: bearer(), place }] : [],
        ),
      }
      await run(process.execPath, ['--import', bundles, script, JSON.stringify(order)])
    }),
  )
  const acknowledgedMs = performance.now() - startedAt
  await caughtUp(collector)
  return {
    before,
    cost: ((cpuSeconds(collector.pid) - cpu) / roundEvents) * 1e6,
    acknowledged: (roundEvents / acknowledgedMs) * 1000,
    seconds: (performance.now() - startedAt) / 1000,
  }
}

async function enrolled(collector: BenchCollector): Promise<BenchAgent[]> {
  const agents: BenchAgent[] = []
  while (agents.length < agentsAll) agents.push(await collector.enrol())
  return agents
}

/** Another folder of the same company, on which nothing happened, and how many events are before the next round. */
interface Side {
  readonly company: Company
  readonly before: number
}

/** Rounds of the long history and of the short one in turn, so that both meet the same machine. Medians of processor time an event. */
async function costsInTurn([long, short]: readonly [Side, Side], say: Say) {
  const costs: { long: number; short: number }[] = []
  for (let pair = 0; pair < pairs; pair += 1) {
    const done = { long: 0, short: 0 }
    for (const [name, { company, before }] of [
      ['long', long],
      ['short', short],
    ] as const)
      done[name] = (await round(company, before + pair * roundEvents)).cost
    costs.push(done)
    say(`in turn: ${done.long.toFixed(1)} µs an event, without a history ${done.short.toFixed(1)}`)
  }
  return {
    long: percentile(
      costs.map(each => each.long),
      0.5,
    ),
    short: percentile(
      costs.map(each => each.short),
      0.5,
    ),
  }
}

/** Times of starts on this folder, and the memory of the last one when nothing has happened for a while. */
async function measureStarts(dir: string) {
  const times: number[] = []
  let memory = 0
  for (let count = 0; count < starts; count += 1) {
    const startedAt = performance.now()
    const collector = await startCollector(dir)
    times.push(performance.now() - startedAt)
    if (count === starts - 1) {
      await delay(settleMs)
      memory = residentMb(collector.pid).now
    }
    await collector.stop()
  }
  return { readyMs: percentile(times, 0.5), memory }
}

interface Mark {
  readonly events: number
  /** Median over the last rounds before it. */
  readonly cost: number
  readonly acknowledged: number
  readonly readyMs: number
  readonly memory: number
  readonly peak: number
  readonly disk: ReturnType<typeof disk>
  readonly alertsMs: number
}

async function answerMs(dir: string, collector: BenchCollector): Promise<number> {
  const key = readFileSync(join(dir, 'console.key'), 'utf8').trim()
  const times: number[] = []
  for (let count = 0; count < 9; count += 1) {
    const startedAt = performance.now()
    const reply = await fetch(`http://127.0.0.1:${collector.port}/api/v1/alerts`, {
      headers: { authorization: `Bearer ${key}` },
    })
    if (!reply.ok) throw new Error(`alerts: HTTP ${reply.status}: ${await reply.text()}`)
    await reply.text()
    times.push(performance.now() - startedAt)
  }
  return percentile(times, 0.5)
}

function figuresOf({ events, disk: bytes, ...mark }: Mark): Goal[] {
  const all = bytes.events + bytes.journal + bytes.projections + bytes.exposure
  const after = `after ${(events / 1e6).toLocaleString('en-US')} million:`
  return [
    figure(`${after} processor time an event`, mark.cost, 'µs'),
    figure('  acknowledged while detection works', mark.acknowledged, 'events/s'),
    figure('  start to ready', mark.readyMs, 'ms'),
    figure('  page of alerts', mark.alertsMs, 'ms'),
    figure('  memory after a start', mark.memory, 'MB'),
    figure('  memory at its highest', mark.peak, 'MB'),
    figure('  disk an event, its own record', bytes.events / events, 'bytes'),
    figure('  disk an event, with all that is derived', all / events, 'bytes'),
    figure('  exposure and notes', bytes.exposure / 1e6, 'MB'),
    figure(
      '  findings, decisions and projections',
      (bytes.journal + bytes.projections) / 1e6,
      'MB',
    ),
  ]
}

/** `lanes`: numbers of events to measure after, ascending. */
export async function scale(say: Say, lanes: readonly string[]): Promise<BenchReport> {
  const wanted = marksOf(lanes)
  const total = wanted.at(-1) ?? 0
  const root = mkdtempSync(join(tmpdir(), 'clientkeep-scale-'))
  const [dir, young] = [join(root, 'old'), join(root, 'young')]
  try {
    say(`importing ${people.toLocaleString('en-US')} people …`)
    const { tokens, importSeconds } = await prepareCompany(dir, people)
    cpSync(dir, young, { recursive: true })
    let collector = await startCollector(dir)
    const agents = await enrolled(collector)
    const startMs = Date.now() - spanMs
    const stepMs = Math.floor(spanMs / (total / agentsAll))
    const rounds: Round[] = []
    const marks: Mark[] = []
    for (const events of wanted) {
      let peak = 0
      for (let before = rounds.length * roundEvents; before < events; before += roundEvents) {
        const done = await round({ collector, agents, tokens, startMs, stepMs }, before)
        rounds.push(done)
        peak = Math.max(peak, residentMb(collector.pid).peak)
        say(
          `${before + roundEvents} events: ${done.cost.toFixed(1)} µs an event, ${Math.round(done.acknowledged)} acknowledged/s, ${done.seconds.toFixed(1)} s, ${Math.round(residentMb(collector.pid).now)} MB`,
        )
      }
      const last = rounds.slice(-5)
      const alertsMs = await answerMs(dir, collector)
      await collector.stop()
      marks.push({
        ...{ events, peak, alertsMs, disk: disk(dir) },
        cost: percentile(
          last.map(each => each.cost),
          0.5,
        ),
        acknowledged: percentile(
          last.map(each => each.acknowledged),
          0.5,
        ),
        ...(await measureStarts(dir)),
      })
      if (events < total) collector = await startCollector(dir)
    }
    const youngStart = await measureStarts(young)
    const [long, short] = [await startCollector(dir), await startCollector(young)]
    const facts = { tokens, startMs, stepMs }
    const costs = await costsInTurn(
      [
        { company: { ...facts, collector: long, agents }, before: total },
        { company: { ...facts, collector: short, agents: await enrolled(short) }, before: 0 },
      ],
      say,
    )
    await long.stop()
    await short.stop()
    return {
      bench: 'scale',
      goals: [
        figure(`import of ${people} people`, importSeconds, 's'),
        ...marks.flatMap(figuresOf),
        figure('in turn, without a history: processor time an event', costs.short, 'µs'),
        figure('in turn, with the longest one', costs.long, 'µs'),
        below('  cost of an event, against without', costs.long / costs.short, 'times', 1.2),
        figure('start to ready without a history', youngStart.readyMs, 'ms'),
        below(
          '  start to ready with the longest one, against without',
          (marks.at(-1)?.readyMs ?? 0) / youngStart.readyMs,
          'times',
          1.2,
        ),
      ],
      peers: [],
      notes: [
        `${availableParallelism()} processors, shared with the load; load average at the end ${loadavg()[0]?.toFixed(1)}. ${agentsAll} endpoints, batches of ${batch}, ten events of one of ${people} people after the other, people in random order; one event in ${takingEvery} is a copy of thirty customers to a stick and gives findings. All rules of the catalog run.`,
        `Costs are medians of the last five rounds of ${roundEvents} events, starts of ${starts}. Rounds in turn are ${pairs} of each, on the folder with the whole history and on a copy from before the first event.`,
      ],
    }
  } finally {
    stopServers()
    rmSync(root, { recursive: true, force: true })
  }
}
