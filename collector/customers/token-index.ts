/**
 * Which customers have a token: sorted entries in blocks, as plain numbers. Made anew by one merge when customers changed, because a
 * pass over all of a million customers' entries costs less than touching a tree for each.
 */
import { type Database, inTransaction } from '../store/database.ts'
import { type EntryColumns, newColumns } from './entries.ts'

/** Customer ids fit in so many bits of an entry's code. */
const idBits = 24
const idMask = 2 ** idBits - 1
const blockEntries = 512
const entryBytes = 12

/** The customer of a code. */
export const idOf = (code: number): number => code & idMask
/** The field of a code. */
export const fieldOf = (code: number): number => code >>> idBits

/** The upper 40 bits of a token as a number; entries ascend by it. */
export const prefixOf = (lo: number, hi: number): number => hi * 256 + (lo >>> 24)

/** One run of entries that share a token. */
export interface TokenRun {
  readonly lo: number
  readonly hi: number
  /** Codes of the customers that have it. */
  readonly codes: Uint32Array
}

export interface TokenIndex {
  /** Runs of the tokens with these upper 40 bits; nearly always one or none. */
  find(prefix: number): readonly TokenRun[]
  /** Drops the entries of `gone` (1 per customer id), adds `added`; `each` sees every token that is left, in order. */
  merge(gone: Uint8Array, added: EntryColumns, each: (run: TokenRun) => void): void
}

/** The table of the index. */
export const tokenIndexTable =
  'CREATE TABLE token_block (first INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;'

const cachedBlocksMax = 2000
/** What was looked up lately: somebody who pages through a CRM meets the same customers again, and one row has several tokens. */
const cachedRunsMax = 50_000
const noRuns: readonly TokenRun[] = []

/** Opens the index of a base that lies in `table`. */
export function openTokenIndex(database: Database, table: string): TokenIndex {
  const sql = {
    entries: database
      .prepare<[number], Buffer>(`SELECT entries FROM ${table} WHERE first = ?`)
      .pluck(),
    firsts: database.prepare<[], number>(`SELECT first FROM ${table} ORDER BY first`).pluck(),
    after: database.prepare<[number], { first: number; entries: Buffer }>(
      `SELECT first, entries FROM ${table} WHERE first > ? ORDER BY first LIMIT 1`,
    ),
    clear: database.prepare(`DELETE FROM ${table} WHERE first = ?`),
    insert: database.prepare<[number, Uint8Array]>(`INSERT INTO ${table} VALUES (?, ?)`),
    version: database.prepare<[], number>('PRAGMA data_version').pluck(),
  }
  const blocks = new Map<number, EntryColumns>()
  const found = new Map<number, readonly TokenRun[]>()
  let firsts = new Float64Array(0)
  let version: number | undefined
  let isChecked = false

  /** What is looked up in one go sees one state of the index; only the next go asks whether another process wrote. */
  function refresh(): void {
    if (isChecked) return
    isChecked = true
    queueMicrotask(() => {
      isChecked = false
    })
    const now = sql.version.get() ?? 0
    if (now === version) return
    version = now
    blocks.clear()
    found.clear()
    firsts = Float64Array.from(sql.firsts.all())
  }

  /** The block that an entry with this prefix would be in. */
  function blockFor(prefix: number): EntryColumns | undefined {
    const first = firsts[upperBound(firsts, prefix) - 1]
    if (first === undefined) return undefined
    const known = blocks.get(first)
    if (known) return known
    const entries = sql.entries.get(first)
    const columns = entries && columnsOf(entries)
    if (blocks.size >= cachedBlocksMax) blocks.clear()
    if (columns && columns.lo.length <= 4 * blockEntries) blocks.set(first, columns)
    return columns
  }

  return {
    find(prefix) {
      refresh()
      const before = found.get(prefix)
      if (before) return before
      const columns = blockFor(prefix)
      const own = columns ? [...runs(columns, lowerBound(columns, prefix), prefix)] : noRuns
      if (found.size >= cachedRunsMax) found.clear()
      found.set(prefix, own)
      return own
    },
    merge(gone, added, each) {
      version = undefined
      isChecked = false
      inTransaction(database, 'customer base', () => mergeInto(sql, gone, added, each))
    },
  }
}

function columnsOf(entries: Buffer): EntryColumns {
  const count = entries.length / entryBytes
  const words = new Uint32Array(count * 3)
  Buffer.from(words.buffer).set(entries)
  return {
    lo: words.subarray(0, count),
    hi: words.subarray(count, 2 * count),
    code: words.subarray(2 * count),
  }
}

