/** How often a file that stays open is read: one that grows for hours (a recording) must not be read anew from its beginning every few seconds. */
import { lstatSync } from 'node:fs'
import { systemPath } from '../../events/path-bytes.ts'

/** Files that stay open cost the reading of so much, on average. */
const bytesPerMs = 1000
/** Of files whose size cannot be asked for here. */
const remoteMs = 60_000
const pathsMax = 1000

export interface OpenReads {
  /** How long it is to wait until it may be read again, milliseconds; 0 where it was not read yet. */
  waitMs(path: string, isRemote: boolean): number
  /** It is read now. */
  note(path: string, isOpen: boolean): void
}

function sizeOf(path: string): number {
  try {
    return lstatSync(systemPath(path), { throwIfNoEntry: false })?.size ?? 0
  } catch {
    return 0
  }
}

export function createOpenReads(now: () => number = () => performance.now()): OpenReads {
  const reads = new Map<string, number>()
  return {
    waitMs: (path, isRemote) => {
      const last = reads.get(path)
      if (last === undefined) return 0
      const pauseMs = isRemote ? remoteMs : sizeOf(path) / bytesPerMs
      return Math.max(0, last + pauseMs - now())
    },
    note: (path, isOpen) => {
      reads.delete(path)
      if (!isOpen) return
      reads.set(path, now())
      const oldest = reads.keys().next().value
      if (reads.size > pathsMax && oldest !== undefined) reads.delete(oldest)
    },
  }
}
