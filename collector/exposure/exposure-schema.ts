/** The tables of exposure: which customers each account has taken, where to, when first and last; which it looked at, when last; and one line for each event, to search in. Made again from the journal when the file is removed. */
import { madeAgain, type Schema } from '../store/database.ts'

export const exposureSchema: Schema = {
  name: 'exposure',
  whenDamaged: madeAgain,
  migrations: [
    `
    CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), offset INTEGER NOT NULL) STRICT;
    INSERT INTO progress VALUES (1, 0);
    CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL, endpoint TEXT NOT NULL,
      UNIQUE (name, endpoint)
    ) STRICT;
    CREATE TABLE taken (
      account INTEGER NOT NULL REFERENCES account (id),
      channel INTEGER NOT NULL,
      customer INTEGER NOT NULL,
      first_s INTEGER NOT NULL, last_s INTEGER NOT NULL,
      first_offset INTEGER NOT NULL,
      PRIMARY KEY (account, channel, customer)
    ) STRICT, WITHOUT ROWID;
    `,
    `
    CREATE TABLE viewed (
      account INTEGER NOT NULL REFERENCES account (id),
      customer INTEGER NOT NULL,
      last_s INTEGER NOT NULL,
      PRIMARY KEY (account, customer)
    ) STRICT, WITHOUT ROWID;
    `,
    // What is in the journal already is gone through again.
    `
    CREATE TABLE noted (
      offset INTEGER PRIMARY KEY,
      time_s INTEGER NOT NULL,
      account INTEGER NOT NULL REFERENCES account (id),
      class INTEGER NOT NULL,
      activity TEXT NOT NULL,
      place TEXT, label TEXT,
      name TEXT NOT NULL,
      customers INTEGER NOT NULL,
      words TEXT NOT NULL
    ) STRICT;
    CREATE INDEX noted_by_account ON noted (account, time_s);
    CREATE INDEX noted_by_time ON noted (time_s);
    UPDATE progress SET offset = 0;
    `,
    // Only what can be had in common: few of all events.
    `
    CREATE INDEX noted_files ON noted (name) WHERE customers > 0;
    CREATE INDEX noted_drives ON noted (label) WHERE place IN ('removable', 'phone');
    `,
    'CREATE INDEX account_endpoint ON account (endpoint);',
    "CREATE INDEX noted_logons ON noted (time_s) WHERE class = 3002 AND activity = 'Logon';",
  ],
}
