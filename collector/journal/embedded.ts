/**
 * The embedded journal. Events are appended to a log of files as they came in, findings and decisions to SQLite. All appends that
 * wait are made durable together: events first, then the rest, then the head moves; so whoever reads up to the head misses nothing.
 */
import { mkdirSync, statSync } from 'node:fs'
import { copyFile, truncate } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { copyDatabase, type Database, openDatabase } from '../store/database.ts'
import { type CommitOptions, type Commits, openCommits } from './commits.ts'
import { eventsDirOf, readerOver } from './embedded-reader.ts'
import type { Journal, NewEntry } from './journal.ts'
import { listSegments } from './segments/files.ts'
import { removeEvents } from './segments/rewrite.ts'
import { journalSchema } from './sqlite-schema.ts'

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
export async function openEmbeddedJournal(path: string, options: CommitOptions): Promise<Journal> {
  const database = openDatabase(path, journalSchema, { durability: 'full' })
  try {
    return await open(database, path, options)
  } catch (error) {
    database.close()
    throw error
  }
}

async function open(database: Database, path: string, options: CommitOptions): Promise<Journal> {
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
    removeEverywhere: removal.remove,
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
      await commits.end()
      writer.close()
      database.close()
    },
  }
}
