/** The work of a reader process: scans one file at a time and says what it found. Ends with its parent. */
import { flushCompileCache } from 'node:module'
import { limits } from '../events/limits.ts'
import { type CustomerFilter, openFilter } from './filter.ts'
import type { FromReader, ToReader } from './sandbox-wire.ts'
import { type ScanOutcome, scanFile } from './scan.ts'

const answer = (message: FromReader): void => {
  process.send?.(message)
}

/** Answers the parent's messages. With `takeFile` no file is opened here: it gives the descriptor of the one that the parent handed over. */
export function serveScans(takeFile?: () => number): void {
  let filter: CustomerFilter | undefined

  async function scan({ path, timeMsMax, isByRow }: Extract<ToReader, { path: string }>) {
    const fd = takeFile?.()
    const memoryBytesMax = limits.scanMemoryBytesMax
    return scanFile(path, filter, {
      timeMsMax,
      isByRow,
      memoryBytesMax,
      ...(fd !== undefined && { fd }),
    })
  }

  process.on('message', (message: ToReader) => {
    if ('filter' in message) {
      filter = message.filter && openFilter(message.filter)
      return
    }
    scan(message)
      .then(
        (outcome: ScanOutcome) => answer({ outcome }),
        (error: unknown) => answer({ reason: `the content could not be read (${String(error)})` }),
      )
      // Readers are killed rather than ended, so the cache is written here.
      .finally(flushCompileCache)
  })
  process.on('disconnect', () => process.exit())
}
