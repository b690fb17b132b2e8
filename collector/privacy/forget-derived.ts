/** Deletes from projections and exposure what was derived about one person. A replay of the journal, which holds nothing of them any more, gives the same. */
import { type Database, inTransaction } from '../store/database.ts'
import type { Known } from './known.ts'

/** Tables with a column that holds a person's id. */
const ofPerson = [
  'reveal',
  'secured',
  'gateway_hold',
  'export_freeze',
  'export',
  'departure_mark',
  'departure_step',
  'departure_closing',
  'look_back',
] as const

const ofAlert = ['finding', 'alert_file', 'finding_trait', 'alert_note'] as const

function forgetProjected(
  { person, alerts, accounts, pins, cases }: Known,
  database: Database,
): void {
  const run = (sql: string, ...values: readonly string[]) => database.prepare(sql).run(...values)
  const approvals = 'SELECT id FROM approval WHERE person = ?'
  for (const table of ofPerson) run(`DELETE FROM ${table} WHERE person = ?`, person.id)
  run(`DELETE FROM approval_answer WHERE approval IN (${approvals})`, person.id)
  run(`DELETE FROM permit_use WHERE permit IN (${approvals})`, person.id)
  run('DELETE FROM approval WHERE person = ?', person.id)
  for (const id of alerts) {
    run(
      'DELETE FROM excluded_finding WHERE finding IN (SELECT id FROM finding WHERE alert = ?)',
      id,
    )
    for (const table of ofAlert) run(`DELETE FROM ${table} WHERE alert = ?`, id)
    run('DELETE FROM alert WHERE id = ?', id)
  }
  for (const id of pins) run('DELETE FROM case_pin WHERE id = ?', id)
  for (const id of cases) {
    for (const table of ['case_pin', 'case_officer', 'case_note'])
      run(`DELETE FROM ${table} WHERE case_file = ?`, id)
    run('DELETE FROM case_file WHERE id = ?', id)
  }
  for (const { account, endpoint } of accounts) {
    for (const table of ['held_file', 'island', 'device_use'])
      run(
        `DELETE FROM ${table} WHERE lower(account) = ? AND lower(hostname) = ?`,
        account,
        endpoint,
      )
    run('DELETE FROM account WHERE account = ? AND endpoint = ?', account, endpoint)
  }
  run('DELETE FROM person WHERE id = ?', person.id)
}

/** The row of an account stays without its name: detection may hold its number. */
function forgetTaken({ accounts, aliases }: Known, database: Database): void {
  const own = new Set(accounts.map(({ account, endpoint }) => `${account}\n${endpoint}`))
  const rows = database
    .prepare<[], { id: number; name: string; endpoint: string }>(
      'SELECT id, name, endpoint FROM account',
    )
    .all()
    .filter(
      ({ name, endpoint }) =>
        own.has(`${name}\n${endpoint}`) || (endpoint === '' && aliases.has(name)),
    )
  for (const { id } of rows) {
    for (const table of ['taken', 'viewed', 'noted'])
      database.prepare<[number]>(`DELETE FROM ${table} WHERE account = ?`).run(id)
    database
      .prepare<[string, number]>('UPDATE account SET name = ? WHERE id = ?')
      .run(`deleted ${id}`, id)
  }
}

/** Deletes, and writes the files anew where older versions of rows may lie between the pages. */
export function forgetDerived(
  known: Known,
  { projections, exposure }: { readonly projections: Database; readonly exposure: Database },
): void {
  inTransaction(projections, 'projections', () => forgetProjected(known, projections))
  projections.exec('VACUUM')
  exposure.pragma('secure_delete = ON')
  inTransaction(exposure, 'exposure', () => forgetTaken(known, exposure))
  for (const database of [projections, exposure]) database.pragma('wal_checkpoint(TRUNCATE)')
}
