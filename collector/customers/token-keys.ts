/**
 * The token keys of the installation: the one in force, and earlier ones with the index that they made, so that what was scanned with an
 * older filter is still confirmed. Only as many are kept as the limit says; what was scanned with an even older one is not confirmed.
 */
import { randomBytes } from 'node:crypto'
import { type TokenHasher, tokenizer } from '../../content/token.ts'
import { limits } from '../../events/limits.ts'
import type { Database } from '../store/database.ts'
import { openTokenIndex, type TokenIndex, tokenIndexTable } from './token-index.ts'

/** A key with what was indexed under it. */
export interface KeyInUse {
  /** Counts up from 1. */
  readonly number: number
  readonly key: Uint8Array
  readonly hash: TokenHasher
  readonly index: TokenIndex
}

export interface TokenKeys {
  current(): KeyInUse
  /** The key of a filter by its version; undefined where it was dropped, the current one where the version is unknown. */
  of(filterVersion: string | undefined): KeyInUse | undefined
  /** Notes that a filter of this version was made under the current key. */
  note(filterVersion: string): void
  /** A new key with an empty index comes into force; the index of the old one is kept as it is. Within a transaction. */
  rotate(time: number): void
  /** When the current key came into force (UTC epoch milliseconds; 0 for the first), and how many older ones are kept. */
  state(): { readonly number: number; readonly since: number; readonly older: number }
}

/** The tables of keys: the first key comes from where it was kept before. */
export const tokenKeyTables = `
  CREATE TABLE token_key (
    number INTEGER PRIMARY KEY, key BLOB NOT NULL, since_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE filter_key (
    version TEXT PRIMARY KEY, key INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO token_key SELECT 1, value, 0 FROM setting WHERE name = 'token_key';
  DELETE FROM setting WHERE name = 'token_key';`

const tableOf = (number: number): string => `token_block_${number}`

/** Opens the keys; makes the first one where there is none. A rotation by another process is seen at once. */
export function openTokenKeys(
  database: Database,
  firstKey: () => Uint8Array = () => randomBytes(16),
): TokenKeys {
  const sql = {
    last: database.prepare<[], { number: number; since_ms: number }>(
      'SELECT number, since_ms FROM token_key ORDER BY number DESC LIMIT 1',
    ),
    key: database.prepare<[number], Buffer>('SELECT key FROM token_key WHERE number = ?').pluck(),
    all: database.prepare<[], number>('SELECT number FROM token_key ORDER BY number').pluck(),
    version: database
      .prepare<[string], number>('SELECT key FROM filter_key WHERE version = ?')
      .pluck(),
  }
  const open = new Map<number, KeyInUse>()
  const dataVersion = database.prepare<[], number>('PRAGMA data_version').pluck()
  let seen: unknown
  let last = 0

  function add(time: number): void {
    const number = (sql.last.get()?.number ?? 0) + 1
    database
      .prepare('INSERT INTO token_key VALUES (?, ?, ?)')
      .run(number, number === 1 ? firstKey() : randomBytes(16), time)
  }

  function lastNumber(): number {
    const now = dataVersion.get()
    if (now === seen && last > 0) return last
    seen = now
    // Of a base that was taken over whole a number may mean another key.
    for (const [number, { key }] of open) {
      const stored = sql.key.get(number)
      if (stored && !stored.equals(key)) open.delete(number)
    }
    last = sql.last.get()?.number ?? 0
    return last
  }

  function at(number: number): KeyInUse | undefined {
    const isCurrent = number === lastNumber()
    const known = open.get(number)
    if (known) return known
    const stored = sql.key.get(number)
    // A reader of a base that nobody has written to yet.
    const key = new Uint8Array(stored ?? (isCurrent ? randomBytes(16) : []))
    if (key.length === 0) return undefined
    const table = isCurrent ? 'token_block' : tableOf(number)
    const opened = { number, key, hash: tokenizer(key), index: openTokenIndex(database, table) }
    open.set(number, opened)
    return opened
  }

  function current(): KeyInUse {
    const before = last
    const number = lastNumber()
    // The index of what was current has another table now.
    if (before !== number) open.clear()
    const key = at(number)
    if (!key) throw new Error('the customer base has no token key')
    return key
  }

  if (!database.readonly && !sql.last.get()) add(0)
  return {
    current,
    of(filterVersion) {
      const now = current()
      const number = filterVersion === undefined ? undefined : sql.version.get(filterVersion)
      return number === undefined ? now : at(number)
    },
    note: filterVersion => {
      database
        .prepare('INSERT OR REPLACE INTO filter_key VALUES (?, ?)')
        .run(filterVersion, current().number)
    },
    rotate(time) {
      const { number } = current()
      database.exec(`ALTER TABLE token_block RENAME TO ${tableOf(number)}; ${tokenIndexTable}`)
      add(time)
      const numbers = sql.all.all()
      for (const old of numbers.slice(0, -(limits.tokenKeysMax + 1))) {
        database.exec(`DROP TABLE ${tableOf(old)}; DELETE FROM token_key WHERE number = ${old}`)
      }
      last = 0
      open.clear()
    },
    state: () => ({
      number: sql.last.get()?.number ?? 0,
      since: sql.last.get()?.since_ms ?? 0,
      older: sql.all.all().length - 1,
    }),
  }
}
