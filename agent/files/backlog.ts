/**
 * Work that was found and waits to be done, on disk (sealed), so that neither a storm nor a crash loses any of it: what waits is
 * deferred, never dropped. An item may be done twice after a crash.
 */
import { mkdirSync } from 'node:fs'
import { Lane } from '../spool/lane.ts'

export interface Backlog<T> {
  add(item: T): void
  readonly waiting: number
  /** After the signal: makes what was added durable and closes the file, after the work under way. */
  close(): Promise<void>
}

export interface BacklogParts<T> {
  readonly dir: string
  readonly name: string
  readonly key: Buffer
  /** Reads an item back; undefined where it is none. */
  readonly parse: (value: unknown) => T | undefined
  readonly work: (item: T) => Promise<void>
  readonly atOnce: number
  /** Makes what came of the work durable, before it is noted as done. */
  readonly keep: () => void
  readonly onFailure: (error: unknown) => void
  /** Ends the work; what is not done by then waits for the next start. */
  readonly signal: AbortSignal
}

const asFailure = (error: unknown) => ({ error })

const batchItems = 64
const batchBytes = 1024 * 1024
/** Items that come within this time are made durable together; longer in a storm, when there is work enough. */
const writeMs = { quiet: 10, storm: 100 } as const
/** Done items are noted together: after a crash these are done again. */
const doneItems = 256
const doneMs = 1000

/** Opens the backlog and goes on with what an earlier run left. */
export function openBacklog<T>(parts: BacklogParts<T>): Backlog<T> {
  const { dir, name, key, parse, work, atOnce, keep, onFailure, signal } = parts
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const lane = new Lane(dir, name, key)
  let nextSeq = lane.last + 1
  /** Sequence numbers up to which items are done, and noted as done. */
  let done = lane.last - lane.pending
  let noted = done
  let noting: NodeJS.Timeout | undefined
  let fresh: { seq: number; payload: Buffer }[] = []
  let running: Promise<void> | undefined

  let wroteAt = Number.NEGATIVE_INFINITY

  function writeSoon(): void {
    const isStorm = performance.now() - wroteAt < 2 * writeMs.storm
    setTimeout(write, isStorm && lane.pending > 0 ? writeMs.storm : writeMs.quiet)
  }

  function write(): void {
    const batch = fresh
    fresh = []
    if (batch.length === 0) return
    try {
      lane.append(batch, Date.now())
      wroteAt = performance.now()
    } catch (error) {
      onFailure(error)
      // A full disk: the items are done from memory, at once.
      for (const { payload } of batch) attempt(payload).catch(onFailure)
    }
    start()
  }

  function start(): void {
    running ??= run().finally(() => {
      running = undefined
    })
  }

  async function attempt(payload: Buffer): Promise<void> {
    const item = parse(JSON.parse(payload.toString()))
    if (item === undefined) return
    await work(item)
  }

  /** Notes what is done; at the latest a second after it was. */
  function note(isNow: boolean): void {
    if (!isNow && done - noted < doneItems) {
      noting ??= setTimeout(() => note(true), doneMs).unref()
      return
    }
    clearTimeout(noting)
    noting = undefined
    if (done > noted) {
      keep()
      lane.commit(done)
    }
    noted = done
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const unnoted = done - noted
      const leased = lane.lease(batchItems + unnoted, batchBytes)
      const queue = leased.filter(({ seq }) => seq > done)
      const last = queue.at(-1)
      if (!last) {
        if (lane.pending <= unnoted) return
        // Only what is done already fits into a lease.
        note(true)
        continue
      }
      const worker = async (): Promise<void> => {
        for (let record = queue.shift(); record; record = queue.shift()) {
          const failure = await attempt(record.payload).then(() => undefined, asFailure)
          if (signal.aborted) {
            // It was cut short: it is done at the next start.
            queue.unshift(record)
            return
          }
          if (failure) onFailure(failure.error)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, worker))
      if (queue.length > 0) return
      done = last.seq
      note(false)
    }
  }

  if (lane.pending > 0) setImmediate(start)
  return {
    add: item => {
      if (fresh.length === 0) writeSoon()
      fresh.push({ seq: nextSeq, payload: Buffer.from(JSON.stringify(item)) })
      nextSeq += 1
    },
    get waiting() {
      return lane.pending - (done - noted) + fresh.length
    },
    close: async () => {
      write()
      await running
      note(true)
      lane.close()
    },
  }
}
