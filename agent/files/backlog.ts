/**
 * Work that was found and waits to be done, on disk (sealed), so that neither a storm nor a crash loses any of it: what waits is
 * deferred, never dropped. An item may be done twice after a crash.
 */
import { mkdirSync } from 'node:fs'
import { Lane } from '../spool/lane.ts'

export interface Backlog<T> {
  add(item: T): void
  readonly waiting: number
  /** Makes what was added durable and closes the file, after the work under way. */
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
  readonly onFailure: (error: unknown) => void
}

const batchItems = 64
const batchBytes = 1024 * 1024

/** Opens the backlog and goes on with what an earlier run left. */
export function openBacklog<T>(parts: BacklogParts<T>): Backlog<T> {
  const { dir, name, key, parse, work, atOnce, onFailure } = parts
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const lane = new Lane(dir, name, key)
  let nextSeq = lane.last + 1
  let fresh: { seq: number; payload: Buffer }[] = []
  let isClosed = false
  let running: Promise<void> | undefined

  function write(): void {
    const batch = fresh
    fresh = []
    if (batch.length === 0) return
    try {
      lane.append(batch, Date.now())
    } catch (error) {
      onFailure(error)
      // A full disk: the items are done from memory, at once.
      for (const { payload } of batch) attempt(payload).catch(onFailure)
    }
    running ??= run().finally(() => {
      running = undefined
    })
  }

  async function attempt(payload: Buffer): Promise<void> {
    const item = parse(JSON.parse(payload.toString()))
    if (item === undefined) return
    await work(item)
  }

  async function run(): Promise<void> {
    while (!isClosed) {
      const records = [...lane.lease(batchItems, batchBytes)]
      const last = records.at(-1)
      if (!last) return
      const queue = [...records]
      const worker = async (): Promise<void> => {
        for (let record = queue.shift(); record && !isClosed; record = queue.shift())
          await attempt(record.payload).catch(onFailure)
      }
      await Promise.all(Array.from({ length: atOnce }, worker))
      if (queue.length === 0 && !isClosed) lane.commit(last.seq)
    }
  }

  if (lane.pending > 0) setImmediate(() => (running ??= run().finally(() => (running = undefined))))
  return {
    add: item => {
      if (fresh.length === 0) setImmediate(write)
      fresh.push({ seq: nextSeq, payload: Buffer.from(JSON.stringify(item)) })
      nextSeq += 1
    },
    get waiting() {
      return lane.pending + fresh.length
    },
    close: async () => {
      write()
      isClosed = true
      await running
      lane.close()
    },
  }
}
