/** The statements of cases over the projections. */
import type { CaseNote } from '../../events/cases.ts'
import type { Database } from '../store/database.ts'
import type { CaseRow, PinRow } from './cases.ts'

export function caseStatements(database: Database) {
  return {
    list: database.prepare<[string, string, number], CaseRow>(
      "SELECT * FROM case_file WHERE ? = '' OR status = ? ORDER BY changed_ms DESC LIMIT ?",
    ),
    one: database.prepare<[string], CaseRow>('SELECT * FROM case_file WHERE id = ?'),
    old: database.prepare<[number, number], { id: string }>(
      "SELECT id FROM case_file WHERE status = 'closed' AND changed_ms < ? LIMIT ?",
    ),
    of: database.prepare<[string], CaseRow>(
      `SELECT * FROM case_file WHERE id IN
         (SELECT case_file FROM case_pin WHERE json_extract(pinned, '$.person') = ?) ORDER BY opened_ms`,
    ),
    pins: database.prepare<[string], PinRow>('SELECT * FROM case_pin WHERE case_file = ?'),
    officers: database
      .prepare<[string], string>('SELECT user FROM case_officer WHERE case_file = ? ORDER BY user')
      .pluck(),
    notes: database.prepare<[string], CaseNote>(
      'SELECT at_ms AS at, by, what, verdict, note FROM case_note WHERE case_file = ? ORDER BY at_ms, rowid',
    ),
    open: database.prepare<[string, string, number, string, number]>(
      `INSERT INTO case_file (id, title, status, verdict, opened_ms, opened_by, changed_ms)
       VALUES (?, ?, 'in_progress', NULL, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ),
    touch: database.prepare<[number, string]>('UPDATE case_file SET changed_ms = ? WHERE id = ?'),
    decide: database.prepare<[string, string | null, string]>(
      'UPDATE case_file SET status = ?, verdict = ? WHERE id = ?',
    ),
    pin: database.prepare<[string, string, number, string, string, string]>(
      `INSERT INTO case_pin (id, case_file, at_ms, by, note, pinned) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ),
    unpin: database.prepare<[number, string, string, string, string]>(
      `UPDATE case_pin SET removed_ms = ?, removed_by = ?, removed_reason = ?
       WHERE id = ? AND case_file = ? AND removed_ms IS NULL`,
    ),
    join: database.prepare<[string, string]>(
      'INSERT INTO case_officer VALUES (?, ?) ON CONFLICT DO NOTHING',
    ),
    leave: database.prepare<[string, string]>(
      'DELETE FROM case_officer WHERE case_file = ? AND user = ?',
    ),
    addNote: database.prepare<[string, number, string, string, string | null, string]>(
      'INSERT INTO case_note (case_file, at_ms, by, what, verdict, note) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    forget: [
      'DELETE FROM case_pin WHERE case_file = ?',
      'DELETE FROM case_officer WHERE case_file = ?',
      'DELETE FROM case_note WHERE case_file = ?',
      'DELETE FROM case_file WHERE id = ?',
    ].map(text => database.prepare<[string]>(text)),
  }
}
