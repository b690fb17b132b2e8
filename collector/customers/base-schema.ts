/** The tables of the customer base. It is source data, not derived: its own file, and the only place with customers' names. */
import type { Schema } from '../store/database.ts'

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
  ],
}
