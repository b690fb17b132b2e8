/** The tables of the projections: everything in this file can be rebuilt from the journal, but sessions and links. */
import { madeAgain, type Schema } from './database.ts'
import { firstMigrations } from './first-projections.ts'

export const projectionsSchema: Schema = {
  name: 'projections',
  whenDamaged: madeAgain,
  migrations: [
    ...firstMigrations,
    `
    CREATE TABLE agent_life (
      agent TEXT PRIMARY KEY, last_ms INTEGER NOT NULL, stopped INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    `,
    `
    CREATE TABLE finding_trait (
      finding TEXT NOT NULL, alert TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (finding, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX finding_trait_alert ON finding_trait (alert);
    CREATE TABLE exclusion (
      id TEXT PRIMARY KEY, rule TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
      state TEXT NOT NULL, reason TEXT NOT NULL,
      proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL, decided_by TEXT, decided_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX exclusion_rule ON exclusion (rule, state);
    CREATE TABLE excluded_finding (
      finding TEXT PRIMARY KEY, exclusion TEXT NOT NULL, offset INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX excluded_finding_exclusion ON excluded_finding (exclusion);
    `,
    `
    CREATE TABLE gateway_hold (
      id TEXT PRIMARY KEY, person TEXT, account TEXT NOT NULL, state TEXT NOT NULL, data TEXT NOT NULL,
      held_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX gateway_hold_time ON gateway_hold (held_ms);
    CREATE TABLE export_freeze (
      person TEXT PRIMARY KEY, until_ms INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    `,
    `
    CREATE TABLE island (
      agent TEXT NOT NULL, hostname TEXT NOT NULL, account TEXT NOT NULL, path TEXT NOT NULL,
      customers INTEGER NOT NULL, size INTEGER NOT NULL, modified_ms INTEGER, seen_ms INTEGER NOT NULL,
      PRIMARY KEY (agent, path)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX island_customers ON island (customers);
    CREATE TABLE island_search (
      agent TEXT PRIMARY KEY, hostname TEXT NOT NULL, state TEXT NOT NULL,
      files INTEGER NOT NULL, done INTEGER NOT NULL, at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    `,
    // Small and capital letters of a pseudonym are one, and an import asks for each.
    `
    ALTER TABLE person ADD COLUMN marked_date TEXT;
    CREATE UNIQUE INDEX person_pseudonym ON person (pseudonym COLLATE NOCASE);
    CREATE INDEX person_leaving ON person (last_day)
      WHERE last_day IS NOT NULL OR notice_date IS NOT NULL OR marked_date IS NOT NULL;
    CREATE TABLE departure_mark (
      person TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE look_back (
      person TEXT PRIMARY KEY, asked_ms INTEGER NOT NULL, from_ms INTEGER NOT NULL,
      done_ms INTEGER, events INTEGER NOT NULL, findings INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX look_back_pending ON look_back (asked_ms) WHERE done_ms IS NULL;
    CREATE TABLE departure_closing (
      person TEXT NOT NULL, last_day TEXT NOT NULL, at_ms INTEGER NOT NULL, steps TEXT NOT NULL,
      PRIMARY KEY (person, last_day)
    ) STRICT, WITHOUT ROWID;
    `,
    `
    ALTER TABLE alert ADD COLUMN assignee TEXT;
    ALTER TABLE alert ADD COLUMN snoozed_ms INTEGER;
    ALTER TABLE alert_note ADD COLUMN what TEXT NOT NULL DEFAULT 'decided';
    CREATE INDEX alert_queue ON alert (status, rank, last_ms, person, snoozed_ms, assignee);
    `,
    `
    CREATE TABLE departure_step (
      person TEXT NOT NULL, step TEXT NOT NULL, done INTEGER NOT NULL, at_ms INTEGER NOT NULL,
      by TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (person, step)
    ) STRICT, WITHOUT ROWID;
    `,
    `
    CREATE TABLE device (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL, model TEXT NOT NULL, vendor_name TEXT,
      vendor_id TEXT, product_id TEXT, serial TEXT, quality TEXT NOT NULL, quality_reason TEXT,
      first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE device_use (
      device TEXT NOT NULL, agent TEXT NOT NULL, hostname TEXT NOT NULL, account TEXT NOT NULL,
      times INTEGER NOT NULL, last_ms INTEGER NOT NULL, present INTEGER NOT NULL,
      PRIMARY KEY (device, agent, account)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE device_name (device TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE audit (
      offset INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, by TEXT NOT NULL, kind TEXT NOT NULL,
      about TEXT NOT NULL, person TEXT, reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by ON audit (by, offset);
    CREATE INDEX audit_kind ON audit (kind, offset);
    CREATE TABLE base_import (
      offset INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, by TEXT NOT NULL, file TEXT NOT NULL,
      rows INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, refused INTEGER NOT NULL, total INTEGER NOT NULL
    ) STRICT;
    `,
    `
    CREATE TABLE case_file (
      id TEXT PRIMARY KEY, title TEXT NOT NULL, status TEXT NOT NULL, verdict TEXT,
      opened_ms INTEGER NOT NULL, opened_by TEXT NOT NULL, changed_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX case_file_changed ON case_file (changed_ms);
    CREATE TABLE case_pin (
      id TEXT PRIMARY KEY, case_file TEXT NOT NULL, at_ms INTEGER NOT NULL, by TEXT NOT NULL, note TEXT NOT NULL, pinned TEXT NOT NULL,
      removed_ms INTEGER, removed_by TEXT, removed_reason TEXT) STRICT, WITHOUT ROWID;
    CREATE INDEX case_pin_file ON case_pin (case_file);
    CREATE TABLE case_officer (case_file TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (case_file, user)) STRICT, WITHOUT ROWID;
    CREATE TABLE case_note (
      case_file TEXT NOT NULL, at_ms INTEGER NOT NULL, by TEXT NOT NULL, what TEXT NOT NULL, verdict TEXT, note TEXT NOT NULL) STRICT;
    CREATE INDEX case_note_file ON case_note (case_file, at_ms);
    `,
    `
    CREATE TABLE producer (
      name TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, added_ms INTEGER NOT NULL,
      added_by TEXT NOT NULL, revoked_ms INTEGER) STRICT, WITHOUT ROWID;
    `,
    `
    CREATE TABLE user_subject (user TEXT PRIMARY KEY, issuer TEXT NOT NULL, subject TEXT NOT NULL, UNIQUE (issuer, subject)) STRICT, WITHOUT ROWID;
    CREATE TABLE people_feed (
      feed TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, as_of_ms INTEGER NOT NULL,
      rows INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, refused INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `,
    `
    CREATE TABLE own_rule (
      rule TEXT PRIMARY KEY, rules TEXT NOT NULL, text TEXT NOT NULL, by TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE rule_mode (rule TEXT PRIMARY KEY, mode TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE rule_trial (sha256 TEXT PRIMARY KEY, trial TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE shadow_finding (finding TEXT PRIMARY KEY, rule TEXT NOT NULL, time_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `,
    'ALTER TABLE person ADD COLUMN working_hours TEXT; ALTER TABLE person ADD COLUMN zone TEXT;',
    `
    ALTER TABLE look_back ADD COLUMN bound TEXT NOT NULL DEFAULT '[]';
    `,
    `
    CREATE TABLE agent_report (
      agent TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, health TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    `,
    `
    ALTER TABLE look_back ADD COLUMN again_ms INTEGER;
    CREATE INDEX look_back_again ON look_back (again_ms) WHERE again_ms IS NOT NULL;
    ALTER TABLE alert ADD COLUMN endpoint TEXT;
    CREATE INDEX alert_subject ON alert (subject);
    `,
    // A million people are not gone through for one page.
    `
    CREATE INDEX person_department ON person (department);
    CREATE INDEX person_last_day ON person (last_day IS NULL, last_day, pseudonym);
    `,
    `
    CREATE TABLE invitation (
      user TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, until_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    `,
    'ALTER TABLE held_file ADD COLUMN unread TEXT;',
    // Nor are all accounts, for the few that nobody is bound to.
    `
    ALTER TABLE account ADD COLUMN bound INTEGER NOT NULL DEFAULT 0;
    UPDATE account SET bound = 1 WHERE EXISTS (SELECT 1 FROM alias WHERE alias = account.account)
      OR EXISTS (SELECT 1 FROM alias WHERE alias = account.account || '@' || account.endpoint);
    CREATE INDEX account_unbound ON account (last_ms) WHERE bound = 0;
    `,
    'ALTER TABLE held_file ADD COLUMN day INTEGER;',
  ],
}
