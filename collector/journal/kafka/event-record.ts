/**
 * Events as records of the topic of events: what one source said in one batch to one lane is a part, and parts of a lane that are
 * written at the same time are one record. Its header says whose lines it holds.
 */
import { crc32 } from 'node:zlib'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { Fault } from '../../../events/fault.ts'
import { limits } from '../../../events/limits.ts'
import { foldAlias } from '../../people/directory.ts'
import type { NewBatch } from '../journal.ts'
import type { InRecord, OutRecord } from './client.ts'
import { firstSeq } from './places.ts'
import { whoseLine } from './whose.ts'

/** The id of the person behind an account on an endpoint; undefined where nobody is bound to it. */
export type Resolve = (account: string, hostname: string) => string | undefined

/** The lane that was last seen of each source: what names no account belongs to whoever is at work there. */
export type LastLanes = Map<string, number>

interface Told {
  /** Whether the batch's last line is in it. */
  readonly isLast: boolean
  /** The number of the batch's first line, where its lines count up by one; 0 else. */
  readonly first: number
}

/** What one source said in one batch to one lane, in pieces of the batch. */
export interface LanePart extends Told, Pick<NewBatch, 'source' | 'seqs' | 'ends'> {
  readonly lane: number
  readonly pieces: readonly Buffer[]
  readonly bytes: number
}

/** The same as a record holds it. */
export interface RecordPart extends Told {
  readonly batch: NewBatch
}

const newline = 10
const recordBytes = 1024 * 1024

const laneOfKey = (key: string, lanes: number): number => crc32(key) % lanes

/** Gives the lane of an account on an endpoint, and remembers it until it is told to forget, because people changed. */
export function openLaneOf(resolve: Resolve, lanes: number) {
  const known = new Map<string, number>()

  function find(account: string, hostname: string): number {
    const person = resolve(account, hostname)
    const user = `account:${foldAlias(account)}@${foldAlias(hostname)}`
    return laneOfKey(person === undefined ? user : `person:${person}`, lanes)
  }

  return {
    lanes,
    of: (account: string, hostname: string): number => {
      const asked = `${account}\n${hostname}`
      const before = known.get(asked)
      if (before !== undefined) return before
      const lane = find(account, hostname)
      if (known.size >= limits.rememberedAccountsMax) known.clear()
      known.set(asked, lane)
      return lane
    },
    ofSource: (source: string): number => laneOfKey(`source:${source}`, lanes),
    forget: () => known.clear(),
  }
}
export type LaneOf = ReturnType<typeof openLaneOf>

interface Growing {
  readonly lane: number
  readonly seqs: number[]
  readonly ends: number[]
  /** Where pieces of the batch begin and end, in turn. */
  readonly places: number[]
  bytes: number
}

function* piecesOf(lines: Buffer, { places }: Growing): Generator<Buffer> {
  for (let at = 0; at < places.length; at += 2) yield lines.subarray(places[at], places[at + 1])
}

function add(part: Growing, { seq, start, end }: { seq: number; start: number; end: number }) {
  if (part.places.at(-1) === start) part.places[part.places.length - 1] = end
  else part.places.push(start, end)
  part.bytes += end - start
  part.ends.push(part.bytes)
  part.seqs.push(seq)
}

/**
 * Splits a batch by lanes: all events of one person, or of an account that nobody is bound to, are of one lane and stay in order. A
 * part is ended before it gets too long for a record.
 */
export function laneParts(
  { source, seqs, lines, ends }: NewBatch,
  { laneOf, lastLanes }: { laneOf: LaneOf; lastLanes: LastLanes },
): LanePart[] {
  const first = firstSeq({ seqs })
  const all: Growing[] = []
  const open = new Map<number, Growing>()
  let last = lastLanes.get(source) ?? laneOf.ofSource(source)
  let newest: Growing | undefined
  let start = 0
  for (const [index, end] of ends.entries()) {
    const whose = whoseLine(lines, start, end)
    if (whose) last = laneOf.of(whose.account, whose.hostname)
    let part = open.get(last)
    if (!part || part.bytes + end - start > recordBytes) {
      part = { lane: last, seqs: [], ends: [], places: [], bytes: 0 }
      open.set(last, part)
      all.push(part)
    }
    add(part, { seq: seqs[index] ?? 0, start, end })
    newest = part
    start = end
  }
  lastLanes.set(source, last)
  return all.map(part => {
    const { lane, seqs: own, ends: ownEnds, bytes } = part
    const pieces = [...piecesOf(lines, part)]
    return { source, lane, seqs: own, ends: ownEnds, pieces, bytes, first, isLast: part === newest }
  })
}

/** Whose lines a record holds, in order: source, bytes, `isLast`, `first`. */
const Contents = Compile(
  Type.Array(
    Type.Tuple([
      Type.String(),
      Type.Integer({ minimum: 0 }),
      Type.Boolean(),
      Type.Integer({ minimum: 0 }),
    ]),
  ),
)
const contentsHeader = 'contents'

/** Records for parts that are written together, each with what it holds. A record is ended before it gets long. */
export function eventRecords(parts: readonly LanePart[], topic: string) {
  const open = new Map<number, { bytes: number; parts: LanePart[] }>()
  const all: { readonly lane: number; readonly parts: LanePart[] }[] = []
  for (const part of parts) {
    const { lane, bytes } = part
    const before = open.get(lane)
    if (before && before.bytes + bytes <= recordBytes) {
      before.parts.push(part)
      before.bytes += bytes
      continue
    }
    const record = { lane, bytes, parts: [part] }
    open.set(lane, record)
    all.push(record)
  }
  return all.map(({ lane, parts: held }) => recordOf(topic, lane, held))
}

function recordOf(topic: string, partition: number, parts: readonly LanePart[]) {
  const contents = parts.map(({ source, bytes, isLast, first }) => [source, bytes, isLast, first])
  const value = Buffer.concat(parts.flatMap(({ pieces }) => pieces))
  const headers = { [contentsHeader]: JSON.stringify(contents) }
  const record: OutRecord = { topic, partition, value, headers }
  let start = 0
  const held = parts.map(({ source, seqs, ends, bytes, isLast, first }): RecordPart => {
    const lines = value.subarray(start, start + bytes)
    start += bytes
    return { isLast, first, batch: { source, seqs, ends, lines, lane: partition } }
  })
  return { record, held }
}

function contentsOf({ offset, headers }: InRecord) {
  try {
    const contents: unknown = JSON.parse(headers.get(contentsHeader) ?? '')
    if (Contents.Check(contents)) return contents
  } catch {
    // Said below.
  }
  throw new Fault(
    'ERR_DATA_DAMAGED',
    `Kafka: record ${offset} of the topic of events was not written by a collector; nothing else may write there`,
  )
}

/** The parts in a record of the topic. Throws Fault ERR_DATA_DAMAGED where it is no record of ours. */
export function partsIn(record: InRecord, lane: number): RecordPart[] {
  const value = record.value ?? Buffer.alloc(0)
  let start = 0
  return contentsOf(record).map(([source, bytes, isLast, first]) => {
    const lines = value.subarray(start, start + bytes)
    start += bytes
    return { isLast, first, batch: { source, lane, lines, ...numbersIn(lines) } }
  })
}

function numbersIn(lines: Buffer) {
  const seqs: number[] = []
  const ends: number[] = []
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(newline, start) + 1 || lines.length
    seqs.push(Number.parseInt(lines.toString('latin1', start + 7, start + 24), 10))
    ends.push(end)
    start = end
  }
  return { seqs, ends }
}
