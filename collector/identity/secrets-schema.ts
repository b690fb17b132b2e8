/** Tables of one-time tokens, sessions and keys' counters: secrets as hashes only. Not derived from the journal; dropping the file signs everyone out. */
import type { Schema } from '../store/database.ts'

export const secretsSchema: Schema = {
  name: 'access',
  whenDamaged: 'move it and its -wal and -shm aside: everyone signs in again',
  migrations: [
    `
    CREATE TABLE secret (
      hash TEXT PRIMARY KEY, purpose TEXT NOT NULL, subject TEXT NOT NULL, expires_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    `,
    `
    DELETE FROM secret WHERE purpose = 'session';
    CREATE TABLE session (
      hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      user TEXT NOT NULL, method TEXT NOT NULL, key TEXT,
      opened_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL,
      address TEXT NOT NULL, browser TEXT NOT NULL, suspended_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_user ON session (user);
    CREATE TABLE key_use (
      key TEXT PRIMARY KEY, counter INTEGER NOT NULL, used_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    `,
  ],
}
