/** The tables of the embedded journal. */
import type { Schema } from '../store/database.ts'

export const journalSchema: Schema = {
  name: 'journal',
  migrations: [
    `
    CREATE TABLE entry (
      offset INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('event', 'finding', 'decision')),
      source TEXT NOT NULL,
      seq INTEGER NOT NULL,
      time_ms INTEGER NOT NULL,
      received_ms INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX entry_identity ON entry (source, seq);
    CREATE TABLE checkpoint (
      name TEXT PRIMARY KEY,
      offset INTEGER NOT NULL,
      state TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE quarantine (
      source TEXT NOT NULL,
      seq INTEGER NOT NULL,
      received_ms INTEGER NOT NULL,
      reason TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (source, seq)
    ) STRICT, WITHOUT ROWID;
    `,
    `
    CREATE TABLE chain (
      position INTEGER PRIMARY KEY,
      offset INTEGER NOT NULL UNIQUE,
      body_digest BLOB NOT NULL,
      hash BLOB NOT NULL,
      signature BLOB
    ) STRICT;
    CREATE TABLE chain_state (
      one INTEGER PRIMARY KEY CHECK (one = 1), adopted INTEGER
    ) STRICT;
    INSERT INTO chain_state VALUES (1, NULL);
    CREATE TABLE forgotten (source TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX entry_told ON entry (kind, offset) WHERE kind <> 'event';
    `,
    // Events are in a log of their own; those that are still here are moved there when the journal is opened.
    `
    CREATE TABLE source (source TEXT PRIMARY KEY, seqs TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE event_log (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      covered INTEGER NOT NULL,
      moved INTEGER NOT NULL CHECK (moved IN (0, 1))
    ) STRICT;
    INSERT INTO event_log VALUES (1, 0, 0);
    CREATE TABLE removal (offsets TEXT NOT NULL) STRICT;
    ALTER TABLE quarantine ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE quarantine ADD COLUMN told INTEGER NOT NULL DEFAULT 1;
    CREATE INDEX quarantine_untold ON quarantine (source) WHERE told = 0;
    `,
    // The last event when something else was written: what the log must reach.
    'ALTER TABLE event_log ADD COLUMN reached INTEGER NOT NULL DEFAULT 0',
  ],
}
