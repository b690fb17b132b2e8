/** Tables of one-time links, enrolment tokens and sessions: hashes only. Not derived from the journal; dropping the file signs everyone out. */
import type { Schema } from '../store/database.ts'

export const secretsSchema: Schema = {
  name: 'access',
  migrations: [
    `
    CREATE TABLE secret (
      hash TEXT PRIMARY KEY, purpose TEXT NOT NULL, subject TEXT NOT NULL, expires_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    `,
  ],
}
