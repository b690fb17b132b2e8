/** Who a person is to all records: the names and numbers that lead to them. */
import { Fault } from '../../events/fault.ts'
import type { Users } from '../identity/users.ts'
import { type Directory, foldAlias, type Person, type SeenAccount } from '../people/directory.ts'
import type { Holds } from '../people/holds.ts'
import type { Database } from '../store/database.ts'

/** A person with everything that other records call them or theirs by. */
export interface Known {
  readonly person: Person
  /** Small letters; the e-mail address is one of them. */
  readonly aliases: ReadonlySet<string>
  readonly accounts: readonly SeenAccount[]
  /** Alerts on them, or on an account of theirs from before it was bound. */
  readonly alerts: readonly string[]
  /** Journal offsets of the findings behind them. */
  readonly findings: ReadonlySet<number>
  /** Ids of alerts, approvals, held files, held exports, pins and cases that are theirs. */
  readonly theirs: ReadonlySet<string>
  /** Pins of them in cases, and cases that hold no other pin. */
  readonly pins: readonly string[]
  readonly cases: readonly string[]
  /** Their sign-in to the dashboard. */
  readonly user: string | undefined
}

/** Of whom a pin is. */
const pinOf = "json_extract(pinned, '$.person')"

/** The first column of what a query finds. */
const idsOf = (database: Database, sql: string, ...values: readonly string[]): string[] =>
  database
    .prepare<string[], string>(sql)
    .pluck()
    .all(...values)

/** Reads it from the projections. */
export function knownOf(
  person: Person,
  parts: { readonly projections: Database; readonly directory: Directory; readonly users: Users },
): Known {
  const { projections, directory, users } = parts
  const aliases = new Set([person.email, ...directory.aliases(person.id)].map(foldAlias))
  const accounts = directory.accountsOf(new Set([person.id]))
  const ofPerson = (table: string) =>
    idsOf(projections, `SELECT id FROM ${table} WHERE person = ?`, person.id)
  const ofAccount = ({ account, endpoint }: SeenAccount) => ({
    files: idsOf(
      projections,
      'SELECT id FROM held_file WHERE lower(account) = ? AND lower(hostname) = ?',
      ...[account, endpoint],
    ),
    alerts: idsOf(
      projections,
      'SELECT id FROM alert WHERE person IS NULL AND lower(account) IN (?, ?)',
      ...[account, `${account}@${endpoint}`],
    ),
  })
  const atWork = accounts.map(ofAccount)
  const alerts = [...ofPerson('alert'), ...atWork.flatMap(work => work.alerts)]
  const findings = projections
    .prepare<[string], number>(
      'SELECT offset FROM finding WHERE alert IN (SELECT value FROM json_each(?))',
    )
    .pluck()
    .all(JSON.stringify(alerts))
  const pins = idsOf(projections, `SELECT id FROM case_pin WHERE ${pinOf} = ?`, person.id)
  const cases = idsOf(
    projections,
    `SELECT case_file FROM case_pin GROUP BY case_file HAVING min(${pinOf} IS ?)`,
    person.id,
  )
  const theirs = ['approval', 'gateway_hold', 'secured', 'reveal'].flatMap(ofPerson)
  return {
    ...{ person, aliases, accounts, alerts, pins, cases, findings: new Set(findings) },
    theirs: new Set([
      ...alerts,
      ...theirs,
      ...pins,
      ...cases,
      ...atWork.flatMap(work => work.files),
    ]),
    user: users.ofPerson(person.id)?.id,
  }
}

/** Throws Fault ERR_CONFLICT where a legal hold or an open request keeps the person. */
export function needFree(
  { person }: Known,
  { holds, projections }: { readonly holds: Holds; readonly projections: Database },
): void {
  if (holds.has(person.id))
    throw new Fault(
      'ERR_CONFLICT',
      `${person.pseudonym} is on a legal hold: nothing of them is deleted before it is lifted (clientkeep holds)`,
    )
  const isWaiting = [
    `SELECT id FROM approval WHERE person = ? AND state IN ('waiting', 'asked_back')`,
    `SELECT id FROM gateway_hold WHERE person = ? AND state = 'held'`,
    `SELECT case_file FROM case_pin JOIN case_file ON case_file.id = case_file
     WHERE ${pinOf} = ? AND status <> 'closed'`,
  ].some(sql => idsOf(projections, sql, person.id).length > 0)
  if (isWaiting)
    throw new Fault(
      'ERR_CONFLICT',
      `a case or a request of ${person.pseudonym} is open: close or decide it first`,
    )
}
