/** The program of a reader process: scans one file at a time and says what it found. Ends with its parent. */
import { flushCompileCache } from 'node:module'
import { limits } from '../events/limits.ts'
import { type CustomerFilter, openFilter } from './filter.ts'
import type { FromReader, ToReader } from './sandbox-wire.ts'
import { scanFile } from './scan.ts'

let filter: CustomerFilter | undefined

const answer = (message: FromReader): void => {
  process.send?.(message)
}

process.on('message', (message: ToReader) => {
  if ('filter' in message) {
    filter = message.filter && openFilter(message.filter)
    return
  }
  scanFile(message.path, filter, {
    timeMsMax: message.timeMsMax,
    isByRow: message.isByRow,
    memoryBytesMax: limits.scanMemoryBytesMax,
  })
    .then(
      outcome => answer({ outcome }),
      (error: unknown) => answer({ reason: `the content could not be read (${String(error)})` }),
    )
    // Readers are killed rather than ended, so the cache is written here.
    .finally(flushCompileCache)
})

process.on('disconnect', () => process.exit())
