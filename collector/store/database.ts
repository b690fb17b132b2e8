/** Opens SQLite files: the one place that knows the driver. Refuses newer and damaged files with words, migrates older ones. */
import { chmodSync, existsSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Fault, systemCode } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

export type Database = Sqlite.Database

export interface Schema {
  /** What the file is called in messages: `journal`, `projections` … */
  readonly name: string
  /** SQL per version: entry 0 makes version 1, entry n takes version n to n + 1. */
  readonly migrations: readonly string[]
  /** What to do about a damaged file; of the journal and the customer base where left out. */
  readonly whenDamaged?: string
}

interface OpenOptions {
  readonly readonly?: boolean
  /** `full`: a committed transaction survives power loss; `normal`: it survives a crash of the process. */
  readonly durability?: 'full' | 'normal'
  /** Another connection of this process is open and has looked at it. */
  readonly isSecond?: boolean
}

const usualCache = 'cache_size = -2048'
const damaged = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_IOERR_SHORT_READ'])

/** For lack of rights, or on a disk that is mounted read-only. */
const unopened = new Set([
  ...['SQLITE_CANTOPEN', 'SQLITE_READONLY', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_PERM'],
  ...['EACCES', 'EPERM', 'EROFS'],
])

/** Of a file that the journal has all of. */
export const madeAgain =
  'it holds nothing that the journal has not: make it again with `clientkeep rebuild`'
const fromBackup =
  'restore it from a backup (`clientkeep restore`), or move it aside to start empty'

function damageFault(name: string, what: string, advice = fromBackup, cause?: unknown): Fault {
  return new Fault('ERR_DATA_DAMAGED', `${name}: the file is damaged (${what}); ${advice}`, {
    cause,
  })
}

/** A driver error as a Fault that says what to do; other errors come back as they are. */
function storeFault(error: unknown, name: string, whenDamaged?: string): unknown {
  const code = systemCode(error) ?? ''
  if (code === 'SQLITE_FULL') {
    return new Fault(
      'ERR_DISK_FULL',
      `${name}: the disk is full; free some space, nothing acknowledged was lost`,
      {
        cause: error,
      },
    )
  }
  if (unopened.has(code))
    return new Fault(
      'ERR_INPUT_FILE',
      `${name}: cannot be opened (${code}); this account must be able to write it and its folder: SQLite does so even to read what a collector left. Give it the folder, or look at a copy or a backup`,
      { cause: error },
    )
  if (damaged.has(code)) return damageFault(name, code, whenDamaged, error)
  return error
}

/** A reader changes nothing, so it cannot bring an older file up to date. */
function needCurrent(database: Database, path: string, schema: Schema): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version >= schema.migrations.length) return
  throw new Fault(
    'ERR_DATA_OLDER',
    `${path}: written by an older Clientkeep; start the collector once to bring it up to date`,
  )
}

/** A file that was left by a killed process still has its log beside it: then a longer check is worth its time. */
function isCheckable(path: string): boolean {
  if (!existsSync(path)) return false
  const most = existsSync(`${path}-wal`) ? limits.checkAfterCrashBytesMax : limits.checkBytesMax
  return statSync(path).size <= most
}

function needWhole(database: Database, path: string, schema: Schema): void {
  const damage = damageOf(database, { quick: true })
  if (damage !== undefined) throw damageFault(path, damage, schema.whenDamaged)
}

function migrate(database: Database, path: string, schema: Schema): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > schema.migrations.length) {
    throw new Fault(
      'ERR_DATA_NEWER',
      `${path}: written by a newer Clientkeep (format ${version}, this one knows ${schema.migrations.length}); ` +
        'update Clientkeep, or choose another folder with --data',
    )
  }
  for (const [step, sql] of schema.migrations.entries()) {
    if (step < version) continue
    database.transaction(() => {
      database.exec(sql)
      database.pragma(`user_version = ${step + 1}`)
    })()
  }
}

