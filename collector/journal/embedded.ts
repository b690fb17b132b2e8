/**
 * The embedded journal. Events are appended to a log of files as they came in, findings and decisions to SQLite. All appends that
 * wait are made durable together: events first, then the rest, then the head moves; so whoever reads up to the head misses nothing.
 */
import { mkdirSync, statSync } from 'node:fs'
import { copyFile, truncate } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { limits } from '../../events/limits.ts'
import type { Signer } from '../audit/chain.ts'
import { copyDatabase, type Database, inTransaction, openDatabase } from '../store/database.ts'
import { eventsDirOf, readerOver } from './embedded-reader.ts'
import type { Appended, Journal, NewBatch, NewEntry } from './journal.ts'
import { moveEvents } from './move-events.ts'
import { listSegments, segmentHeader } from './segments/files.ts'
import { encodeFrame } from './segments/frame.ts'
import { removeEvents } from './segments/rewrite.ts'
import { openSegmentWriter } from './segments/writer.ts'
import type { SeqRange } from './seqs.ts'
import { openSources, type Sources } from './sources.ts'
import { journalSchema } from './sqlite-schema.ts'
import { openTold, type ToldBatch } from './told.ts'

interface Waiting<T> {
  readonly batch: T
  readonly resolve: (result: Appended) => void
  readonly reject: (error: unknown) => void
}

interface Options {
  readonly now: () => number
  /** Signs the heads of the chain over decisions. */
  readonly sign?: Signer
  /** A file of the event log that is larger is ended. */
  readonly segmentBytes?: number
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

/** The write side: one loop that commits what waits. */
async function openCommits(database: Database, dir: string, { now, sign, segmentBytes }: Options) {
  await moveEvents(database, dir)
  const told = openTold(database, { now, sign })
  const sources = openSources(database)
  let head = told.head
  const writer = openSegmentWriter(dir, {
    from: sources.covered,
    nextOffset: head + 1,
    each: frame => {
      sources.note(frame)
      head = Math.max(head, frame.first + frame.count - 1)
    },
  })
  head = Math.max(head, writer.first - 1)
  const listeners = new Set<(head: number) => void>()
  let events: Waiting<NewBatch>[] = []
  let entries: Waiting<ToldBatch>[] = []
  let jobs: (() => Promise<void>)[] = []
  let running: Promise<void> | undefined

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
    for (const { waiter, count } of framed.accepted)
      waiter.resolve({ accepted: count, duplicates: waiter.batch.seqs.length - count, head })
  }

  function commitEntries(waiting: readonly Waiting<ToldBatch>[]): void {
    if (waiting.length === 0) return
    try {
      const accepted = told.commit(
        waiting.map(({ batch }) => batch),
        head + 1,
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
        events.push({ batch, resolve, reject })
        wake()
      }),
    append: (batch: ToldBatch) =>
      new Promise<Appended>((resolve, reject) => {
        entries.push({ batch, resolve, reject })
        wake()
      }),
    /** Runs between commits; what it adds to the head is told to listeners. */
    between: <T>(job: (next: number) => Promise<{ added: number; result: T }>) =>
      new Promise<T>((resolve, reject) => {
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
    idle: async () => {
      await running
    },
  }
}

type Commits = Awaited<ReturnType<typeof openCommits>>

/** Removal in two steps: what is to go is committed with the record of it, then files are written anew. A start finishes what was begun. */
function openRemoval(database: Database, dir: string, commits: Commits) {
  const intend = database.prepare<[string]>('INSERT INTO removal VALUES (?)')
  const intended = database.prepare<[], { rowid: number; offsets: string }>(
    'SELECT rowid, offsets FROM removal ORDER BY rowid',
  )
  const done = database.prepare<[number]>('DELETE FROM removal WHERE rowid = ?')
  let last: Promise<unknown> = Promise.resolve()

  async function finish(): Promise<void> {
    for (const { rowid, offsets } of intended.all()) {
      await removeEvents(dir, JSON.parse(offsets), commits.writer.first)
      done.run(rowid)
    }
  }

  async function remove(
    offsets: readonly number[],
    emptied: readonly number[],
    record?: NewEntry,
  ): Promise<void> {
    await commits.between(async next => {
      if (offsets.some(offset => offset >= commits.writer.first)) commits.rotate()
      const also = () => {
        if (offsets.length > 0) intend.run(JSON.stringify(offsets))
      }
      const added = commits.told.remove(offsets, emptied, { record, next, also })
      return { added, result: undefined }
    })
    await finish()
  }

  return {
    finish,
    remove: (...what: Parameters<typeof remove>): Promise<void> => {
      const next = last.then(() => remove(...what))
      last = next.catch(() => {})
      return next
    },
  }
}

async function copyEvents(
  dir: string,
  target: string,
  writer: Commits['writer'],
): Promise<string[]> {
  const newest = { first: writer.first, size: writer.size }
  mkdirSync(target, { mode: 0o700 })
  const names: string[] = []
  for (const { path, first } of listSegments(dir)) {
    const name = basename(path)
    await copyFile(path, join(target, name))
    if (first === newest.first) await truncate(join(target, name), newest.size)
    names.push(`events/${name}`)
  }
  return names
}

/** Opens the journal file with its event log beside it. Throws the Faults of `openDatabase`. */
export async function openEmbeddedJournal(path: string, options: Options): Promise<Journal> {
  const database = openDatabase(path, journalSchema, { durability: 'full' })
  try {
    return await open(database, path, options)
  } catch (error) {
    database.close()
    throw error
  }
}

async function open(database: Database, path: string, options: Options): Promise<Journal> {
  // What retention deletes is overwritten, not only unlinked.
  database.pragma('secure_delete = ON')
  const dir = eventsDirOf(path)
  const commits = await openCommits(database, dir, options)
  const { told, sources, writer, listeners, head } = commits
  const removal = openRemoval(database, dir, commits)
  await removal.finish()
  return {
    ...readerOver(database, dir, head),
    append: (entries, with_ = {}) => commits.append({ entries, ...with_ }),
    appendEvents: commits.appendEvents,
    takeRefused: told.takeRefused,
    lastSeq: sources.lastSeq,
    seqRanges: sources.ranges,
    get head() {
      return head()
    },
    chainHead: told.chainHead,
    chainLinks: told.chainLinks,
    copyTo: async target => {
      await copyDatabase(database, join(target, 'journal.db'))
      return ['journal.db', ...(await copyEvents(dir, join(target, 'events'), writer))]
    },
    remove: removal.remove,
    usedBytes: () => {
      const [pages = 0, free = 0, size = 0] = ['page_count', 'freelist_count', 'page_size'].map(
        name => Number(database.pragma(name, { simple: true })),
      )
      const files = listSegments(dir).map(segment => statSync(segment.path).size)
      return (pages - free) * size + files.reduce((sum, bytes) => sum + bytes, 0)
    },
    wipe: () => {
      database.pragma('wal_checkpoint(TRUNCATE)')
    },
    onCommit: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      await commits.idle()
      writer.close()
      database.close()
    },
  }
}
