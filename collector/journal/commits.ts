/** The write side of the embedded journal: one loop that makes durable together what waits. Events first, then findings and decisions, then the head moves. */
import { setImmediate as breathe } from 'node:timers/promises'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Signer } from '../audit/chain.ts'
import { type Database, inTransaction } from '../store/database.ts'
import type { Appended, NewBatch } from './journal.ts'
import { moveEvents } from './move-events.ts'
import { listSegments, segmentHeader } from './segments/files.ts'
import { encodeFrame, lastOf } from './segments/frame.ts'
import { openSegmentWriter } from './segments/writer.ts'
import type { SeqRange } from './seqs.ts'
import { openSources, type Sources } from './sources.ts'
import { openTold, reachedBy, type ToldBatch } from './told.ts'

interface Waiting<T> {
  readonly batch: T
  readonly resolve: (result: Appended) => void
  readonly reject: (error: unknown) => void
}

export interface CommitOptions {
  readonly now: () => number
  /** Signs the heads of the chain over decisions. */
  readonly sign?: Signer
  /** A file of the event log that is larger is ended. */
  readonly segmentBytes?: number
  /** The last offset that was looked at, as others than the journal know it. */
  readonly seen?: number
  /** Told where events are gone that were there when something else was written, or were looked at: the end of the log was cut off, or its newest file taken away. */
  readonly onMissing?: (gap: { readonly first: number; readonly last: number }) => void
}

/** The lines of a batch that are new, and how many. */
function newLines({ lines, ends, seqs }: NewBatch, add: (seq: number) => boolean) {
  const isNew = seqs.map(add)
  const count = isNew.filter(Boolean).length
  if (count === seqs.length) return { count, lines }
  const parts = isNew.flatMap((is, index) =>
    is ? [lines.subarray(ends[index - 1] ?? 0, ends[index])] : [],
  )
  return { count, lines: Buffer.concat(parts) }
}

/** Frames for batches that wait, from offset `next` on; `undo` forgets that they were seen. */
function frame(
  waiting: readonly Waiting<NewBatch>[],
  { sources, next, receivedAt }: { sources: Sources; next: number; receivedAt: number },
) {
  const parts: Buffer[] = []
  const accepted: { readonly waiter: Waiting<NewBatch>; readonly count: number }[] = []
  const before = new Map<string, readonly SeqRange[]>()
  let first = next
  let sinceSync = 0
  for (const waiter of waiting) {
    const { source, lane = 0 } = waiter.batch
    const at = waiter.batch.receivedAt ?? receivedAt
    try {
      const seqs = sources.of(source)
      if (!before.has(source)) before.set(source, seqs.ranges)
      const previousSeq = seqs.max
      const { count, lines } = newLines(waiter.batch, seqs.add)
      accepted.push({ waiter, count })
      if (count === 0) continue
      const bytes = encodeFrame({
        ...{ source, first, count, previousSeq, sinceSync, lane, lines },
        receivedAt: at,
      })
      parts.push(...bytes)
      first += count
      sinceSync += bytes.reduce((sum, { length }) => sum + length, 0)
    } catch (error) {
      waiter.reject(error)
    }
  }
  const undo = () => {
    for (const [source, ranges] of before) sources.restore(source, ranges)
  }
  return { parts, accepted, head: first - 1, undo }
}

/** The last offset that detection has looked at, as it wrote down with its findings; 0 before it began. */
const judgedUpTo = (database: Database): number =>
  database
    .prepare<[], number>("SELECT offset FROM checkpoint WHERE name = 'detect'")
    .pluck()
    .get() ?? 0

