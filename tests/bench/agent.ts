/** The agent on an endpoint: what it costs when nothing happens, how it watches a million files, what a storm does to it. Beside chokidar and inotifywait. Linux, as root. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { buildPeer } from './peers/build.ts'
import { chokidar } from './peers/recipes.ts'
import {
  atMost,
  type BenchReport,
  below,
  figure,
  type Goal,
  type Peer,
  percentile,
  type Say,
} from './report.ts'
import { type Endpoint, startEndpoint } from './watch/endpoint.ts'
import { cpuMs, memoryMb } from './watch/process.ts'
import {
  cpuOf,
  endWatchers,
  versionOf,
  type Watched,
  watchBy,
  watchByInotify,
  write,
} from './watch/watchers.ts'

const idleMs = 60_000
const stormFiles = 20_000
const stormPerSecond = 2000
const treeFiles = { small: 100_000, large: 1_000_000 } as const
const folders = 1000
const floods = [50_000, 500_000] as const

interface Journaled {
  readonly file?: { readonly path: string }
  readonly time: number
}

async function idle({ pid }: Endpoint): Promise<Goal[]> {
  await delay(15_000)
  const before = cpuMs(pid)
  const startedAt = performance.now()
  await delay(idleMs)
  const share = ((cpuMs(pid) - before) / (performance.now() - startedAt)) * 100
  return [
    below('idle: resident memory', memoryMb(pid, 'Rss'), 'MB', 80),
    figure('idle: of it the process’s alone', memoryMb(pid, 'Private_Dirty'), 'MB'),
    atMost('idle: CPU', share, '% of a core', 0.3),
  ]
}

/** Waits until each file of the storm is in the journal; gives from close to journal per file, milliseconds. */
async function arrivals({ rig }: Endpoint, files: number): Promise<number[]> {
  const { journal } = rig.collector.parts
  const times = new Map<string, number>()
  for (let after = 0, quiet = 0; times.size < files && quiet < 600; ) {
    const batches = await journal.readEvents(after, 2000)
    quiet = batches.length === 0 ? quiet + 1 : 0
    if (batches.length === 0) await delay(100)
    for (const { lines, receivedAt } of batches) {
      for (const { offset, body } of lines) {
        after = offset
        const { file, time }: Journaled = JSON.parse(body)
        if (file && !times.has(file.path)) times.set(file.path, receivedAt - time)
      }
    }
  }
  return [...times.values()]
}

async function storm(endpoint: Endpoint, stick: string, say: Say): Promise<Goal[]> {
  say(`${stormFiles} files in ${stormFiles / stormPerSecond} s through the whole agent …`)
  const before = cpuMs(endpoint.pid)
  const startedAt = performance.now()
  const [times] = await Promise.all([
    arrivals(endpoint, stormFiles),
    write(stick, stormFiles, 50, stormPerSecond),
  ])
  const tookMs = performance.now() - startedAt
  const cpu = cpuMs(endpoint.pid) - before
  return [
    atMost('storm: files lost', stormFiles - times.length, 'files', 0),
    figure('storm: all in the journal after', tookMs / 1000, 's'),
    figure('storm: close to journal, p50', percentile(times, 0.5), 'ms'),
    figure('storm: close to journal, p99', percentile(times, 0.99), 'ms'),
    figure('storm: CPU a file, read and told', cpu / stormFiles, 'ms'),
    figure('storm: resident memory after it', memoryMb(endpoint.pid, 'Rss'), 'MB'),
  ]
}

async function measure(watched: Watched): Promise<{ readyMs: number; mbMore: number }> {
  await watched.end()
  return watched
}

