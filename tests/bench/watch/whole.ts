/** Lanes of the benchmark on the whole agent, as its package runs it: idle, and in a storm. */
import { setTimeout as delay } from 'node:timers/promises'
import { bodyOf } from '../../../collector/journal/journal.ts'
import { atMost, below, figure, type Goal, percentile, type Say } from '../report.ts'
import type { Endpoint } from './endpoint.ts'
import { cpuMs, memoryMb } from './process.ts'
import { write } from './watchers.ts'

export const idleMs = 60_000
const stormFiles = 20_000
const stormPerSecond = 2000

interface Journaled {
  readonly file?: { readonly path: string }
  readonly time: number
}

/** What the agent uses while nothing happens. */
export async function idle({ pid }: Endpoint): Promise<Goal[]> {
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
      for (const line of lines) {
        after = line.offset
        const { file, time }: Journaled = JSON.parse(bodyOf(line))
        if (file && !times.has(file.path)) times.set(file.path, receivedAt - time)
      }
    }
  }
  return [...times.values()]
}

/** A storm of files on a folder that counts as removable, each read and told. */
export async function storm(endpoint: Endpoint, stick: string, say: Say): Promise<Goal[]> {
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
    figure(
      'storm: the queue of what is to be read, from close to journal, p50',
      percentile(times, 0.5),
      'ms',
    ),
    figure('storm: the same, p99', percentile(times, 0.99), 'ms'),
    figure('storm: CPU a file, read and told', cpu / stormFiles, 'ms'),
    figure('storm: resident memory after it', memoryMb(endpoint.pid, 'Rss'), 'MB'),
  ]
}
