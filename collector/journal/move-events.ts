/** Moves the events of a journal from before there was an event log out of its SQLite file, once, at the same offsets. */
import { rmSync } from 'node:fs'
import type { Database } from '../store/database.ts'
import { listSegments } from './segments/files.ts'
import { encodeFrame, type Frame } from './segments/frame.ts'
import { openSegmentWriter } from './segments/writer.ts'
import { openSeqs, type Seqs } from './seqs.ts'

interface Row {
  readonly offset: number
  readonly source: string
  readonly seq: number
  readonly received_ms: number
  readonly body: string
}

const rowsAtOnce = 2000

/** Runs of one source without a hole in their offsets become a frame. */
function framesOf(rows: readonly Row[], known: Map<string, Seqs>): Frame[] {
  const runs: Row[][] = []
  for (const row of rows) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    const isNext =
      last?.source === row.source &&
      last.offset + 1 === row.offset &&
      last.received_ms === row.received_ms
    if (run && isNext) run.push(row)
    else runs.push([row])
  }
  return runs.flatMap(run => {
    const [head] = run
    if (!head) return []
    const seqs = known.get(head.source) ?? openSeqs()
    known.set(head.source, seqs)
    const previousSeq = seqs.max
    for (const { seq } of run) seqs.add(seq)
    const text = run.map(({ seq, body }) => `{"seq":${seq},"event":${body}}\n`).join('')
    return {
      source: head.source,
      first: head.offset,
      count: run.length,
      receivedAt: head.received_ms,
      previousSeq,
      lane: 0,
      sinceSync: 0,
      lines: Buffer.from(text),
    }
  })
}

/** Does nothing where it was done. What an interrupted move left is made anew. */
export async function moveEvents(database: Database, dir: string): Promise<void> {
  const state = database.prepare<[], { moved: number }>('SELECT moved FROM event_log')
  if (state.get()?.moved === 1) return
  for (const { path } of listSegments(dir)) rmSync(path)
  const known = new Map<string, Seqs>()
  const read = database.prepare<[number, number], Row>(
    `SELECT offset, source, seq, received_ms, body FROM entry WHERE kind = 'event' AND offset > ? ORDER BY offset LIMIT ?`,
  )
  let rows = read.all(0, rowsAtOnce)
  const hasEvents = rows.length > 0
  const writer = openSegmentWriter(dir, { from: 0, nextOffset: 1, each: () => {} })
  while (rows.length > 0) {
    await writer.write(framesOf(rows, known).flatMap(frame => [...encodeFrame(frame)]))
    rows = read.all(rows.at(-1)?.offset ?? 0, rowsAtOnce)
  }
  writer.close()
  rememberSeqs(database, known)
  if (hasEvents) database.exec('VACUUM')
}

/** Those that were refused or deleted count too. */
function rememberSeqs(database: Database, known: Map<string, Seqs>): void {
  const others = database.prepare<[], { source: string; first: number; last: number }>(
    `SELECT source, seq AS first, seq AS last FROM quarantine
     UNION ALL SELECT source, 1, seq FROM forgotten WHERE source NOT LIKE 'finding:%'`,
  )
  const set = database.prepare<[string, string]>('INSERT INTO source VALUES (?, ?)')
  for (const { source, first, last } of others.all()) {
    const seqs = known.get(source) ?? openSeqs()
    known.set(source, seqs)
    for (let seq = first; seq <= last; seq += 1) seqs.add(seq)
  }
  database
    .transaction(() => {
      for (const [source, seqs] of known) set.run(source, JSON.stringify(seqs.ranges))
      database.exec(
        `DELETE FROM entry WHERE kind = 'event';
         UPDATE event_log SET moved = 1, covered = (SELECT max(0, coalesce(max(offset), 0)) FROM entry)`,
      )
    })
    .immediate()
}
