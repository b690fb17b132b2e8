/** Canary customers: who got which. They are customers to the filter and to recognising, and to nothing else. */
import type { Database } from '../store/database.ts'
import type { CustomerRecord } from './record.ts'

/** For which export and person a canary was made; either may be null. */
export interface CanaryOwner {
  readonly export: number | null
  /** Id of the person. */
  readonly person: string | null
}

/** What a row about it shows. */
export type ShownCustomer = Omit<CustomerRecord, 'identity' | 'numbers'>

/** A canary as it is listed. */
export interface Canary extends CanaryOwner {
  /** Id in the base. */
  readonly id: number
  readonly time_ms: number
  readonly shown: ShownCustomer
}

export interface CanaryTable {
  has(id: number): boolean
  total(): number
  /** `shown` is all that a row of it shows; the customer beside it has what it is recognised by. */
  add(id: number, owner: CanaryOwner, time: number, shown: ShownCustomer): void
  get(id: number): CanaryOwner | undefined
  /** Says which export these went out in, once it has its number. */
  wentOut(ids: readonly number[], number: number): void
  /** The newest first. */
  list(limit: number): readonly Canary[]
  /** Id of the canary with this e-mail address. */
  byAddress(email: string): number | undefined
  /** Whether one of these e-mail addresses is a canary's. */
  owns(emails: readonly string[]): boolean
}

/** The table of canaries, beside the customers. */
export const canaryTable = `
  CREATE TABLE canary (
    customer INTEGER PRIMARY KEY REFERENCES customer (id) ON DELETE CASCADE,
    email TEXT NOT NULL UNIQUE,
    export INTEGER, person TEXT, time_ms INTEGER NOT NULL,
    shown TEXT NOT NULL
  ) STRICT;`

/** Opens the table; what other connections add is seen at once. */
export function openCanaryTable(database: Database): CanaryTable {
  const sql = {
    ids: database.prepare<[], number>('SELECT customer FROM canary').pluck(),
    get: database.prepare<[number], CanaryOwner>(
      'SELECT export, person FROM canary WHERE customer = ?',
    ),
    add: database.readonly
      ? undefined
      : database.prepare<[number, number, number | null, string | null, number, string]>(
          `INSERT INTO canary (customer, email, export, person, time_ms, shown)
           VALUES (?, (SELECT emails ->> 0 FROM customer WHERE id = ?), ?, ?, ?, ?)`,
        ),
    wentOut: database.readonly
      ? undefined
      : database.prepare<[number, string]>(
          'UPDATE canary SET export = ? WHERE customer IN (SELECT value FROM json_each(?))',
        ),
    list: database.prepare<[number], Omit<Canary, 'shown'> & { readonly shown: string }>(
      `SELECT customer AS id, export, person, time_ms, shown FROM canary
       ORDER BY customer DESC LIMIT ?`,
    ),
    owns: database.prepare<[string], number>('SELECT customer FROM canary WHERE email = ?').pluck(),
  }
  let ids = new Set(sql.ids.all())
  let version = dataVersion()
  function dataVersion(): unknown {
    return database.pragma('data_version', { simple: true })
  }

  function current(): ReadonlySet<number> {
    const now = dataVersion()
    if (now !== version) ids = new Set(sql.ids.all())
    version = now
    return ids
  }

  return {
    has: id => ids.has(id),
    total: () => current().size,
    add(id, owner, time, shown) {
      sql.add?.run(id, id, owner.export, owner.person, time, JSON.stringify(shown))
      ids.add(id)
    },
    get: id => sql.get.get(id),
    wentOut: (given, number) => {
      sql.wentOut?.run(number, JSON.stringify(given))
    },
    list: limit => sql.list.all(limit).map(row => ({ ...row, shown: JSON.parse(row.shown) })),
    byAddress: email => sql.owns.get(email),
    owns: emails => current().size > 0 && emails.some(email => sql.owns.get(email) !== undefined),
  }
}
