/** A batch of events as records of the topic of events: one for each person in it, or for each account that nobody is bound to. */
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

function keyOf(event: AnyEvent | undefined, resolve: Resolve): string | undefined {
  const account = event && accountOf(event)
  if (account === undefined) return undefined
  const hostname = event?.device?.hostname ?? ''
  const person = resolve(account, hostname)
  return person === undefined
    ? `account:${foldAlias(account)}@${foldAlias(hostname)}`
    : `person:${person}`
}

/** Splits a batch. Lines of one key stay in order; a record is cut before it gets long. */
export function eventRecords(
  { source, lines, ends }: NewBatch,
  parts: { topic: string; lanes: number; resolve: Resolve; lastKeys: LastKeys },
): OutRecord[] {
  const byKey = new Map<string, Buffer[][]>()
  let last = parts.lastKeys.get(source) ?? `source:${source}`
  for (const [index, end] of ends.entries()) {
    const line = lines.subarray(ends[index - 1] ?? 0, end)
    const key = keyOf(eventIn(line), parts.resolve) ?? last
    last = key
    const groups = byKey.get(key) ?? [[]]
    const group = groups.at(-1) ?? []
    const bytes = group.reduce((sum, { length }) => sum + length, line.length)
    if (group.length > 0 && bytes > recordBytes) groups.push([line])
    else group.push(line)
    byKey.set(key, groups)
  }
  return [...byKey].flatMap(([key, groups]) =>
    groups.map(group => ({
      topic: parts.topic,
      partition: laneOf(key, parts.lanes),
      key: Buffer.from(key),
      value: Buffer.concat(group),
      headers: { source },
    })),
  )
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
