/**
 * Which number each record that was sent has in its source: the same one however often it is sent, so that the journal takes it once. Keeps
 * digests of the senders' identities, nothing of the records.
 */
import { createHash, randomUUID } from 'node:crypto'
import { limits } from '../../events/limits.ts'
import { type Database, inTransaction } from '../store/database.ts'

/** What one connector was sent so far. `life`: its numbers belong to it. */
export interface ReceiverRow {
  readonly life: string
  readonly lastSeq: number
  readonly records: number
  readonly events: number
  readonly dirty: number
  readonly lastDirty: string | null
  readonly receivedAt: number | null
}

/** The digest of an identity: 128 bits, hex. */
export const idHash = (id: string): string =>
  createHash('sha256').update(id).digest('hex').slice(0, 32)

const dayMs = 86_400_000

export interface ReceivedIds {
  of(connector: string): ReceiverRow
  /** Numbers of identities in their order, durable; known ones have the number that they had. `isNew` for the others. */
  number(
    connector: string,
    hashes: readonly string[],
    now: number,
  ): readonly { readonly seq: number; readonly isNew: boolean }[]
  /** Adds to what was counted. */
  count(
    connector: string,
    more: Pick<ReceiverRow, 'records' | 'events' | 'dirty' | 'lastDirty'>,
    now: number,
  ): void
  /** Begins to number anew, under another source: the journal has numbers that are not known here. */
  beginAnew(connector: string): void
}

export function openReceivedIds(database: Database): ReceivedIds {
  const row = database.prepare<[string], ReceiverRow>(
    `SELECT life, last_seq AS lastSeq, records, events, dirty, last_dirty AS lastDirty,
       received_ms AS receivedAt FROM receiver WHERE connector = ?`,
  )
  const add = database.prepare<[string, string]>(
    'INSERT OR IGNORE INTO receiver VALUES (?, ?, 0, 0, 0, 0, NULL, NULL)',
  )
  const advance = database.prepare<[number, string]>(
    'UPDATE receiver SET last_seq = ? WHERE connector = ?',
  )
  const known = database
    .prepare<[string, Buffer], number>(
      'SELECT seq FROM received WHERE connector = ? AND id_hash = ?',
    )
    .pluck()
  const keep = database.prepare<[string, Buffer, number, number]>(
    'INSERT INTO received VALUES (?, ?, ?, ?)',
  )
  const forget = database.prepare<[string, number, number]>(
    'DELETE FROM received WHERE connector = ? AND (seq <= ? OR at_ms < ?)',
  )
  const drop = database.prepare<[string]>('DELETE FROM received WHERE connector = ?')
  const renew = database.prepare<[string, string]>(
    'UPDATE receiver SET life = ?, last_seq = 0 WHERE connector = ?',
  )
  const count = database.prepare(
    `UPDATE receiver SET records = records + @records, events = events + @events,
       dirty = dirty + @dirty, last_dirty = coalesce(@lastDirty, last_dirty), received_ms = @now
     WHERE connector = @connector`,
  )
  const forgotten = new Map<string, number>()

  function of(connector: string): ReceiverRow {
    add.run(connector, randomUUID())
    const found = row.get(connector)
    if (!found) throw new Error(`no row of the connector ${connector}`)
    return found
  }

  /** Once an hour: what is old is not sent again. */
  function sweep(connector: string, lastSeq: number, now: number): void {
    if (now - (forgotten.get(connector) ?? 0) < dayMs / 24) return
    forgotten.set(connector, now)
    forget.run(connector, lastSeq - limits.webhookIdsMax, now - limits.webhookIdDays * dayMs)
  }

  return {
    of,
    number: (connector, hashes, now) =>
      inTransaction(database, 'connectors', () => {
        let { lastSeq } = of(connector)
        const numbers = hashes.map(hash => {
          const id = Buffer.from(hash, 'hex')
          const before = known.get(connector, id)
          if (before !== undefined) return { seq: before, isNew: false }
          lastSeq += 1
          keep.run(connector, id, lastSeq, now)
          return { seq: lastSeq, isNew: true }
        })
        advance.run(lastSeq, connector)
        sweep(connector, lastSeq, now)
        return numbers
      }),
    count: (connector, more, now) => {
      count.run({ ...more, connector, now })
    },
    beginAnew: connector => {
      inTransaction(database, 'connectors', () => {
        of(connector)
        drop.run(connector)
        renew.run(randomUUID(), connector)
      })
    },
  }
}
