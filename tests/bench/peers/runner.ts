/** Speaks to a runner process: it loads rules once, then answers each command line with one line of JSON. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type EventObject, isObject } from '../../../rules/engine/event.ts'

/** One answer of a runner. */
export interface Answer {
  readonly seconds: number
  /** Processor time of all threads of the runner; the same as `seconds` where it does not tell. */
  readonly cpuSeconds: number
  readonly events: number
  readonly matches: number
  readonly hits: Readonly<Record<string, number>>
  /** Bytes; zero where the runner does not tell. */
  readonly rss: number
  readonly rssMax: number
  readonly heap: number
  /** Size of what a command wrote, such as a snapshot. */
  readonly bytes: number
}

/** A started runner whose rules are loaded. */
export interface Runner {
  readonly rejected: readonly string[]
  /** From the start of the process to the first answer. */
  readonly startSeconds: number
  /** What the runner itself says that loading and compiling took. */
  readonly loadSeconds: number
  readonly loadedBytes: number
  /** One of `lane FILE`, `match` (parsed events), `json` (text), `hits`. */
  ask(command: string): Promise<Answer>
  stop(): Promise<void>
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0)

const parse = (line: string): EventObject => {
  const value: unknown = JSON.parse(line)
  if (!isObject(value)) throw new Error(`a runner said ${line}`)
  return value
}

function answer(given: EventObject): Answer {
  const { seconds, cpuSeconds, events, matches, hits, rss, rssMax, heap, bytes } = given
  const counts = isObject(hits) ? Object.entries(hits) : []
  return {
    seconds: number(seconds),
    cpuSeconds: number(cpuSeconds ?? seconds),
    events: number(events),
    matches: number(matches),
    hits: Object.fromEntries(counts.map(([id, count]) => [id, number(count)])),
    rss: number(rss),
    rssMax: number(rssMax),
    heap: number(heap),
    bytes: number(bytes),
  }
}

/** Starts a runner and waits until its rules are loaded. */
export async function startRunner(command: string, args: readonly string[]): Promise<Runner> {
  const started = performance.now()
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>(resolve => child.on('close', () => resolve()))
  const failed = new Promise<never>((_, reject) => child.on('error', reject))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const line = await Promise.race([lines.next(), failed])
    if (line.done === true) throw new Error(`${command} ended before its answer`)
    return parse(line.value)
  }
  const ready = await next()
  const rejected = Array.isArray(ready.rejected) ? ready.rejected.map(String) : []
  return {
    rejected,
    startSeconds: (performance.now() - started) / 1000,
    loadSeconds: number(ready.loadSeconds),
    loadedBytes: number(ready.rss),
    async ask(text) {
      child.stdin.write(`${text}\n`)
      return answer(await next())
    },
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
