/** The embedded journal: one SQLite file, WAL, synchronous=FULL, one commit for all appends that wait (group commit). */
import type { Signer } from '../audit/chain.ts'
import { openLedger } from '../audit/ledger.ts'
import { copyDatabase, type Database, inTransaction, openDatabase } from '../store/database.ts'
import type { Appended, Checkpoint, Entry, Journal, NewEntry, Refused } from './journal.ts'
import { journalSchema } from './sqlite-schema.ts'

interface Waiting {
  readonly entries: readonly NewEntry[]
  readonly checkpoint: Checkpoint | undefined
  readonly refused: readonly Refused[]
  readonly resolve: (result: Appended) => void
  readonly reject: (error: unknown) => void
}

interface Row {
  offset: number
  kind: Entry['kind']
  source: string
  seq: number
  time_ms: number
  received_ms: number
  body: string
}

const nothingWaiting = { checkpoint: undefined, refused: [] }

const entryOf = (row: Row): Entry => ({
  offset: row.offset,
  kind: row.kind,
  source: row.source,
  seq: row.seq,
  time: row.time_ms,
  receivedAt: row.received_ms,
  body: row.body,
})

function statements(database: Database) {
  return {
    insert: database.prepare<[string, string, number, number, number, string]>(
      `INSERT INTO entry (kind, source, seq, time_ms, received_ms, body) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (source, seq) DO NOTHING`,
    ),
    refuse: database.prepare<[string, number, number, string, string]>(
      `INSERT INTO quarantine (source, seq, received_ms, reason, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (source, seq) DO NOTHING`,
    ),
    save: database.prepare<[string, number, string]>(
      `INSERT INTO checkpoint (name, offset, state) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET offset = excluded.offset, state = excluded.state`,
    ),
    load: database.prepare<[string], Checkpoint>(
      'SELECT name, offset, state FROM checkpoint WHERE name = ?',
    ),
    read: database.prepare<[number, number], Row>(
      'SELECT * FROM entry WHERE offset > ? ORDER BY offset LIMIT ?',
    ),
    // Said twice, so that the index of all that is no event is used.
    kind: database.prepare<[string, number, number], Row>(
      `SELECT * FROM entry WHERE kind <> 'event' AND kind = ? AND offset > ? ORDER BY offset LIMIT ?`,
    ),
    remember: database.prepare<[string]>(
      `INSERT INTO forgotten SELECT source, max(seq) FROM entry
       WHERE kind <> 'decision' AND offset IN (SELECT value FROM json_each(?)) GROUP BY source
       ON CONFLICT (source) DO UPDATE SET seq = max(seq, excluded.seq)`,
    ),
    remove: database.prepare<[string]>(
      `DELETE FROM entry WHERE kind <> 'decision' AND offset IN (SELECT value FROM json_each(?))`,
    ),
    empty: database.prepare<[string]>(
      `UPDATE entry SET body = '' WHERE kind = 'decision' AND offset IN (SELECT value FROM json_each(?))`,
    ),
    at: database.prepare<[number], Row>('SELECT * FROM entry WHERE offset = ?'),
    next: database.prepare<[number], { received_ms: number }>(
      'SELECT received_ms FROM entry WHERE offset > ? ORDER BY offset LIMIT 1',
    ),
    head: database.prepare<[], { head: number | null }>('SELECT max(offset) AS head FROM entry'),
    last: database.prepare<[string, string, string], { seq: number | null }>(
      `SELECT max(seq) AS seq FROM (
         SELECT max(seq) AS seq FROM entry WHERE source = ?
         UNION ALL SELECT max(seq) FROM quarantine WHERE source = ?
         UNION ALL SELECT seq FROM forgotten WHERE source = ?)`,
    ),
  }
}

export interface SqliteJournalOptions {
  readonly now: () => number
  /** For readers in other threads. */
  readonly readonly?: boolean
  /** Signs the heads of the chain over decisions. */
  readonly sign?: Signer
}

