/** The work of a reader process: scans one file at a time and says what it found. Ends with its parent. */
import { flushCompileCache } from 'node:module'
import { limits } from '../events/limits.ts'
import { type CustomerFilter, openFilter } from './filter.ts'
import type { FromReader, ToReader } from './sandbox-wire.ts'
import { type ScanOutcome, scanBytes, scanFile } from './scan.ts'

const answer = (message: FromReader): void => {
  process.send?.(message)
}

/** Answers the parent's messages. With `takeFile` no file is opened here: it gives the descriptor of the one that the parent handed over. */
export function serveScans(takeFile?: () => number): void {
  let filter: CustomerFilter | undefined

  async function scan(message: Exclude<ToReader, { filter: unknown }>): Promise<ScanOutcome> {
    const { timeMsMax, isByRow } = message
    const options = { timeMsMax, isByRow, memoryBytesMax: limits.scanMemoryBytesMax }
    if (!('path' in message)) return scanBytes(message.bytes, message.name, filter, options)
    const fd = takeFile?.()
    return scanFile(message.path, filter, { ...options, ...(fd !== undefined && { fd }) })
  }

  process.on('message', (message: ToReader) => {
    if ('filter' in message) {
      filter = message.filter && openFilter(message.filter)
      return
    }
    scan(message)
      .then(
        outcome => answer({ outcome }),
        (error: unknown) => answer({ reason: `the content could not be read (${String(error)})` }),
      )
      // Readers are killed rather than ended, so the cache is written here.
      .finally(flushCompileCache)
  })
  process.on('disconnect', () => process.exit())
}
