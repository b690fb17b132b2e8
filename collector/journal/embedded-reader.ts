/** Reads an embedded journal, in any thread or process, while its collector appends to it. */
import { dirname, join } from 'node:path'
import { type Database, openDatabase } from '../store/database.ts'
import type { JournalReader } from './journal.ts'
import { entriesOf, openSegmentReader } from './segments/reader.ts'
import { journalSchema } from './sqlite-schema.ts'
import { readToldFrom } from './told.ts'

/** Where the event log of a journal file is. */
export const eventsDirOf = (path: string): string => join(dirname(path), 'events')

/** The reading half over an open database; `head` is the last offset that may be given out. */
export function readerOver(
  database: Database,
  dir: string,
  head: () => number,
): Omit<JournalReader, 'close'> & { receivedAfter(offset: number): number | undefined } {
  const told = readToldFrom(database)
  const segments = openSegmentReader(dir)
  return {
    read: async (after, limit) => {
      // In this order: whatever is in the log before the last of these entries is seen then.
      const entries = told.read(after, limit)
      const events = segments.readEvents(after, head(), limit).flatMap(entriesOf)
      const last = events.at(-1)?.offset ?? after
      // What lies behind events that were not read would leave a hole.
      const end = segments.next(last, head())?.offset ?? Number.POSITIVE_INFINITY
      return [...events, ...entries.filter(({ offset }) => offset < end)]
        .sort((a, b) => a.offset - b.offset)
        .slice(0, limit)
    },
    readEvents: async (after, limit) => segments.readEvents(after, head(), limit),
    readMatching: (after, isWanted) => segments.readMatching(after, head(), isWanted),
    readTold: async (after, limit, kind) => told.read(after, limit, kind),
    at: async offset => told.at(offset) ?? segments.at(offset),
    checkpoint: async name => told.checkpoint(name),
    receivedAfter: offset => {
      const event = segments.next(offset, head())
      const [entry] = told.read(offset, 1)
      if (!event || !entry) return event?.receivedAt ?? entry?.receivedAt
      return event.offset < entry.offset ? event.receivedAt : entry.receivedAt
    },
  }
}

/** Opens a journal for reading. `head`: the last offset that may be given out, all that is there where left out. Throws the Faults of `openDatabase`. */
export function openEmbeddedReader(
  path: string,
  head: () => number = () => Number.POSITIVE_INFINITY,
): JournalReader {
  const database = openDatabase(path, journalSchema, { readonly: true })
  const { receivedAfter: _, ...reader } = readerOver(database, eventsDirOf(path), head)
  return {
    ...reader,
    close: async () => {
      database.close()
    },
  }
}