/** Opens the journal file. Throws the Faults of `openDatabase`. */
export function openSqliteJournal(
  path: string,
  { now, readonly = false, sign }: SqliteJournalOptions,
): Journal {
  const database = openDatabase(path, journalSchema, { readonly, durability: 'full' })
  // What retention deletes is overwritten, not only unlinked.
  if (!readonly) database.pragma('secure_delete = ON')
  const sql = statements(database)
  const ledger = openLedger(database, sign)
  const listeners = new Set<(head: number) => void>()
  let waiting: Waiting[] = []
  let scheduled = false
  let head = sql.head.get()?.head ?? 0

  function write(batch: Omit<Waiting, 'resolve' | 'reject'>): Appended {
    let accepted = 0
    const receivedAt = now()
    for (const entry of batch.entries) {
      const { kind, source, seq, time, body } = entry
      const { changes, lastInsertRowid } = sql.insert.run(kind, source, seq, time, receivedAt, body)
      accepted += changes
      if (changes === 0) continue
      head = Number(lastInsertRowid)
      if (kind === 'decision') ledger.add({ ...entry, offset: head, receivedAt })
    }
    for (const { source, seq, reason, body } of batch.refused) {
      sql.refuse.run(source, seq, receivedAt, reason, body)
    }
    if (batch.checkpoint) {
      sql.save.run(batch.checkpoint.name, batch.checkpoint.offset, batch.checkpoint.state)
    }
    return { accepted, duplicates: batch.entries.length - accepted, head }
  }

  function commit(): void {
    scheduled = false
    if (waiting.length === 0) return
    const batches = waiting
    waiting = []
    const before = head
    try {
      const results = inTransaction(database, 'journal', () => {
        const written = batches.map(write)
        ledger.seal()
        return written
      })
      for (const [index, batch] of batches.entries()) {
        batch.resolve(results[index] ?? { accepted: 0, duplicates: 0, head })
      }
      if (head > before) for (const listener of listeners) listener(head)
    } catch (error) {
      head = before
      if (database.open) ledger.reset()
      for (const batch of batches) batch.reject(error)
    }
  }

  return {
    append: (entries, with_ = {}) =>
      new Promise((resolve, reject) => {
        const { checkpoint, refused = [] } = with_
        waiting.push({ entries, checkpoint, refused, resolve, reject })
        if (!scheduled) setImmediate(commit)
        scheduled = true
      }),
    read: async (after, limit) => sql.read.all(after, limit).map(entryOf),
    readKind: async (kind, after, limit) => sql.kind.all(kind, after, limit).map(entryOf),
    at: async offset => {
      const row = sql.at.get(offset)
      return row && entryOf(row)
    },
    checkpoint: async name => sql.load.get(name),
    lastSeq: source => sql.last.get(source, source, source)?.seq ?? 0,
    receivedAfter: offset => sql.next.get(offset)?.received_ms,
    get head() {
      return head
    },
    chainHead: ledger.head,
    copyTo: target => copyDatabase(database, target),
    remove: async (offsets, emptied, record) => {
      const before = head
      try {
        inTransaction(database, 'journal', () => {
          sql.remember.run(JSON.stringify(offsets))
          sql.remove.run(JSON.stringify(offsets))
          sql.empty.run(JSON.stringify(emptied))
          if (record) write({ ...nothingWaiting, entries: [record] })
          ledger.seal()
        })
      } catch (error) {
        head = before
        ledger.reset()
        throw error
      }
      if (head > before) for (const listener of listeners) listener(head)
    },
    usedBytes: () => {
      const [pages = 0, free = 0, size = 0] = ['page_count', 'freelist_count', 'page_size'].map(
        name => Number(database.pragma(name, { simple: true })),
      )
      return (pages - free) * size
    },
    wipe: () => {
      database.pragma('wal_checkpoint(TRUNCATE)')
    },
    onCommit: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      if (scheduled) commit()
      database.close()
    },
  }
}
