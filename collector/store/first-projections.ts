/** The first versions of the tables of the projections, as they were; later ones change them. */

export const firstMigrations: readonly string[] = [
  `
  CREATE TABLE projected (one INTEGER PRIMARY KEY CHECK (one = 1), offset INTEGER NOT NULL) STRICT;
  INSERT INTO projected VALUES (1, 0);

  CREATE TABLE person (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    pseudonym TEXT NOT NULL UNIQUE,
    name TEXT, manager TEXT, department TEXT, title TEXT,
    notice_date TEXT, last_day TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE alias (
    alias TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alias_person ON alias (person);
  CREATE TABLE reveal (
    person TEXT PRIMARY KEY, until_ms INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE account (
    account TEXT NOT NULL, endpoint TEXT NOT NULL,
    events INTEGER NOT NULL, last_ms INTEGER NOT NULL,
    PRIMARY KEY (account, endpoint)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE agent (
    id TEXT PRIMARY KEY, key_x TEXT NOT NULL UNIQUE,
    hostname TEXT NOT NULL, platform TEXT NOT NULL, version TEXT NOT NULL,
    enrolled_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE degradation (
    agent TEXT NOT NULL, sensor TEXT NOT NULL, reason TEXT NOT NULL,
    lost INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    PRIMARY KEY (agent, sensor, reason)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE policy (
    version INTEGER PRIMARY KEY, issued_ms INTEGER NOT NULL, watch TEXT NOT NULL
  ) STRICT;

  CREATE TABLE customers_import (
    one INTEGER PRIMARY KEY CHECK (one = 1), at_ms INTEGER NOT NULL, total INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE alert (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    person TEXT, account TEXT,
    status TEXT NOT NULL, verdict TEXT,
    severity INTEGER NOT NULL, risk INTEGER NOT NULL,
    addends TEXT NOT NULL, headline TEXT NOT NULL, places TEXT NOT NULL,
    customers BLOB NOT NULL, findings INTEGER NOT NULL, files INTEGER NOT NULL,
    first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alert_open ON alert (subject) WHERE status <> 'closed';
  CREATE INDEX alert_last ON alert (last_ms);
  CREATE TABLE finding (
    id TEXT PRIMARY KEY,
    alert TEXT NOT NULL REFERENCES alert (id),
    rule TEXT NOT NULL, offset INTEGER NOT NULL, time_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX finding_alert ON finding (alert, time_ms);
  CREATE TABLE alert_file (
    alert TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (alert, file)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE alert_note (
    alert TEXT NOT NULL, at_ms INTEGER NOT NULL, by TEXT NOT NULL,
    status TEXT NOT NULL, verdict TEXT, note TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alert_note_alert ON alert_note (alert, at_ms);
  `,
  `
  CREATE TABLE hold (
    person TEXT PRIMARY KEY, since_ms INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE undelivered (
    offset INTEGER PRIMARY KEY,
    channel TEXT NOT NULL, at_ms INTEGER NOT NULL, alerts TEXT NOT NULL, reason TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE export (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL, source TEXT NOT NULL, person TEXT, by TEXT NOT NULL,
    sha256 TEXT NOT NULL, time_ms INTEGER NOT NULL,
    rows INTEGER NOT NULL, customers TEXT NOT NULL, distinct_customers INTEGER NOT NULL
  ) STRICT;
  `,
  // What events say beside detection (accounts, health) has an offset of its own.
  `
  ALTER TABLE projected ADD COLUMN events_offset INTEGER NOT NULL DEFAULT 0;
  UPDATE projected SET events_offset = offset;
  `,
  `
  CREATE TABLE key_rotation (
    one INTEGER PRIMARY KEY CHECK (one = 1), offset INTEGER NOT NULL
  ) STRICT;
  `,
  `
  DROP TABLE reveal;
  CREATE TABLE reveal (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, viewer TEXT NOT NULL, reason TEXT NOT NULL,
    asked_ms INTEGER NOT NULL, until_ms INTEGER, decided_by TEXT, refused TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX reveal_person ON reveal (person, viewer, until_ms);
  CREATE INDEX person_manager ON person (lower(manager));
  CREATE TABLE user (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, person TEXT UNIQUE, roles TEXT NOT NULL,
    disabled INTEGER NOT NULL, since_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE key (
    id TEXT PRIMARY KEY, user TEXT NOT NULL, public_key TEXT NOT NULL, counter INTEGER NOT NULL,
    aaguid TEXT NOT NULL, model TEXT NOT NULL, label TEXT NOT NULL, transports TEXT NOT NULL,
    format TEXT NOT NULL, traced INTEGER NOT NULL, synced INTEGER NOT NULL,
    registered_ms INTEGER NOT NULL, revoked_ms INTEGER, revoked_by TEXT, revoked_reason TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX key_user ON key (user);
  CREATE TABLE identity_policy (
    one INTEGER PRIMARY KEY CHECK (one = 1), policy TEXT NOT NULL, by TEXT NOT NULL, at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE login (
    offset INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL, key TEXT, address TEXT, at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX login_at ON login (at_ms);
  CREATE TABLE break_glass (
    id TEXT PRIMARY KEY, user TEXT NOT NULL, role TEXT, reason TEXT NOT NULL,
    asked_by TEXT NOT NULL, asked_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL,
    agreed_by TEXT, agreed_ms INTEGER, ended_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  `,
  // Points fade: what orders risks at any time is kept beside the risk of the last finding.
  `
  ALTER TABLE alert ADD COLUMN rank REAL NOT NULL DEFAULT 0;
  `,
  'ALTER TABLE agent ADD COLUMN revoked_ms INTEGER;',
  `
  CREATE TABLE held_file (
    agent TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL,
    account TEXT NOT NULL, hostname TEXT NOT NULL, path TEXT NOT NULL, place TEXT NOT NULL,
    sha256 TEXT NOT NULL, rows INTEGER NOT NULL, customers INTEGER NOT NULL, held_ms INTEGER NOT NULL,
    action TEXT, decided_by TEXT, expires_ms INTEGER,
    PRIMARY KEY (agent, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX held_file_time ON held_file (held_ms);
  `,
  `
  CREATE TABLE approval (
    id TEXT PRIMARY KEY, offset INTEGER NOT NULL, person TEXT, requested_by TEXT NOT NULL,
    kind TEXT NOT NULL, ref TEXT NOT NULL, state TEXT NOT NULL, content TEXT NOT NULL, digest TEXT NOT NULL,
    people TEXT NOT NULL, officers INTEGER NOT NULL, skipped TEXT NOT NULL,
    level INTEGER NOT NULL, level_ms INTEGER NOT NULL, reminded INTEGER NOT NULL,
    remind_ms INTEGER NOT NULL, escalate_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL,
    asked_ms INTEGER NOT NULL, decided_ms INTEGER, conditions TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX approval_open ON approval (kind, ref) WHERE state IN ('waiting', 'asked_back');
  CREATE INDEX approval_ref ON approval (kind, ref);
  CREATE INDEX approval_person ON approval (person, asked_ms);
  CREATE INDEX approval_offset ON approval (offset);
  CREATE TABLE approval_answer (
    ref TEXT PRIMARY KEY, offset INTEGER NOT NULL, approval TEXT NOT NULL, by TEXT NOT NULL, role TEXT NOT NULL,
    verdict TEXT NOT NULL, reason TEXT NOT NULL, conditions TEXT, seen TEXT NOT NULL, touch TEXT,
    at_ms INTEGER NOT NULL, fate TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX approval_answer_of ON approval_answer (approval, offset);
  CREATE TABLE permit_use (
    permit TEXT NOT NULL, agent TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    PRIMARY KEY (permit, agent, sha256)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE secured (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, since_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL,
    by TEXT NOT NULL, reason TEXT NOT NULL, snapshot TEXT NOT NULL, customers TEXT NOT NULL,
    undone_ms INTEGER, undone_by TEXT, undone_reason TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX secured_person ON secured (person, since_ms);
  ALTER TABLE held_file ADD COLUMN customer_ids BLOB NOT NULL DEFAULT x'';
  CREATE INDEX account_endpoint ON account (endpoint);
  CREATE INDEX export_person ON export (person, time_ms);
  `,
]
