/**
 * Events as records of the topic of events: parts of one lane that are written at the same time are one record, whose header says whose
 * lines it holds.
 */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { Fault } from '../../../events/fault.ts'
import type { NewBatch } from '../journal.ts'
import type { InRecord, OutRecord } from './client.ts'
import { type LanePart, type PartFacts, recordBytes } from './lane-parts.ts'

/** A part as a record holds it. */
export interface RecordPart extends PartFacts {
  readonly batch: NewBatch
}

const newline = 10

/** Whose lines a record holds, in order: source, bytes, `isLast`, `first`. */
const Contents = Type.Array(
  Type.Tuple([
    Type.String(),
    Type.Integer({ minimum: 0 }),
    Type.Boolean(),
    Type.Integer({ minimum: 0 }),
  ]),
)
const contentsSchema = Compile(Contents)
const contentsHeader = 'contents'
/** Of records that held one part, and said no more of it. */
const sourceHeader = 'source'

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
  const held = parts.map(({ source, seqs, ends, bytes, first }): RecordPart => {
    const lines = value.subarray(start, start + bytes)
    start += bytes
    // Whoever splits a batch knows its last lane since then, and may know a later one when this is read.
    return { isLast: false, first, batch: { source, seqs, ends, lines, lane: partition } }
  })
  return { record, held }
}

function contentsOf({ offset, headers, value }: InRecord): Static<typeof Contents> {
  const source = headers.get(sourceHeader)
  if (source !== undefined) return [[source, value?.length ?? 0, true, 0]]
  try {
    const contents: unknown = JSON.parse(headers.get(contentsHeader) ?? '')
    if (contentsSchema.Check(contents)) return contents
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
