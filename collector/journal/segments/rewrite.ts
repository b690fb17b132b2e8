/** Takes events out of files of the event log that are no longer appended to: a file is written anew without them, or deleted. */
import { closeSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { framesFrom, listSegments, openSegment, segmentHeader, syncFolder } from './files.ts'
import { eachLine, encodeFrame, type Frame } from './frame.ts'

const empty = Buffer.from('\n')

/** The frame without the lines at `going`; undefined where none is left. */
function without(frame: Frame, going: ReadonlySet<number>): Frame | undefined {
  const kept = new Map<number, Buffer>()
  eachLine(frame, (index, start, end) => {
    if (!going.has(frame.first + index)) kept.set(index, frame.lines.subarray(start, end + 1))
  })
  if (kept.size === 0) return undefined
  const lines = Array.from({ length: frame.count }, (_, index) => kept.get(index) ?? empty)
  return { ...frame, lines: Buffer.concat(lines), sinceSync: 0 }
}

async function rewrite(path: string, going: ReadonlySet<number>): Promise<void> {
  const file = openSegment(path)
  if (file === undefined) return
  const next = await open(`${path}.next`, 'w', 0o600)
  let kept = 0
  try {
    await next.write(segmentHeader)
    for (const { frame } of framesFrom(file, segmentHeader.length)) {
      const left = without(frame, going)
      if (!left) continue
      kept += 1
      await next.writev([...encodeFrame(left)])
    }
    await next.datasync()
  } finally {
    closeSync(file)
    await next.close()
  }
  if (kept > 0) renameSync(`${path}.next`, path)
  else for (const gone of [path, `${path}.next`]) rmSync(gone)
}

/** Removes the events at these offsets, all of which must lie before offset `end`, where the newest file begins. Can be done again. */
export async function removeEvents(
  dir: string,
  offsets: readonly number[],
  end: number,
): Promise<void> {
  const segments = listSegments(dir).filter(({ first }) => first < end)
  for (const [index, { path, first }] of segments.entries()) {
    const next = segments[index + 1]?.first ?? end
    const going = offsets.filter(offset => offset >= first && offset < next)
    if (going.length > 0) await rewrite(path, new Set(going))
  }
  syncFolder(dir)
}
