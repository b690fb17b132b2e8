/**
 * Splits a batch into records by bytes: where each line ends and which sequence number it has. What is in an event is looked at
 * behind the journal. Lines that are written in another way than our agents write them are put right, or rejected.
 */
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { Envelope } from '../../events/wire.ts'
import type { NewBatch } from '../journal/journal.ts'

export interface SplitBatch {
  readonly batch: NewBatch
  /** Lines without a sequence number: they cannot be kept. */
  readonly rejected: readonly { index: number; seq?: number; reason: string }[]
  /** Highest sequence number in the batch, 0 where there is none. */
  readonly lastSeq: number
}

const start = Buffer.from('{"seq":')
const middle = Buffer.from(',"event":')
const [newline, brace, zero, nine] = [10, 125, 48, 57]
const seqDigitsMax = 15

const envelope = Compile(Type.Object({ seq: Envelope.properties.seq, event: Type.Unknown() }))

/** Byte by byte: a call out of JavaScript for each line costs more than the comparison. */
function has(bytes: Buffer, at: number, text: Buffer): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (bytes[at + index] !== text[index]) return false
  return true
}

/** The sequence number of a line that is written as our agents write it; undefined of any other. */
function plainSeq(bytes: Buffer, from: number, to: number): number | undefined {
  if (bytes[to - 1] !== brace || !has(bytes, from, start)) return undefined
  let at = from + 7
  let seq = 0
  for (; at < from + 7 + seqDigitsMax; at += 1) {
    const digit = bytes[at] ?? 0
    if (digit < zero || digit > nine) break
    seq = seq * 10 + digit - zero
  }
  if (seq === 0 || bytes[from + 7] === zero) return undefined
  return has(bytes, at, middle) ? seq : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A line written anew; undefined where it is no envelope. */
function rewritten(text: string): { seq: number; line: Buffer } | undefined {
  const record = parse(text)
  if (!envelope.Check(record)) return undefined
  const { seq, event } = record
  return { seq, line: Buffer.from(`{"seq":${seq},"event":${JSON.stringify(event)}}\n`) }
}

/** The lines as they are, where all are plain and the last one ends too; undefined else. */
function splitPlain(bytes: Buffer): { seqs: number[]; ends: number[] } | undefined {
  const seqs: number[] = []
  const ends: number[] = []
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(newline, from)
    if (to === -1 || to - from > limits.eventBytesMax) return undefined
    const seq = plainSeq(bytes, from, to)
    if (seq === undefined) return undefined
    seqs.push(seq)
    ends.push(to + 1)
    from = to + 1
  }
  return { seqs, ends }
}

/** Line by line. */
function splitAny(bytes: Buffer, source: string): SplitBatch {
  const rejected: { index: number; seq?: number; reason: string }[] = []
  const seqs: number[] = []
  const ends: number[] = []
  const parts: Buffer[] = []
  let length = 0
  const keep = (seq: number, line: Buffer) => {
    seqs.push(seq)
    parts.push(line)
    length += line.length
    ends.push(length)
  }
  let index = 0
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(newline, from)
    const to = found === -1 ? bytes.length : found
    const seq = plainSeq(bytes, from, to)
    if (to - from > limits.eventBytesMax)
      rejected.push({
        index,
        ...(seq === undefined ? {} : { seq }),
        reason: `longer than ${limits.eventBytesMax} bytes`,
      })
    else if (seq !== undefined) keep(seq, Buffer.concat([bytes.subarray(from, to), ending]))
    else if (to > from) {
      const other = rewritten(bytes.toString('utf8', from, to))
      if (other) keep(other.seq, other.line)
      else
        rejected.push({
          index,
          reason: 'not an envelope: {"seq": integer from 1, "event": OCSF event}',
        })
    }
    if (to > from) index += 1
    from = to + 1
  }
  return {
    batch: { source, seqs, ends, lines: Buffer.concat(parts) },
    rejected,
    lastSeq: largest(seqs, rejected),
  }
}

const ending = Buffer.from('\n')

/** Sources begin so whose events say nothing but that time has passed: they are for every lane of detection. */
export const clockPrefix = 'clock:'

/** A batch of one event that the collector itself observed; the source, which is none of an agent's, is its identity, with `seq` where it has more than one. */
export function oneEvent(source: string, event: object, seq = 1): NewBatch {
  const lines = Buffer.from(`{"seq":${seq},"event":${JSON.stringify(event)}}\n`)
  return { source, seqs: [seq], ends: [lines.length], lines }
}

function largest(seqs: readonly number[], rejected: readonly { seq?: number }[] = []): number {
  let most = 0
  for (const seq of seqs) if (seq > most) most = seq
  for (const { seq = 0 } of rejected) if (seq > most) most = seq
  return most
}

/** Splits NDJSON from `source`. Throws Fault ERR_INPUT_TOO_LARGE where there are too many lines. */
export function splitBatch(bytes: Buffer, source: string): SplitBatch {
  const plain = splitPlain(bytes)
  const split = plain
    ? { batch: { source, lines: bytes, ...plain }, rejected: [], lastSeq: largest(plain.seqs) }
    : splitAny(bytes, source)
  const count = split.batch.seqs.length + split.rejected.length
  if (count > limits.ingestBatchEventsMax)
    throw new Fault(
      'ERR_INPUT_TOO_LARGE',
      `${count} events in one batch; send at most ${limits.ingestBatchEventsMax}`,
    )
  return split
}
