/** Reads what passes through for customers, beside the answer: pages and text in a thread, what must be taken apart in a process of its own. */
import { Worker } from 'node:worker_threads'
import { openFilter } from '../../content/filter.ts'
import { openSandbox } from '../../content/sandbox.ts'
import type { ScanOutcome } from '../../content/scan.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { FromRecogniser, Reading, ToRecogniser } from './recogniser-wire.ts'

/** A body being read piece by piece. */
export interface BodyReading {
  /** Takes a piece; resolves when there is room for more. */
  push(bytes: Uint8Array): Promise<void>
  /** No more comes; resolves with what was read. */
  end(): Promise<Reading>
}

export interface Recogniser {
  /** Reads a whole body. `encoding`: its content coding. */
  page(bytes: Uint8Array, name: string, encoding: string): Promise<Reading>
  /** Begins to read a body that comes in pieces, row by row. */
  open(name: string, encoding: string): BodyReading
  /** Reads a plain file of any format, row by row, in a process of its own. */
  file(path: string, signal: AbortSignal): Promise<ScanOutcome>
  /** Resolves when few enough pages wait to be read: nobody looks at more than is counted. */
  room(): Promise<void>
  close(): Promise<void>
}

const settled = Promise.resolve()
/** A page is read with the filter of at most so long ago: to ask the base costs as much as to hand the page over. */
const briefedMs = 250
/** Bodies that wait at a time: some tenths of a second of work. */
const pagesMax = 64
/** Pieces on their way to the thread: enough that it never waits, and no more. */
const aheadBytesMax = 1024 * 1024

interface Waiting {
  readonly resolve: (reading: Reading) => void
  ahead: number
  room: (() => void) | undefined
}

const gone: Reading = { failure: 'the part that reads it ended unexpectedly' }

/** Starts reading under the filter that the base has at each time. */
export function openRecogniser(base: Pick<CustomerBase, 'filter' | 'filterHead'>): Recogniser {
  const waiting = new Map<number, Waiting>()
  const sandbox = openSandbox()
  /** Who waits for room. */
  const held: (() => void)[] = []
  let last = 0
  let isClosing = false
  let version: string | undefined
  let briefedAt = Number.NEGATIVE_INFINITY
  let worker = start()

  function start(): Worker {
    const started = new Worker(new URL('./recogniser-worker.ts', import.meta.url))
    version = undefined
    briefedAt = Number.NEGATIVE_INFINITY
    started.on('message', (message: FromRecogniser) => {
      const found = waiting.get(message.id)
      if (message.type === 'read') {
        waiting.delete(message.id)
        found?.resolve(message.reading)
        found?.room?.()
        held.shift()?.()
      } else if (found) {
        found.ahead -= message.bytes
        if (found.ahead < aheadBytesMax) found.room?.()
      }
    })
    // A body that made the thread fail costs what was with it, no more.
    const failed = () => {
      for (const { resolve, room } of waiting.values()) {
        resolve(gone)
        room?.()
      }
      waiting.clear()
      for (const resume of held.splice(0)) resume()
      if (!isClosing && started === worker) worker = start()
    }
    started.on('error', failed)
    started.on('exit', failed)
    started.unref()
    return started
  }

  /** The bytes in a buffer of their own, which is handed over: a view would take all that lies around it along. */
  function post(message: ToRecogniser & { readonly bytes: Uint8Array }): void {
    const bytes = new Uint8Array(message.bytes)
    worker.postMessage({ ...message, bytes }, [bytes.buffer])
  }

  /** Before each body: the filter that the base has now, or had `sinceMs` ago. */
  function brief(sinceMs = 0): void {
    const now = performance.now()
    if (now - briefedAt < sinceMs) return
    briefedAt = now
    const head = base.filterHead()
    if (head?.version !== version) {
      version = head?.version
      worker.postMessage({ type: 'filter', file: base.filter()?.bytes } satisfies ToRecogniser)
    }
  }

  function begin(): {
    readonly id: number
    readonly reading: Promise<Reading>
    readonly at: Waiting
  } {
    last += 1
    const { promise, resolve } = Promise.withResolvers<Reading>()
    const at: Waiting = { resolve, ahead: 0, room: undefined }
    waiting.set(last, at)
    return { id: last, reading: promise, at }
  }

  return {
    page(bytes, name, encoding) {
      const { id, reading } = begin()
      brief(briefedMs)
      post({ type: 'page', id, name, encoding, bytes })
      return reading
    },
    open(name, encoding) {
      const { id, reading, at } = begin()
      brief()
      worker.postMessage({ type: 'open', id, name, encoding } satisfies ToRecogniser)
      return {
        async push(bytes) {
          if (!waiting.has(id)) return
          at.ahead += bytes.length
          post({ type: 'piece', id, bytes })
          if (at.ahead < aheadBytesMax) return
          await new Promise<void>(resolve => {
            at.room = resolve
          })
        },
        end: () => {
          worker.postMessage({ type: 'end', id } satisfies ToRecogniser)
          return reading
        },
      }
    },
    async file(path, signal) {
      const filter = base.filter()
      return sandbox.scan(path, filter && openFilter(filter.bytes), { isByRow: true, signal })
    },
    room: () =>
      waiting.size < pagesMax
        ? settled
        : new Promise(resolve => {
            held.push(resolve)
          }),
    async close() {
      isClosing = true
      sandbox.close()
      await worker.terminate()
    },
  }
}
