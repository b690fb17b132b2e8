/**
 * A thread that replays the journal and hands one answer over. It ends by itself, also when it is told to stop: where a thread is ended from
 * outside, the native code that it is in may end the whole process (its N-API calls fail, and better-sqlite3 takes that for fatal).
 */
import { Worker } from 'node:worker_threads'
import type { JournalReader } from '../journal/journal.ts'

/** What a thread is started with, besides what it is to do. */
export interface Stoppable {
  readonly stop: SharedArrayBuffer
}

interface Parts<Start> {
  readonly name: string
  readonly start: Start
  readonly signal: AbortSignal
}

/** Resolves with the answer; rejects with the thread's error, and only when it has ended. */
export function replayInThread<Start extends object, Answer>(
  program: URL,
  { name, start, signal }: Parts<Start>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
    const workerData: Start & Stoppable = { ...start, stop }
    const worker = new Worker(program, { workerData, name })
    const tell = () => Atomics.store(new Int32Array(stop), 0, 1)
    let failure: unknown = new Error(`the thread "${name}" ended without an answer`)
    signal.addEventListener('abort', tell)
    if (signal.aborted) tell()
    worker.once('message', resolve)
    worker.once('error', error => {
      failure = error
    })
    worker.once('exit', () => {
      signal.removeEventListener('abort', tell)
      reject(failure)
    })
  })
}

/** The journal of such a thread: gives nothing more, but throws, once it is told to stop. */
export function untilStopped(journal: JournalReader, { stop }: Stoppable): JournalReader {
  const flag = new Int32Array(stop)
  const check = (): void => {
    if (Atomics.load(flag, 0) !== 0) throw new Error('it was told to stop')
  }
  return {
    ...journal,
    readEvents: async (after, limit) => {
      check()
      return journal.readEvents(after, limit)
    },
    readMatching: (after, isWanted) => {
      check()
      return journal.readMatching(after, isWanted)
    },
    readTold: async (after, limit, kind) => {
      check()
      return journal.readTold(after, limit, kind)
    },
  }
}
