/**
 * How far each log was read, and which numbers records that were sent got. Events of logs are known by their log and number, so what is read
 * twice is taken once, also without this file; without it, records that are sent again count again.
 */
import type { Database, Schema } from '../store/database.ts'

export const positionsSchema: Schema = {
  name: 'connectors',
  whenDamaged:
    'move it and its -wal and -shm aside: logs are read again, and no event of them counts twice',
  migrations: [
    `
    CREATE TABLE position (
      source TEXT PRIMARY KEY, connector TEXT NOT NULL, offset_bytes INTEGER NOT NULL,
      lines INTEGER NOT NULL, events INTEGER NOT NULL, dirty INTEGER NOT NULL,
      last_dirty TEXT, read_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    `,
    `
    CREATE TABLE receiver (
      connector TEXT PRIMARY KEY, life TEXT NOT NULL, last_seq INTEGER NOT NULL,
      records INTEGER NOT NULL, events INTEGER NOT NULL, dirty INTEGER NOT NULL,
      last_dirty TEXT, received_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE received (
      connector TEXT NOT NULL, id_hash BLOB NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL,
      PRIMARY KEY (connector, id_hash)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX received_seq ON received (connector, seq);
    `,
  ],
}

/** Of one log: bytes and lines read, events made of them, lines that could not be read. */
export interface Position {
  readonly source: string
  readonly connector: string
  readonly offset: number
  readonly lines: number
  readonly events: number
  readonly dirty: number
  readonly lastDirty: string | null
  readonly readAt: number | null
}

/** The positions in a database. */
export function openPositions(database: Database) {
  const columns =
    'source, connector, offset_bytes AS offset, lines, events, dirty, last_dirty AS lastDirty, read_ms AS readAt'
  const one = database.prepare<[string], Position>(
    `SELECT ${columns} FROM position WHERE source = ?`,
  )
  const of = database.prepare<[string], Position>(
    `SELECT ${columns} FROM position WHERE connector = ? ORDER BY read_ms`,
  )
  const put = database.prepare(
    `INSERT OR REPLACE INTO position
     VALUES (@source, @connector, @offset, @lines, @events, @dirty, @lastDirty, @readAt)`,
  )
  return {
    get: (source: string, connector: string): Position =>
      one.get(source) ?? {
        ...{ source, connector, offset: 0, lines: 0, events: 0, dirty: 0 },
        ...{ lastDirty: null, readAt: null },
      },
    of: (connector: string): readonly Position[] => of.all(connector),
    put: (position: Position) => {
      put.run(position)
    },
  }
}
export type Positions = ReturnType<typeof openPositions>
