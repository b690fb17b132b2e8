/** A batch of events as records of the topic of events: one for each lane of detection that something in it belongs to. */
import { crc32 } from 'node:zlib'
import { type AnyEvent, readAny } from '../../detect/any-event.ts'
import { accountOf } from '../../detect/enrich.ts'
import { foldAlias } from '../../people/directory.ts'
import type { NewBatch } from '../journal.ts'
import type { InRecord, OutRecord } from './client.ts'

/** The id of the person behind an account on an endpoint; undefined where nobody is bound to it. */
export type Resolve = (account: string, hostname: string) => string | undefined

/** The key that was last seen of each source: what names no account belongs to whoever is at work there. */
export type LastKeys = Map<string, string>

const newline = 10
const recordBytes = 1024 * 1024

const laneOf = (key: string, lanes: number): number => crc32(key) % lanes

function eventIn(line: Buffer): AnyEvent | undefined {
  try {
    const { event }: { event?: unknown } = JSON.parse(line.toString())
    const read = readAny(event)
    return typeof read === 'string' ? undefined : read
  } catch {
    return undefined
  }
}

/** Whose an event is, as a key; what was asked of the directory for one batch is asked once. */
function openKeys(resolve: Resolve) {
  const known = new Map<string, string>()
  return (event: AnyEvent | undefined): string | undefined => {
    const account = event && accountOf(event)
    if (account === undefined) return undefined
    const hostname = event?.device?.hostname ?? ''
    const asked = `${account}\n${hostname}`
    const before = known.get(asked)
    if (before !== undefined) return before
    const person = resolve(account, hostname)
    const key =
      person === undefined
        ? `account:${foldAlias(account)}@${foldAlias(hostname)}`
        : `person:${person}`
    known.set(asked, key)
    return key
  }
}

interface Group {
  readonly lane: number
  /** Of its last line. */
  key: string
  bytes: number
  readonly lines: Buffer[]
}

/**
 * Splits a batch by lanes: all events of one key are of one lane, and stay in order. A record is cut before it gets long. The record
 * with the last line is the last one, so that its key is whoever is at work there now.
 */
export function eventRecords(
  { source, lines, ends }: NewBatch,
  parts: { topic: string; lanes: number; resolve: Resolve; lastKeys: LastKeys },
): OutRecord[] {
  const keyOf = openKeys(parts.resolve)
  const open = new Map<number, Group>()
  /** By their last line. */
  const groups = new Set<Group>()
  let last = parts.lastKeys.get(source) ?? `source:${source}`
  for (const [index, end] of ends.entries()) {
    const line = lines.subarray(ends[index - 1] ?? 0, end)
    last = keyOf(eventIn(line)) ?? last
    const lane = laneOf(last, parts.lanes)
    const before = open.get(lane)
    const isFull = before !== undefined && before.bytes + line.length > recordBytes
    const group = before && !isFull ? before : { lane, key: last, bytes: 0, lines: [] }
    group.key = last
    group.bytes += line.length
    group.lines.push(line)
    open.set(lane, group)
    groups.delete(group)
    groups.add(group)
  }
  return [...groups].map(group => ({
    topic: parts.topic,
    partition: group.lane,
    key: Buffer.from(group.key),
    value: Buffer.concat(group.lines),
    headers: { source },
  }))
}

/** The batch in a record. */
export function batchIn({ value, headers }: InRecord, lane: number, receivedAt: number): NewBatch {
  const lines = value ?? Buffer.alloc(0)
  const seqs: number[] = []
  const ends: number[] = []
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(newline, start) + 1 || lines.length
    seqs.push(Number.parseInt(lines.toString('latin1', start + 7, start + 24), 10))
    ends.push(end)
    start = end
  }
  return { source: headers.get('source') ?? '', seqs, lines, ends, lane, receivedAt }
}
