/** Scans files for customers, a few at a time, with the filter in force. Bounded: what finds no room is refused and counted. */

import { setTimeout as delay, setImmediate } from 'node:timers/promises'
import type { CustomerFilter } from '../content/filter.ts'
import type { Confinement } from '../content/reader-process.ts'
import { openSandbox } from '../content/sandbox.ts'
import type { ScanOutcome } from '../content/scan.ts'
import { limits } from '../events/limits.ts'
import type { ScanSummary } from '../events/scan.ts'
import { createGovernor } from './governor.ts'

/** How many customers a scan found at least: each has one address, number or id of a kind. */
export const customersIn = ({ kinds }: ScanSummary): number =>
  Math.max(kinds.email, kinds.phone, kinds.id ?? 0)

/** The same, with rows that point to a customer by several words together, such as a name and a town. */
export const customersMeantIn = (summary: ScanSummary): number =>
  customersIn(summary) + (summary.group_rows ?? 0)

export interface FileScanner {
  /** Scans in order of arrival; undefined where the queue is full. What cannot be read says so in its status; rejects only when the signal aborts. `size`: its bytes, where the caller has just looked and it lies on this machine; `fd`: the file, where it may not. */
  scan(
    path: string,
    signal: AbortSignal,
    known?: { readonly size?: number | undefined; readonly fd?: number | undefined },
  ): Promise<ScanOutcome> | undefined
  /** The same of bytes in memory; `name` is a hint to what they are. */
  scanBytes(bytes: Uint8Array, name: string, signal: AbortSignal): Promise<ScanOutcome> | undefined
  readonly waiting: number
}

/** What the scanner is to whoever made it. */
export interface OwnScanner extends FileScanner {
  /** Ends the readers, which would hold the end of this process up while they wait for a next file. */
  close(): void
}

const atOnce = 2
/** What is read at once never waits for anything: so often everything else has its turn. */
const turnMs = 5

/** With a confinement nothing is read in this process. */
export function createScanner(
  filter: () => CustomerFilter | undefined,
  confinement?: Confinement,
): OwnScanner {
  const queue: (() => Promise<void>)[] = []
  const sandbox = openSandbox(confinement && { confinement })
  const governor = createGovernor()
  let running = 0

  let turnAt = 0
  async function next(): Promise<void> {
    if (running >= atOnce) return
    running += 1
    for (let job = queue.shift(); job; job = queue.shift()) {
      const waitMs = governor.waitMs()
      if (waitMs > 0) await delay(waitMs, undefined, { ref: false })
      const startedAt = performance.now()
      await job()
      const now = performance.now()
      governor.used(now - startedAt)
      if (now - turnAt > turnMs) {
        await setImmediate()
        turnAt = performance.now()
      }
    }
    running -= 1
  }

  function enqueue(
    scan: () => Promise<ScanOutcome>,
    signal: AbortSignal,
  ): Promise<ScanOutcome> | undefined {
    if (queue.length >= limits.scanQueueMax) return undefined
    return new Promise((resolve, reject) => {
      // What waits its turn ends at once.
      const abort = () => reject(signal.reason)
      signal.addEventListener('abort', abort, { once: true })
      queue.push(() => {
        signal.removeEventListener('abort', abort)
        return scan().then(resolve, reject)
      })
      next()
    })
  }

  return {
    scan: (path, signal, { size, fd } = {}) =>
      enqueue(
        () =>
          sandbox.scan(path, filter(), {
            signal,
            ...(size !== undefined && { size }),
            ...(fd !== undefined && { fd }),
          }),
        signal,
      ),
    scanBytes: (bytes, name, signal) =>
      enqueue(() => sandbox.scanBytes(bytes, name, filter(), { signal }), signal),
    get waiting() {
      return queue.length
    },
    close: sandbox.close,
  }
}
