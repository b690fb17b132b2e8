/**
 * A million people and a history that grows: what an event costs, how long a start takes, how much memory and disk, with no event before,
 * after a million and after ten million. The collector is the one that is installed; costs are its processor time, detection included.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { PeopleList } from '../../../events/api.ts'
import { type BenchCollector, startCollector, stopServers } from '../ingest/servers.ts'
import { residentMb } from '../product.ts'
import { type BenchReport, below, figure, type Goal, percentile, type Say } from '../report.ts'
import { type Histories, makeHistories } from './history.ts'
import { agentsAll, batch, people, type Round, round, roundEvents, takingEvery } from './round.ts'

const starts = 3
const roundsEach = 5
const settleMs = 5000
const asks = 5
const usualMarks = [1_000_000, 10_000_000] as const
/** Figures with no more than this growth count as not growing: below what two runs of the same differ by. */
const growthMax = 1.2

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

type Pages = Partial<Awaited<ReturnType<typeof pagesMs>>>

/** What was measured of one folder. */
interface Measured {
  readonly mark: number
  /** Events in it before the rounds. */
  readonly events: number
  readonly disk: ReturnType<typeof disk>
  readonly readyMs: number[]
  readonly rounds: Round[]
  readonly memory: { idle: number; peak: number }
  pages: Pages
}

const middle = (values: readonly number[]): number => percentile(values, 0.5)
const costOf = ({ rounds: all }: Measured): number => middle(all.map(({ cost }) => cost))

/** How long pages wait for their answers, in milliseconds. */
async function pagesMs(dir: string, { port }: BenchCollector) {
  const key = readFileSync(join(dir, 'console.key'), 'utf8').trim()
  const ask = async <T>(path: string): Promise<{ ms: number; body: T }> => {
    const times: number[] = []
    let text = ''
    for (let count = 0; count < asks; count += 1) {
      const startedAt = performance.now()
      const reply = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, {
        headers: { authorization: `Bearer ${key}` },
      })
      text = await reply.text()
      if (!reply.ok) throw new Error(`${path}: HTTP ${reply.status}: ${text}`)
      times.push(performance.now() - startedAt)
    }
    return { ms: middle(times), body: JSON.parse(text) }
  }
  const { ms: alerts } = await ask('alerts')
  const { ms: people, body } = await ask<PeopleList>('people')
  const who = body.people[0]?.id ?? ''
  const { ms: exposure } = await ask(`people/${who}/exposure`)
  const { ms: history } = await ask(`people/${who}/history`)
  const { ms: events } = await ask(`events?person=${who}`)
  return { alerts, exposure, history, events, people }
}

/** Starts of all folders in turn, so that all meet the same machine; the last ones stay up. */
async function measureStarts(histories: Histories, all: readonly Measured[], say: Say) {
  const running = new Map<number, BenchCollector>()
  for (let count = 0; count < starts; count += 1)
    for (const { mark, readyMs } of all) {
      await running.get(mark)?.stop()
      const startedAt = performance.now()
      running.set(mark, await startCollector(histories.folder(mark)))
      readyMs.push(performance.now() - startedAt)
      say(`start after ${mark} events: ${Math.round(readyMs.at(-1) ?? 0)} ms`)
    }
  await delay(settleMs)
  return running
}

/** Rounds of all folders in turn. */
async function measureRounds(
  histories: Histories,
  all: readonly Measured[],
  running: ReadonlyMap<number, BenchCollector>,
  say: Say,
): Promise<void> {
  for (let count = 0; count < roundsEach; count += 1)
    for (const { mark, rounds: done, memory } of all) {
      const collector = running.get(mark)
      if (!collector) continue
      const one = await round(histories, collector, histories.events(mark))
      histories.added(mark)
      done.push(one)
      memory.peak = residentMb(collector.pid).peak
      say(
        `after ${mark} events: ${one.cost.toFixed(1)} µs an event, ${Math.round(one.acknowledged)} acknowledged/s`,
      )
    }
}

