/** Runs the watchers that are compared, each as a process of its own, and says what they heard and used. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { cpuMs, memoryMb } from './process.ts'

const root = join(import.meta.dirname, '..', '..', '..')

export interface Watched {
  readonly readyMs: number
  /** Memory that watching took, MB of 10⁶ bytes. */
  readonly mbMore: number
  /** Asks how many files it has heard of, until that stands still; absent of those that are not asked. */
  heard?(): Promise<{ heard: number; losses: number }>
  readonly pid: number
  end(): Promise<void>
}

const running = new Set<ChildProcess>()

/** Ends what a failed benchmark left. */
export function endWatchers(): void {
  for (const child of running) child.kill('SIGKILL')
}

function started(command: string, args: readonly string[], readFrom: 'stdout' | 'stderr') {
  const child = spawn(command, args, {
    stdio: [
      'pipe',
      readFrom === 'stdout' ? 'pipe' : 'ignore',
      readFrom === 'stderr' ? 'pipe' : 'inherit',
    ],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const stream = child[readFrom]
  if (!stream) throw new Error(`${command} cannot be read`)
  return { child, lines: createInterface({ input: stream }) }
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

async function next(lines: Interface): Promise<string> {
  const [line] = await once(lines, 'line')
  return String(line)
}

/** Our feed, or chokidar from the folder `peer`. */
export async function watchBy(
  watcher: 'clientkeep' | 'chokidar',
  tree: string,
  peer = '',
): Promise<Watched> {
  const program = join(import.meta.dirname, 'watch-forever.ts')
  const runtime = join(root, 'runtime.mjs')
  const { child, lines } = started(
    process.execPath,
    ['--import', runtime, program, watcher, tree, peer],
    'stdout',
  )
  const { readyMs, bytesMore } = JSON.parse(await next(lines))
  const ask = async (): Promise<{ heard: number; losses: number }> => {
    child.stdin?.write('\n')
    return JSON.parse(await next(lines))
  }
  return {
    readyMs,
    mbMore: bytesMore / 1e6,
    pid: child.pid ?? 0,
    heard: async () => {
      for (let last = await ask(); ; ) {
        await delay(1500)
        const now = await ask()
        if (now.heard === last.heard) return now
        last = now
      }
    },
    end: () => ended(child),
  }
}

/** inotifywait of the same tree; what it tells goes nowhere. */
export async function watchByInotify(tree: string): Promise<Watched> {
  const startedAt = performance.now()
  const { child, lines } = started(
    'inotifywait',
    ['--monitor', '--recursive', '--event', 'close_write', tree],
    'stderr',
  )
  for (let line = ''; !line.includes('Watches established'); ) line = await next(lines)
  const pid = child.pid ?? 0
  return {
    readyMs: performance.now() - startedAt,
    mbMore: memoryMb(pid, 'Rss'),
    pid,
    end: () => ended(child),
  }
}

/** Makes a tree, or writes into it; resolves when the writer has ended. `perSecond` 0: as fast as it can. */
export async function write(
  tree: string,
  files: number,
  folders: number,
  perSecond = 0,
): Promise<void> {
  const program = join(import.meta.dirname, 'writer.py')
  const args = [program, tree, ...[files, folders, perSecond].map(String)]
  const [code] = await once(spawn('python3', args, { stdio: 'inherit' }), 'exit')
  if (code !== 0) throw new Error(`the writer ended with ${code}`)
}

/** CPU time of a process while it works off what was written, milliseconds. */
export async function cpuOf(watched: Watched, work: () => Promise<void>): Promise<number> {
  const before = cpuMs(watched.pid)
  await work()
  for (let last = -1; last !== cpuMs(watched.pid); ) {
    last = cpuMs(watched.pid)
    await delay(1000)
  }
  return cpuMs(watched.pid) - before
}

/** The version that a program says of itself. */
export const versionOf = (command: string): string =>
  /\d+(\.\d+)+/.exec(execFileSync('sh', ['-c', `${command} 2>&1 || true`]).toString())?.[0] ?? ''
