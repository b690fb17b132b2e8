/** Splits batches by lanes of detection: all events of one person are of one lane, and so are those of an account that nobody is bound to. */
import { crc32 } from 'node:zlib'
import { limits } from '../../../events/limits.ts'
import { foldAlias } from '../../people/directory.ts'
import type { NewBatch } from '../journal.ts'
import { firstSeq } from './places.ts'
import { whoseLine } from './whose.ts'

/** The id of the person behind an account on an endpoint; undefined where nobody is bound to it. */
export type Resolve = (account: string, hostname: string) => string | undefined

/** The lane that was last seen of each source: what names no account belongs to whoever is at work there. */
export type LastLanes = Map<string, number>

export interface PartFacts {
  /** Whether the batch's last line is in it. */
  readonly isLast: boolean
  /** The number of the batch's first line, where its lines count up by one; 0 else. */
  readonly first: number
}

/** What one source said in one batch to one lane, in pieces of the batch. */
export interface LanePart extends PartFacts, Pick<NewBatch, 'source' | 'seqs' | 'ends'> {
  readonly lane: number
  readonly pieces: readonly Buffer[]
  readonly bytes: number
}

/** A part, and a record, is ended before it gets longer. */
export const recordBytes = 1024 * 1024

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