function figuresOf({ mark, events, disk: bytes, ...measured }: Measured): Goal[] {
  const all = bytes.events + bytes.journal + bytes.projections + bytes.exposure
  const after = mark === 0 ? 'without a history:' : `after ${mark / 1e6} million events:`
  const shares = [
    figure('  disk an event, its own record', bytes.events / events, 'bytes'),
    figure('  disk an event, with all that is derived', all / events, 'bytes'),
    figure('  exposure and notes', bytes.exposure / 1e6, 'MB'),
    figure(
      '  findings, decisions and projections',
      (bytes.journal + bytes.projections) / 1e6,
      'MB',
    ),
  ]
  const { rounds: done, memory, readyMs, pages } = measured
  return [
    figure(`${after} processor time an event`, middle(done.map(({ cost }) => cost)), 'µs'),
    figure(
      '  acknowledged while detection works',
      middle(done.map(({ acknowledged }) => acknowledged)),
      'events/s',
    ),
    figure('  start to ready', middle(readyMs), 'ms'),
    ...Object.entries(pages).map(([name, ms]) => figure(`  page: ${name}`, ms, 'ms')),
    figure('  memory after a start', memory.idle, 'MB'),
    figure('  memory at its highest', memory.peak, 'MB'),
    ...(events === 0 ? [] : shares),
  ]
}

/** What each history costs against the shortest one; with none at all, a start has no state of detection to read. */
function growthOf([, shortest, ...longer]: readonly Measured[]): Goal[] {
  if (!shortest) return []
  const base = `against ${shortest.mark / 1e6} million`
  return longer.flatMap(one => [
    below(
      `cost of an event after ${one.mark / 1e6} million, ${base}`,
      costOf(one) / costOf(shortest),
      'times',
      growthMax,
    ),
    below(
      `start after ${one.mark / 1e6} million, ${base}`,
      middle(one.readyMs) / middle(shortest.readyMs),
      'times',
      growthMax,
    ),
  ])
}

async function measure(histories: Histories, say: Say): Promise<BenchReport> {
  const loadBefore = loadavg()[0]
  const all = histories.marks.map(
    (mark): Measured => ({
      ...{ mark, events: histories.events(mark), disk: disk(histories.folder(mark)) },
      ...{ readyMs: [], rounds: [], memory: { idle: 0, peak: 0 }, pages: {} },
    }),
  )
  const running = await measureStarts(histories, all, say)
  for (const one of all) {
    const collector = running.get(one.mark)
    if (!collector) continue
    one.memory.idle = residentMb(collector.pid).now
    one.pages = await pagesMs(histories.folder(one.mark), collector)
  }
  await measureRounds(histories, all, running, say)
  for (const collector of running.values()) await collector.stop()
  const load = [loadBefore, loadavg()[0]].map(each => each?.toFixed(1)).join(' and ')
  return {
    bench: 'scale',
    goals: [
      figure(`import of ${people} people`, histories.importSeconds, 's'),
      ...all.flatMap(figuresOf),
      ...growthOf(all),
    ],
    peers: [],
    notes: [
      `${availableParallelism()} processors, shared with the load; load average before and after: ${load}. ${agentsAll} endpoints, batches of ${batch}, ten events of one of ${people} people after the other, people in random order; one event in ${takingEvery} is a copy of thirty customers to a stick and gives findings. All rules of the catalog run.`,
      `Costs are medians of ${roundsEach} rounds of ${roundEvents} events, starts of ${starts}, with the file cache as it is. Folders take turns, so that all meet the same machine; their collectors run side by side.`,
    ],
  }
}

/** What is left to do where not all of the history was made. */
const unmade = (root: string, note: string): BenchReport => ({
  ...{ bench: 'scale', goals: [], peers: [] },
  notes: [`${root}: ${note}`],
})

/**
 * Numbers on the command line: of how many events histories are. A word with a slash: where they are kept. `prepare`: makes them only, and
 * `rounds=5` no more than five rounds of them.
 */
export async function scale(say: Say, lanes: readonly string[]): Promise<BenchReport> {
  const kept = lanes.find(word => word.includes('/'))
  const numbers = lanes.filter(word => /^\d+$/.test(word)).map(Number)
  const rounds = /^rounds=(\d+)$/m.exec(lanes.join('\n'))?.[1]
  const root = kept ?? mkdtempSync(join(tmpdir(), 'clientkeep-scale-'))
  try {
    const marks = numbers.length === 0 ? usualMarks : numbers.toSorted((a, b) => a - b)
    const most = rounds === undefined ? undefined : Number(rounds)
    const histories = await makeHistories(root, { marks, rounds: most, say })
    if (!histories) return unmade(root, 'more of the history is missing; run it again')
    if (lanes.includes('prepare')) return unmade(root, 'all histories are made')
    return await measure(histories, say)
  } finally {
    stopServers()
    if (kept === undefined) rmSync(root, { recursive: true, force: true })
  }
}
