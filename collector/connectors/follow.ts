/**
 * Follows the logs of one connector. A log is known by its beginning, an event by its log and its number in it: rotation by renaming or
 * by copying, truncation, a crash at any moment and a lost position neither lose nor double an event.
 */
import type { FileHandle } from 'node:fs/promises'
import type { ConnectorTest } from '../../events/connectors.ts'
import { limits } from '../../events/limits.ts'
import type { Journal, NewBatch } from '../journal/journal.ts'
import type { Lines, Reading } from './connector.ts'
import { bytesAt, identify, logFiles, wholeLines, withFile } from './log-files.ts'
import type { Position, Positions } from './positions.ts'

export interface FollowParts {
  readonly name: string
  readonly path: string
  readonly hasHead: boolean
  readonly lines: Lines
  readonly positions: Positions
  readonly journal: Pick<Journal, 'appendEvents'>
  readonly now: () => number
}

/** Events of one source, numbered from `after` + 1. */
function batchOf(source: string, after: number, events: readonly object[]): NewBatch {
  const parts = events.map((event, index) =>
    Buffer.from(`{"seq":${after + index + 1},"event":${JSON.stringify(event)}}\n`),
  )
  let end = 0
  const ends = parts.map(part => {
    end += part.length
    return end
  })
  return {
    source,
    seqs: parts.map((_, index) => after + index + 1),
    ends,
    lines: Buffer.concat(parts),
  }
}

/** Reads what is new in all of its logs, whole lines only. Gives how many files there are and how many bytes still wait. */
export async function follow(parts: FollowParts): Promise<{ files: number; lagBytes: number }> {
  const files = await logFiles(parts.path)
  let lagBytes = 0
  for (const { path, size } of files)
    lagBytes += await withFile(path, file => followFile(file, size, parts))
  return { files: files.length, lagBytes }
}

/** Gives the bytes that wait: a line that is not whole yet. */
async function followFile(file: FileHandle, size: number, parts: FollowParts): Promise<number> {
  const { name, hasHead, positions } = parts
  const known = await identify(file, hasHead)
  if (!known) return size
  let position = positions.get(`connector:${name}:${known.hash}`, name)
  if (position.offset === 0) position = { ...position, offset: known.start }
  // Shorter than what was read, with the same beginning: a copy that rotation is still writing.
  while (position.offset < size) {
    const wanted = Math.min(size - position.offset, limits.connectorReadBytes)
    const bytes = await bytesAt(file, position.offset, wanted)
    // A log that was copied and cut meanwhile is another one: what was read may be of its new lines.
    if ((await identify(file, hasHead))?.hash !== known.hash) return 0
    const next = await take(bytes, position, known.head, parts)
    if (next.offset === position.offset) break
    position = next
    positions.put(position)
  }
  return Math.max(0, size - position.offset)
}

/** One batch into the journal; gives the position behind it. */
async function take(
  bytes: Buffer,
  position: Position,
  head: string,
  { lines, journal, now }: FollowParts,
): Promise<Position> {
  const whole = wholeLines(bytes)
  if (whole.length === 0) {
    if (bytes.length < limits.connectorReadBytes) return position
    const lastDirty = `line ${position.lines + 1}: longer than ${limits.connectorReadBytes} bytes`
    const offset = position.offset + bytes.length
    return { ...position, offset, dirty: position.dirty + 1, lastDirty, readAt: now() }
  }
  const events: object[] = []
  let { dirty, lastDirty, lines: count, offset } = position
  for (const { text, end } of whole) {
    const uid = `${position.source}:${position.events + events.length + 1}`
    const reading = readLine(lines, text, { uid, head })
    count += 1
    offset = position.offset + end
    if ('event' in reading) events.push(reading.event)
    if ('dirty' in reading) {
      dirty += 1
      lastDirty = `line ${count}: ${reading.dirty}`
    }
    if (events.length === limits.ingestBatchEventsMax) break
  }
  if (events.length > 0)
    await journal.appendEvents(batchOf(position.source, position.events, events))
  const made = position.events + events.length
  return { ...position, offset, lines: count, events: made, dirty, lastDirty, readAt: now() }
}

function readLine(lines: Lines, text: string, at: { uid: string; head: string }): Reading {
  return text.trim() === '' ? { isOther: true } : lines.read(text, at)
}

const testBytes = 256 * 1024
const reasonsMax = 5

/** Reads the end of the newest log and keeps nothing of it. Rejects with the system's error where there is none. */
export async function tryOut({ path, hasHead, lines }: FollowParts): Promise<ConnectorTest> {
  const newest = (await logFiles(path)).at(-1)
  if (!newest)
    return { file: path, lines: 0, events: 0, dirty: 0, reasons: ['there is no line yet'] }
  return withFile(newest.path, async file => {
    const known = await identify(file, hasHead)
    const from = Math.max(known?.start ?? 0, newest.size - testBytes)
    const whole = wholeLines(await bytesAt(file, from, newest.size - from))
    // The first one is cut where the look begins within a log.
    const texts = whole.slice(from > (known?.start ?? 0) ? 1 : 0).map(({ text }) => text)
    const readings = texts.map(text =>
      readLine(lines, text, { uid: 'test', head: known?.head ?? '' }),
    )
    const reasons = readings.flatMap(reading => ('dirty' in reading ? [reading.dirty] : []))
    return {
      file: newest.path,
      lines: texts.length,
      events: readings.filter(reading => 'event' in reading).length,
      dirty: reasons.length,
      reasons: [...new Set(reasons)].slice(0, reasonsMax),
    }
  })
}
