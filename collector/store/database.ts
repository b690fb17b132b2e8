/** Opens SQLite files: the one place that knows the driver. Refuses newer and damaged files with words, migrates older ones. */
import { chmodSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Fault, systemCode } from '../../events/fault.ts'

export type Database = Sqlite.Database

export interface Schema {
  /** What the file is called in messages: `journal`, `projections` … */
  readonly name: string
  /** SQL per version: entry 0 makes version 1, entry n takes version n to n + 1. */
  readonly migrations: readonly string[]
}

interface OpenOptions {
  readonly readonly?: boolean
  /** `full`: a committed transaction survives power loss; `normal`: it survives a crash of the process. */
  readonly durability?: 'full' | 'normal'
}

const damaged = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_IOERR_SHORT_READ'])

/** A driver error as a Fault that says what to do; other errors come back as they are. */
function storeFault(error: unknown, name: string): unknown {
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
  if (damaged.has(code)) {
    return new Fault(
      'ERR_DATA_DAMAGED',
      `${name}: the file is damaged (${code}); restore it from a backup, or move it aside to start empty`,
      { cause: error },
    )
  }
  return error
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
  try {
    database = new Sqlite(path, { readonly: options.readonly ?? false })
    database.pragma('busy_timeout = 5000')
    database.pragma(`cache_size = ${options.readonly ? -1024 : -2048}`)
    if (!options.readonly) {
      chmodSync(path, 0o600)
      database.pragma('journal_mode = WAL')
      database.pragma(`synchronous = ${options.durability === 'normal' ? 'NORMAL' : 'FULL'}`)
      database.pragma('foreign_keys = ON')
      migrate(database, path, schema)
    }
    return database
  } catch (error) {
    database?.close()
    throw storeFault(error, path)
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
  const database = new Sqlite(path, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close()
    if (systemCode(error) === 'SQLITE_BUSY') return undefined
    throw storeFault(error, path)
  }
}
