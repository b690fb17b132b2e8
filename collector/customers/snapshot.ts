/** The customer base as one piece of bytes that another collector can take over: whole, in one transaction, while it is in use there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { Fault } from '../../events/fault.ts'
import { copyDatabase, type Database, inTransaction, openDatabase } from '../store/database.ts'
import { baseSchema } from './base-schema.ts'

const pack = promisify(zstdCompress)
const unpack = promisify(zstdDecompress)

/** Works in a folder beside the base, on the same disk, that is gone afterwards. */
async function beside<T>(path: string, work: (file: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(dirname(path), 'customers-'))
  try {
    return await work(join(dir, 'snapshot.db'))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The base at `path` as compressed bytes. */
export const takeSnapshot = (path: string): Promise<Buffer> =>
  beside(path, async file => {
    const database = openDatabase(path, baseSchema, { readonly: true })
    try {
      await copyDatabase(database, file)
    } finally {
      database.close()
    }
    return pack(readFileSync(file))
  })

/** Tables that come and go with keys are made and dropped; the others keep their place, as they are in use. */
function replaceTables(database: Database): void {
  const schemaOf = (of: 'main' | 'snapshot') =>
    database
      .prepare<[], { name: string; sql: string }>(
        `SELECT name, sql FROM ${of}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
      )
      .all()
  const wanted = schemaOf('snapshot')
  const names = new Set(wanted.map(({ name }) => name))
  const here = new Set(schemaOf('main').map(({ name }) => name))
  database.pragma('defer_foreign_keys = ON')
  for (const name of here) {
    const isKept = names.has(name)
    database.exec(isKept ? `DELETE FROM main."${name}"` : `DROP TABLE main."${name}"`)
  }
  for (const { name, sql } of wanted) {
    if (!here.has(name)) database.exec(sql)
    database.exec(`INSERT INTO main."${name}" SELECT * FROM snapshot."${name}"`)
  }
}

const versionOf = 'PRAGMA snapshot.user_version'

/** Puts such bytes in the place of all that the base at `path` holds. Throws Fault ERR_DATA_NEWER or ERR_DATA_OLDER of another version's bytes. */
export const applySnapshot = (path: string, bytes: Uint8Array): Promise<void> =>
  beside(path, async file => {
    writeFileSync(file, await unpack(bytes), { mode: 0o600 })
    const database = openDatabase(path, baseSchema)
    try {
      database.prepare<[string]>('ATTACH ? AS snapshot').run(file)
      const version = database.prepare<[], number>(versionOf).pluck().get() ?? 0
      const own = baseSchema.migrations.length
      if (version !== own)
        throw new Fault(
          version > own ? 'ERR_DATA_NEWER' : 'ERR_DATA_OLDER',
          'the customer base of the cluster was written by another version of Clientkeep; bring all nodes to the same version',
        )
      inTransaction(database, baseSchema.name, () => replaceTables(database))
    } finally {
      database.close()
    }
  })
