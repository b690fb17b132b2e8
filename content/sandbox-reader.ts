/** The program of a reader process: scans one file at a time and says what it found. Ends with its parent. */
import { flushCompileCache } from 'node:module'
import { limits } from '../events/limits.ts'
import { type CustomerFilter, openFilter } from './filter.ts'
import type { FromReader, ToReader } from './sandbox-wire.ts'
import { scanBytes, scanFile } from './scan.ts'

let filter: CustomerFilter | undefined

const answer = (message: FromReader): void => {
  process.send?.(message)
}

process.on('message', (message: ToReader) => {
  if ('filter' in message) {
    filter = message.filter && openFilter(message.filter)
    return
  }
  const { timeMsMax, isByRow } = message
  const options = { timeMsMax, isByRow, memoryBytesMax: limits.scanMemoryBytesMax }
  const scanning =
    'path' in message
      ? scanFile(message.path, filter, options)
      : scanBytes(message.bytes, message.name, filter, options)
  scanning
    .then(
      outcome => answer({ outcome }),
      (error: unknown) => answer({ reason: `the content could not be read (${String(error)})` }),
    )
    // Readers are killed rather than ended, so the cache is written here.
    .finally(flushCompileCache)
})

process.on('disconnect', () => process.exit())
