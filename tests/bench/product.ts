/** The real product for benchmarks: its processes as `npm start` makes them, on a folder of their own, seen from outside. Linux only. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '..', '..')
const setup = join(root, 'setup.mjs')
const run = promisify(execFile)

/** A fresh process decides itself about its compile cache. */
function freshEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env }
  delete env.NODE_COMPILE_CACHE
  return env
}

export interface Product {
  /** From the start of the first process to "is ready" on its output. */
  readonly readyMs: number
  readonly url: string
  readonly consoleKey: string
  /** Process ids. */
  readonly collector: number
  agent(): number
  /** Answers of the API, as the console asks. */
  get(path: string): Promise<unknown>
  /** Runs `clientkeep` with arguments on the same folder; gives what it printed. */
  command(...args: string[]): Promise<string>
  /** Ctrl-C, and the wait for the end. */
  stop(): Promise<void>
}

const started = new Set<ChildProcess>()

/** Ends what a failed benchmark left running, its processes and theirs. */
export function killProducts(): void {
  for (const { pid } of started) if (pid !== undefined) process.kill(-pid, 'SIGKILL')
}

/** Resolves when the process prints `text`; rejects with all it printed where it ends before. */
function said(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let all = ''
    const read = (line: string) => {
      all += `${line}\n`
      if (line.includes(text)) resolve()
    }
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', read)
    }
    child.once('exit', () => reject(new Error(`the product ended before it was ready:\n${all}`)))
  })
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap(task =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  )
}

/** `launcher`: `setup` starts what `npm start` starts; `npm` goes through npm. */
export async function startProduct(
  dir: string,
  { watch, launcher = 'setup' }: { watch: string; launcher?: 'setup' | 'npm' },
): Promise<Product> {
  const args = ['--data', dir, '--port', '0', '--watch', watch]
  const [file, before] =
    launcher === 'npm' ? ['npm', ['start', '--']] : [process.execPath, [setup, 'up']]
  const startedAt = performance.now()
  const child = spawn(file, [...before, ...args], {
    cwd: root,
    env: freshEnv(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  started.add(child)
  child.once('exit', () => started.delete(child))
  await said(child, 'is ready')
  const readyMs = performance.now() - startedAt
  const running: { url: string; pid: number } = JSON.parse(
    readFileSync(join(dir, 'running.json'), 'utf8'),
  )
  const consoleKey = readFileSync(join(dir, 'console.key'), 'utf8').trim()
  return {
    readyMs,
    url: running.url,
    consoleKey,
    collector: running.pid,
    agent: () => {
      const [pid] = childrenOf(running.pid)
      if (pid === undefined) throw new Error('the local agent does not run')
      return pid
    },
    get: async path => {
      const headers = { authorization: `Bearer ${consoleKey}` }
      const reply = await fetch(new URL(path, running.url), { headers })
      if (!reply.ok) throw new Error(`${path}: HTTP ${reply.status}: ${await reply.text()}`)
      return reply.json()
    },
    command: async (...words) =>
      (
        await run(process.execPath, [setup, ...words, '--data', dir], {
          cwd: root,
          env: freshEnv(),
        })
      ).stdout,
    stop: async () => {
      const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
      process.kill(running.pid, 'SIGINT')
      await ended
    },
  }
}

/** A process's resident memory in MB (10⁶ bytes), now and at its highest, all threads included. */
export function residentMb(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const read = (name: string) =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6
  return { now: read('VmRSS'), peak: read('VmHWM') }
}
