/** The embedded journal's SQLite side: findings, decisions with their chain, checkpoints, quarantine. */
import type { Signer } from '../audit/chain.ts'
import { openLedger } from '../audit/ledger.ts'
import { type Database, inTransaction } from '../store/database.ts'
import type { Checkpoint, Entry, NewEntry, Refused } from './journal.ts'

/** What is committed together. */
export interface ToldBatch {
  readonly entries: readonly NewEntry[]
  readonly checkpoint?: Checkpoint | undefined
  readonly refused?: readonly Refused[]
  readonly receivedAt?: number | undefined
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

const isProducer = (source: string): boolean => source.startsWith('producer:')

const entryOf = (row: Row): Entry => ({
  offset: row.offset,
  kind: row.kind,
  source: row.source,
  seq: row.seq,
  time: row.time_ms,
  receivedAt: row.received_ms,
  body: row.body,
})

/** The offset that the event log must reach: its last event when something else was written. */
export const reachedBy = (database: Database): number =>
  database.prepare<[], number>('SELECT reached FROM event_log').pluck().get() ?? 0

/** Statements that read; for readers in any thread. */
export function readToldFrom(database: Database) {
  const read = database.prepare<[number, number], Row>(
    'SELECT * FROM entry WHERE offset > ? ORDER BY offset LIMIT ?',
  )
  // Said twice, so that the index of all that is no event is used.
  const kindOnly = database.prepare<[string, number, number], Row>(
    `SELECT * FROM entry WHERE kind <> 'event' AND kind = ? AND offset > ? ORDER BY offset LIMIT ?`,
  )
  const at = database.prepare<[number], Row>('SELECT * FROM entry WHERE offset = ?')
  const load = database.prepare<[string], Checkpoint>(
    'SELECT name, offset, state FROM checkpoint WHERE name = ?',
  )
  return {
    read: (after: number, limit: number, kind?: NewEntry['kind']): Entry[] =>
      (kind ? kindOnly.all(kind, after, limit) : read.all(after, limit)).map(entryOf),
    at: (offset: number): Entry | undefined => {
      const row = at.get(offset)
      return row && entryOf(row)
    },
    checkpoint: (name: string): Checkpoint | undefined => load.get(name),
  }
}

function writers(database: Database) {
  return {
    insert: database.prepare<[number, string, string, number, number, number, string]>(
      `INSERT INTO entry (offset, kind, source, seq, time_ms, received_ms, body) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (source, seq) DO NOTHING`,
    ),
    refuse: database.prepare<[string, number, number, number, string, string]>(
      `INSERT INTO quarantine (source, seq, received_ms, place, told, reason, body) VALUES (?, ?, ?, ?, 0, ?, ?)
       ON CONFLICT (source, seq) DO NOTHING`,
    ),
    save: database.prepare<[string, number, string]>(
      `INSERT INTO checkpoint (name, offset, state) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET offset = excluded.offset, state = excluded.state`,
    ),
    remove: database.prepare<[string]>(
      `DELETE FROM entry WHERE kind <> 'decision' AND offset IN (SELECT value FROM json_each(?))`,
    ),
    empty: database.prepare<[string]>(
      `UPDATE entry SET body = '' WHERE kind = 'decision' AND offset IN (SELECT value FROM json_each(?))`,
    ),
    untold: database.prepare<[string], Omit<Refused, 'body'>>(
      `SELECT source, seq, place AS "index", reason FROM quarantine WHERE source = ? AND told = 0 ORDER BY seq LIMIT 500`,
    ),
    told: database.prepare<[string, number]>(
      'UPDATE quarantine SET told = 1 WHERE source = ? AND told = 0 AND seq <= ?',
    ),
    waiting: database.prepare<[], { source: string }>(
      'SELECT DISTINCT source FROM quarantine WHERE told = 0',
    ),
    reach: database.prepare<[number, number]>('UPDATE event_log SET reached = ? WHERE reached < ?'),
    head: database.prepare<[], { head: number | null }>('SELECT max(offset) AS head FROM entry'),
  }
}

/** Opens the write side. Offsets are the caller's: `next` is the first free one. */
export function openTold(
  database: Database,
  { now, sign }: { now: () => number; sign: Signer | undefined },
) {
  const sql = writers(database)
  const ledger = openLedger(database, sign)
  const untold = new Set(sql.waiting.all().map(({ source }) => source))

  function write(batch: ToldBatch, next: number): number {
    const { entries, checkpoint, refused = [], receivedAt = now() } = batch
    let accepted = 0
    for (const entry of entries) {
      const { kind, source, seq, time, body } = entry
      const offset = next + accepted
      const { changes } = sql.insert.run(offset, kind, source, seq, time, receivedAt, body)
      accepted += changes
      if (changes > 0 && kind === 'decision') ledger.add({ ...entry, offset, receivedAt })
    }
    for (const { source, seq, index, reason, body } of refused) {
      sql.refuse.run(source, seq, receivedAt, index, reason, body)
      untold.add(source)
    }
    if (checkpoint) sql.save.run(checkpoint.name, checkpoint.offset, checkpoint.state)
    return accepted
  }

  /** One transaction; the chain is as before where it fails. */
  function transact<T>(work: () => T): T {
    try {
      return inTransaction(database, 'journal', () => {
        const result = work()
        ledger.seal()
        return result
      })
    } catch (error) {
      if (database.open) ledger.reset()
      throw error
    }
  }

  function take(source: string): readonly Omit<Refused, 'body'>[] {
    if (!untold.has(source)) return []
    const refused = sql.untold.all(source)
    sql.told.run(source, refused.at(-1)?.seq ?? 0)
    if (refused.length < 500) untold.delete(source)
    return refused
  }

  return {
    head: sql.head.get()?.head ?? 0,
    chainHead: ledger.head,
    chainLinks: ledger.links,
    /** How many entries of each batch are new. `lastEvent`: offset of the last event in the log. */
    commit: (
      batches: readonly ToldBatch[],
      { next, lastEvent }: { readonly next: number; readonly lastEvent: number },
    ): number[] =>
      transact(() => {
        sql.reach.run(lastEvent, lastEvent)
        let free = next
        return batches.map(batch => {
          const accepted = write(batch, free)
          free += accepted
          return accepted
        })
      }),
    /** Deletes and empties, with the record of it, and whatever `also` does; gives how many entries were added. */
    remove: (
      offsets: readonly number[],
      emptied: readonly number[],
      { record, next, also }: { record: NewEntry | undefined; next: number; also: () => void },
    ): number =>
      transact(() => {
        sql.remove.run(JSON.stringify(offsets))
        sql.empty.run(JSON.stringify(emptied))
        also()
        return record ? write({ entries: [record] }, next) : 0
      }),
    /** Of a producer also what it sent without numbers, to any node in any of its lives. */
    takeRefused: (source: string): readonly Omit<Refused, 'body'>[] =>
      isProducer(source)
        ? [...untold].filter(each => each === source || each.startsWith(`${source}:`)).flatMap(take)
        : take(source),
  }
}