/** How many of the ascending numbers are at most `value`. */
function upperBound(numbers: Float64Array, value: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

function lowerBound({ lo, hi }: EntryColumns, prefix: number): number {
  let low = 0
  let high = lo.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (prefixOf(lo[middle] ?? 0, hi[middle] ?? 0) < prefix) low = middle + 1
    else high = middle
  }
  return low
}

/** The runs from `start` on, up to the end of `prefix` where one is given. Entries of one prefix need not be sorted below it. */
function* runs(columns: EntryColumns, start: number, prefix?: number): Generator<TokenRun> {
  const { lo, hi, code } = columns
  for (let at = start; at < lo.length; ) {
    const own = prefixOf(lo[at] ?? 0, hi[at] ?? 0)
    if (prefix !== undefined && own !== prefix) return
    let end = at + 1
    let isMixed = false
    while (end < lo.length && prefixOf(lo[end] ?? 0, hi[end] ?? 0) === own) {
      if (lo[end] !== lo[at]) isMixed = true
      end += 1
    }
    if (isMixed) {
      for (const low of new Set(lo.subarray(at, end))) {
        const codes = code.subarray(at, end).filter((_, index) => lo[at + index] === low)
        yield { lo: low, hi: hi[at] ?? 0, codes }
      }
    } else yield { lo: lo[at] ?? 0, hi: hi[at] ?? 0, codes: code.subarray(at, end) }
    at = end
  }
}

interface Statements {
  readonly after: { get(first: number): { first: number; entries: Buffer } | undefined }
  readonly clear: { run(first: number): unknown }
  readonly insert: { run(first: number, entries: Uint8Array): unknown }
}

/** Takes the old blocks one by one, each with the added entries that belong below the next. */
function mergeInto(
  sql: Statements,
  gone: Uint8Array,
  added: EntryColumns,
  each: (run: TokenRun) => void,
): void {
  const writer = blockWriter(sql)
  let next = 0
  let readTo = -1
  for (;;) {
    const row = sql.after.get(readTo)
    const old = row ? columnsOf(row.entries) : newColumns(0)
    const following = row && sql.after.get(row.first)?.first
    const limit = following ?? Number.POSITIVE_INFINITY
    const from = next
    while (next < added.lo.length && prefixOf(added.lo[next] ?? 0, added.hi[next] ?? 0) < limit) {
      next += 1
    }
    const isSame = from === next && !old.code.some(code => gone[idOf(code)] === 1)
    if (row && !isSame) sql.clear.run(row.first)
    const merged = isSame ? old : mergeColumns(old, gone, added, from, next)
    for (const run of runs(merged, 0)) {
      each(run)
      if (!isSame) writer.add(run)
    }
    writer.flush()
    if (following === undefined) return
    // What was written just now lies below the next old block.
    readTo = following - 1
  }
}

function mergeColumns(
  old: EntryColumns,
  gone: Uint8Array,
  added: EntryColumns,
  from: number,
  to: number,
): EntryColumns {
  const out = newColumns(old.lo.length + to - from)
  let count = 0
  const put = (source: EntryColumns, at: number) => {
    out.lo[count] = source.lo[at] ?? 0
    out.hi[count] = source.hi[at] ?? 0
    out.code[count] = source.code[at] ?? 0
    count += 1
  }
  let fresh = from
  for (let at = 0; at < old.lo.length; at += 1) {
    if (gone[idOf(old.code[at] ?? 0)] === 1) continue
    const prefix = prefixOf(old.lo[at] ?? 0, old.hi[at] ?? 0)
    while (fresh < to && prefixOf(added.lo[fresh] ?? 0, added.hi[fresh] ?? 0) < prefix) {
      put(added, fresh)
      fresh += 1
    }
    put(old, at)
  }
  for (; fresh < to; fresh += 1) put(added, fresh)
  return {
    lo: out.lo.subarray(0, count),
    hi: out.hi.subarray(0, count),
    code: out.code.subarray(0, count),
  }
}

function blockWriter(sql: Statements) {
  let pending: TokenRun[] = []
  let count = 0
  function flush(): void {
    const [first] = pending
    if (!first) return
    const words = new Uint32Array(count * 3)
    let at = 0
    for (const { lo, hi, codes } of pending) {
      words.fill(lo, at, at + codes.length)
      words.fill(hi, count + at, count + at + codes.length)
      words.set(codes, 2 * count + at)
      at += codes.length
    }
    sql.insert.run(prefixOf(first.lo, first.hi), Buffer.from(words.buffer))
    pending = []
    count = 0
  }
  return {
    flush,
    add(run: TokenRun): void {
      const last = pending.at(-1)
      const isSamePrefix = last && prefixOf(last.lo, last.hi) === prefixOf(run.lo, run.hi)
      if (count >= blockEntries && !isSamePrefix) flush()
      pending.push(run)
      count += run.codes.length
    },
  }
}