/** Opens it over the journal's file and the folder of its event log, after what a crash left is put right. */
export async function openCommits(
  database: Database,
  dir: string,
  { now, sign, segmentBytes, seen = 0, onMissing }: CommitOptions,
) {
  await moveEvents(database, dir)
  const told = openTold(database, { now, sign })
  const sources = openSources(database)
  let lastEvent = 0
  const isNew = listSegments(dir).length === 0
  const writer = openSegmentWriter(dir, {
    from: sources.covered,
    nextOffset: told.head + 1,
    each: frame => {
      sources.note(frame)
      lastEvent = Math.max(lastEvent, lastOf(frame))
    },
  })
  if (!isNew) lastEvent = Math.max(lastEvent, writer.first - 1)
  const reached = reachedBy(database)
  const judged = Math.max(seen, judgedUpTo(database))
  let head = Math.max(told.head, lastEvent)
  if (reached > lastEvent || judged > head) {
    const first = 1 + (reached > lastEvent ? lastEvent : head)
    onMissing?.({ first, last: judged > head ? Math.max(reached, judged) : reached })
  }
  // No offset is given twice: who has read up to here would never look at what comes now.
  head = Math.max(head, reached, judged)
  const listeners = new Set<(head: number) => void>()
  let events: Waiting<NewBatch>[] = []
  let entries: Waiting<ToldBatch>[] = []
  let jobs: (() => Promise<void>)[] = []
  let running: Promise<void> | undefined
  let isClosed = false
  /** What comes after the end would be written to files that are another's by then. */
  const needOpen = (): void => {
    if (isClosed) throw new Fault('ERR_BUSY', 'the collector is stopping; come again in a moment')
  }

  async function commitEvents(waiting: readonly Waiting<NewBatch>[]): Promise<void> {
    if (waiting.length === 0) return
    const framed = frame(waiting, { sources, next: head + 1, receivedAt: now() })
    try {
      if (framed.parts.length > 0) await writer.write(framed.parts)
    } catch (error) {
      framed.undo()
      for (const { waiter } of framed.accepted) waiter.reject(error)
      return
    }
    head = framed.head
    if (framed.parts.length > 0) lastEvent = head
    for (const { waiter, count } of framed.accepted)
      waiter.resolve({ accepted: count, duplicates: waiter.batch.seqs.length - count, head })
  }

  function commitEntries(waiting: readonly Waiting<ToldBatch>[]): void {
    if (waiting.length === 0) return
    try {
      const accepted = told.commit(
        waiting.map(({ batch }) => batch),
        { next: head + 1, lastEvent },
      )
      head += accepted.reduce((sum, count) => sum + count, 0)
      for (const [index, { batch, resolve }] of waiting.entries()) {
        const count = accepted[index] ?? 0
        resolve({ accepted: count, duplicates: batch.entries.length - count, head })
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }

  function rotate(): void {
    if (writer.size === segmentHeader.length) return
    writer.rotate(head + 1)
    inTransaction(database, 'journal', () => sources.save(writer.first))
  }

  async function run(): Promise<void> {
    await breathe()
    while (events.length + entries.length + jobs.length > 0) {
      const [newEvents, newEntries, newJobs] = [events, entries, jobs]
      events = []
      entries = []
      jobs = []
      const before = head
      await commitEvents(newEvents)
      commitEntries(newEntries)
      for (const job of newJobs) await job()
      if (head > before) for (const listener of listeners) listener(head)
      if (writer.size >= (segmentBytes ?? limits.segmentBytes)) rotate()
    }
    running = undefined
  }
  const wake = () => {
    running ??= run()
  }

  return {
    told,
    sources,
    writer,
    listeners,
    head: () => head,
    rotate,
    appendEvents: (batch: NewBatch) =>
      new Promise<Appended>((resolve, reject) => {
        needOpen()
        events.push({ batch, resolve, reject })
        wake()
      }),
    append: (batch: ToldBatch) =>
      new Promise<Appended>((resolve, reject) => {
        needOpen()
        entries.push({ batch, resolve, reject })
        wake()
      }),
    /** Runs between commits; what it adds to the head is told to listeners. */
    between: <T>(job: (next: number) => Promise<{ added: number; result: T }>) =>
      new Promise<T>((resolve, reject) => {
        needOpen()
        jobs.push(async () => {
          try {
            const { added, result } = await job(head + 1)
            head += added
            resolve(result)
          } catch (error) {
            reject(error)
          }
        })
        wake()
      }),
    /** Takes nothing more, and resolves when what was taken is done. */
    end: async () => {
      isClosed = true
      await running
    },
  }
}

export type Commits = Awaited<ReturnType<typeof openCommits>>
