/** Checks the event log of a folder as it lies on disk: every batch against its CRC. Reads only. */
import { closeSync, fstatSync } from 'node:fs'
import {
  damaged,
  framesFrom,
  isDamaged,
  listSegments,
  needSegment,
  openSegment,
  readAt,
  segmentHeader,
} from './files.ts'
import { lastOf } from './frame.ts'

/** Gives the offset that it reaches. Throws Fault ERR_DATA_DAMAGED with file and byte; what a crash tore off at the very end is no damage. */
export function checkEvents(dir: string): number {
  const segments = listSegments(dir)
  let last = (segments.at(-1)?.first ?? 1) - 1
  for (const { path } of segments) {
    const file = openSegment(path)
    if (file === undefined) continue
    try {
      const { size } = fstatSync(file)
      const isNewest = path === segments.at(-1)?.path
      if (isNewest && size < segmentHeader.length) continue
      needSegment(path, readAt(file, 0, segmentHeader.length))
      let end = segmentHeader.length
      for (const placed of framesFrom(file, end)) {
        end = placed.end
        last = Math.max(last, lastOf(placed.frame))
      }
      if (end < size && (!isNewest || isDamaged(file, end, size)))
        throw damaged(path, `the batch at byte ${end} is not what was written`)
    } finally {
      closeSync(file)
    }
  }
  return last
}
