/** The tables of the customer base. It is source data, not derived: its own file, and the only place with customers' names. */
import type { Schema } from '../store/database.ts'
import { canaryTable } from './canary-table.ts'
import { tokenIndexTable } from './token-index.ts'
import { tokenKeyTables } from './token-keys.ts'

export const baseSchema: Schema = {
  name: 'customer base',
  migrations: [
    `
    CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE customer (
      id INTEGER PRIMARY KEY,
      identity TEXT NOT NULL UNIQUE,
      number TEXT, name TEXT, company TEXT, country TEXT, owner TEXT,
      emails TEXT NOT NULL, phones TEXT NOT NULL,
      digest TEXT NOT NULL
    ) STRICT;
    CREATE TABLE identifier (
      token INTEGER NOT NULL, customer INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      PRIMARY KEY (token, customer)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX identifier_customer ON identifier (customer);
    `,
    // The index is made from the customers when the filter is next built.
    `
    DROP TABLE identifier;
    ${tokenIndexTable}
    ALTER TABLE customer ADD COLUMN more TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE customer ADD COLUMN layout TEXT NOT NULL DEFAULT '';
    ALTER TABLE customer ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE customer ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
    UPDATE customer SET digest = '';
    CREATE INDEX customer_unindexed ON customer (id) WHERE indexed = 0;
    INSERT INTO setting VALUES ('stale', x'01') ON CONFLICT (name) DO UPDATE SET value = x'01';
    `,
    `
    CREATE INDEX customer_owner ON customer (owner) WHERE owner IS NOT NULL;
    `,
    canaryTable,
    tokenKeyTables,
  ],
}
