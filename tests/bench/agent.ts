/** The agent on an endpoint: what it costs when nothing happens, how it watches a million files, what a storm does to it. Beside chokidar and inotifywait. Linux, as root. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { needPackages } from './debian.ts'
import type { BenchReport, Goal, Peer, Say } from './report.ts'
import { type Endpoint, startEndpoint } from './watch/endpoint.ts'
import { flood, million } from './watch/feeds.ts'
import { guard } from './watch/guard.ts'
import { plug } from './watch/plug.ts'
import { endWatchers } from './watch/watchers.ts'
import { idle, idleMs, storm } from './watch/whole.ts'

interface Lane {
  readonly goals: readonly Goal[]
  readonly peers?: readonly Peer[]
  readonly notes?: readonly string[]
}

async function withEndpoint(
  root: string,
  work: (endpoint: Endpoint, stick: string) => Promise<Goal[]>,
): Promise<Lane> {
  const stick = mkdtempSync(join(root, 'stick-'))
  const endpoint = await startEndpoint(stick)
  try {
    return { goals: await work(endpoint, stick) }
  } finally {
    await endpoint.stop()
  }
}

/** Each can be run alone: `npm run bench -- agent storm`. */
const lanes: Readonly<Record<string, (root: string, say: Say) => Promise<Lane>>> = {
  idle: root => withEndpoint(root, idle),
  storm: (root, say) => withEndpoint(root, (endpoint, stick) => storm(endpoint, stick, say)),
  plug,
  guard,
  million,
  'flood-50000': (root, say) => flood(root, 50_000, say),
  'flood-500000': (root, say) => flood(root, 500_000, say),
}

const besideInotify: ReadonlySet<string> = new Set(['million', 'flood-50000', 'flood-500000'])

/** Runs all lanes, some minutes, or those named. Throws where a name is not a lane's. */
export async function agent(say: Say, names: readonly string[] = []): Promise<BenchReport> {
  const wanted = names.length > 0 ? names : Object.keys(lanes)
  const unknown = wanted.find(name => !Object.hasOwn(lanes, name))
  if (unknown !== undefined)
    throw new Error(`there is no lane "${unknown}"; say any of: ${Object.keys(lanes).join(', ')}`)
  if (wanted.some(name => besideInotify.has(name)))
    needPackages([['inotify-tools', '/usr/bin/inotifywait']])
  const root = mkdtempSync(join(tmpdir(), 'clientkeep-bench-'))
  const loads = [loadavg()[0] ?? 0]
  const results: Lane[] = []
  try {
    for (const name of wanted) {
      say(`${name} …`)
      const result = await lanes[name]?.(root, say)
      if (!result) continue
      results.push(result)
      // Said as they come: the whole takes long, and may not come to its end on a small machine.
      for (const { what, value, unit } of [...result.goals])
        say(`${what}: ${value.toFixed(2)} ${unit}`)
    }
  } finally {
    endWatchers()
    rmSync(root, { recursive: true, force: true })
  }
  loads.push(loadavg()[0] ?? 0)
  return {
    bench: 'agent',
    goals: results.flatMap(({ goals }) => goals),
    peers: results.flatMap(({ peers = [] }) => peers),
    notes: [
      `${availableParallelism()} processors; load average at the start and the end: ${loads.map(load => load.toFixed(1)).join(' and ')}.`,
      `The agent is the bundle of the package with the flags and environment of its unit, as root, with the kernel's feed; its collector runs in the benchmark. Idle is ${idleMs / 1000} s, a quarter of a minute after it began to watch.`,
      'A storm’s files each hold one customer and are read, told, kept sealed, sent and journaled. A flood’s files are told by the feed alone, as inotifywait tells them.',
      'Memory of our watcher and of chokidar is what the process has more when it is ready; of inotifywait it is the whole process.',
      ...results.flatMap(({ notes = [] }) => notes),
    ],
  }
}