async function trees(root: string, say: Say) {
  const tree = join(root, 'tree')
  say(`making ${treeFiles.small} files …`)
  await write(tree, treeFiles.small, folders)
  const built = await buildPeer(chokidar, say)
  const ours = await measure(await watchBy('clientkeep', tree))
  const theirs =
    'dir' in built ? await measure(await watchBy('chokidar', tree, built.dir)) : undefined
  say(`making ${treeFiles.large} files …`)
  await write(tree, treeFiles.large, folders)
  const oursLarge = await measure(await watchBy('clientkeep', tree))
  const inotify = await measure(await watchByInotify(tree))
  rmSync(tree, { recursive: true })
  const goals = [
    below('10⁶ files watched after', oursLarge.readyMs, 'ms', 500),
    below('10⁶ files watched with memory more', oursLarge.mbMore, 'MB', 5),
    figure('10⁵ files watched after', ours.readyMs, 'ms'),
  ]
  const notes: string[] = []
  const peers: Peer[] = [
    ...peer('inotifywait', versionOf('inotifywait --help'), '10⁶ files', inotify),
  ]
  if (theirs) {
    peers.push(...peer('chokidar', chokidar.version, '10⁵ files', theirs))
    goals.push({
      ...{ what: 'chokidar’s time to be ready at 10⁵ files over ours', unit: '×', goal: '>= 30' },
      ...{ value: theirs.readyMs / ours.readyMs, met: theirs.readyMs / ours.readyMs >= 30 },
    })
  } else if ('reason' in built) notes.push(`chokidar is missing: ${built.reason}`)
  return { goals, peers, notes }
}

const peer = (
  name: string,
  version: string,
  what: string,
  { readyMs, mbMore }: Pick<Watched, 'readyMs' | 'mbMore'>,
): Peer[] => [
  { name: `${name}, ${what}, ready after`, version, value: readyMs, unit: 'ms' },
  { name: `${name}, ${what}, memory`, version, value: mbMore, unit: 'MB' },
]

async function flood(root: string, files: number, say: Say) {
  say(`${files} files by another process …`)
  const tree = join(root, `flood-${files}`)
  await write(tree, folders, folders)
  const work = () => write(tree, files, folders)
  const ours = await watchBy('clientkeep', tree)
  const ourCpu = await cpuOf(ours, work)
  const heard = await ours.heard?.()
  await ours.end()
  const inotify = await watchByInotify(tree)
  const theirCpu = await cpuOf(inotify, work)
  await inotify.end()
  rmSync(tree, { recursive: true })
  const words = files.toLocaleString('en')
  const goals = [
    atMost(`${words} writes: lost`, files - (heard?.heard ?? 0), 'files', 0),
    figure(`${words} writes: CPU a file`, (ourCpu * 1000) / files, 'µs'),
    atMost(`${words} writes: CPU over inotifywait’s`, ourCpu / theirCpu, '×', 1.5),
  ]
  const version = versionOf('inotifywait --help')
  const value = (theirCpu * 1000) / files
  return {
    goals,
    peers: [{ name: `inotifywait, ${words} writes, CPU a file`, version, value, unit: 'µs' }],
  }
}

/** Runs the whole; some minutes. */
export async function agent(say: Say): Promise<BenchReport> {
  const root = mkdtempSync(join(tmpdir(), 'clientkeep-bench-'))
  const stick = mkdtempSync(join(root, 'stick-'))
  let endpoint: Endpoint | undefined
  const loads = [loadavg()[0] ?? 0]
  try {
    say('the agent as its package runs it, idle …')
    endpoint = await startEndpoint(stick)
    const goals: Goal[] = []
    // Said as they come: the whole takes long, and may not come to its end on a small machine.
    const add = (more: readonly Goal[]) => {
      goals.push(...more)
      for (const { what, value, unit } of more) say(`${what}: ${value.toFixed(2)} ${unit}`)
    }
    add(await idle(endpoint))
    add(await storm(endpoint, stick, say))
    await endpoint.stop()
    endpoint = undefined
    const watched = await trees(root, say)
    const peers: Peer[] = [...watched.peers]
    add(watched.goals)
    for (const files of floods) {
      const result = await flood(root, files, say)
      add(result.goals)
      peers.push(...result.peers)
    }
    loads.push(loadavg()[0] ?? 0)
    return {
      bench: 'agent',
      goals,
      peers,
      notes: [
        `${availableParallelism()} processors; load average at the start and the end: ${loads.map(load => load.toFixed(1)).join(' and ')}.`,
        `The agent is the bundle of the package with the flags and environment of its unit, as root, with the kernel's feed; its collector runs in the benchmark. Idle is ${idleMs / 1000} s, a quarter of a minute after it began to watch.`,
        'A storm’s files each hold one customer and are read, told, kept sealed, sent and journaled. A flood’s files are told by the feed alone, as inotifywait tells them.',
        'Memory of our watcher and of chokidar is what the process has more when it is ready; of inotifywait it is the whole process.',
        ...watched.notes,
      ],
    }
  } finally {
    endWatchers()
    await endpoint?.stop()
    rmSync(root, { recursive: true, force: true })
  }
}