/** Opens or makes the file with mode 0600. Throws Fault ERR_DATA_NEWER, ERR_DATA_DAMAGED or ERR_DISK_FULL. */
export function openDatabase(path: string, schema: Schema, options: OpenOptions = {}): Database {
  let database: Database | undefined
  const isChecked = !options.readonly && !options.isSecond && isCheckable(path)
  try {
    database = new Sqlite(path, { readonly: options.readonly ?? false })
    database.pragma('busy_timeout = 5000')
    // Of all connections of the process together: beyond it, SQLite gives pages back that it could read again.
    database.pragma(`soft_heap_limit = ${limits.sqliteHeapBytes}`)
    database.pragma(options.readonly ? 'cache_size = -1024' : usualCache)
    if (options.readonly) needCurrent(database, path, schema)
    else {
      chmodSync(path, 0o600)
      if (isChecked) needWhole(database, path, schema)
      database.pragma('journal_mode = WAL')
      database.pragma(`synchronous = ${options.durability === 'normal' ? 'NORMAL' : 'FULL'}`)
      database.pragma('foreign_keys = ON')
      migrate(database, path, schema)
    }
    return database
  } catch (error) {
    database?.close()
    throw storeFault(error, path, schema.whenDamaged)
  }
}

const roomyMs = 10_000

const rooms = new WeakMap<Database, NodeJS.Timeout>()

/**
 * To be called with each portion of much that is written: the pages of this database stay in memory then, instead of being read and written
 * again for each row, and ten seconds after the last call the memory is given back.
 */
export function makeRoom(database: Database): void {
  const room = rooms.get(database)
  if (room) {
    room.refresh()
    return
  }
  const setCaches = (bytes: number, cache: string) => {
    database.pragma(`soft_heap_limit = ${limits.sqliteHeapBytes + bytes}`)
    database.pragma(cache)
  }
  setCaches(limits.sqliteRoomBytes, `cache_size = -${limits.sqliteRoomBytes / 1024}`)
  const leave = () => {
    rooms.delete(database)
    if (!database.open) return
    setCaches(0, usualCache)
    database.pragma('shrink_memory')
  }
  rooms.set(database, setTimeout(leave, roomyMs).unref())
}

/** What SQLite finds wrong in the file, in its words, or undefined. Reads all of it; `quick` leaves out whether indexes agree with their tables. */
export function damageOf(database: Database, { quick = false } = {}): string | undefined {
  try {
    const found = database.pragma(quick ? 'quick_check(1)' : 'integrity_check(1)', { simple: true })
    return found === 'ok' ? undefined : String(found).replaceAll('\n', ' ')
  } catch (error) {
    const code = systemCode(error) ?? ''
    if (damaged.has(code)) return code
    throw error
  }
}

/** Copies a database to a new file of mode 0600, in steps of 4 MiB between which its own connection may write. */
export async function copyDatabase(database: Database, path: string): Promise<void> {
  await database.backup(path, { progress: () => 1024 })
  chmodSync(path, 0o600)
  const copy = new Sqlite(path)
  copy.pragma('journal_mode = DELETE')
  copy.close()
}

/** Every text in the tables of a database, whatever its schema. */
export function* textsIn(
  path: string,
): Generator<{ readonly table: string; readonly text: string }> {
  const database = new Sqlite(path, { readonly: true })
  try {
    const tables = database
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .pluck()
      .all()
    for (const table of tables) {
      const rows = database.prepare<[], unknown[]>(`SELECT * FROM "${table}"`).raw()
      for (const row of rows.iterate())
        for (const cell of row) {
          if (typeof cell === 'string') yield { table, text: cell }
          if (Buffer.isBuffer(cell)) yield { table, text: cell.toString() }
        }
    }
  } finally {
    database.close()
  }
}

/** Runs one transaction; driver errors become Faults. */
export function inTransaction<T>(database: Database, name: string, work: () => T): T {
  try {
    return database.transaction(work).immediate()
  } catch (error) {
    throw storeFault(error, name)
  }
}

/** Holds a file in an exclusive transaction until it is closed or the process ends, however it ends; undefined where another holds it. */
export function holdFile(path: string): Database | undefined {
  let database: Database | undefined
  try {
    database = new Sqlite(path, { timeout: 0 })
    chmodSync(path, 0o600)
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database?.close()
    if (systemCode(error) === 'SQLITE_BUSY') return undefined
    throw storeFault(error, path, 'it holds nothing: delete it')
  }
}
