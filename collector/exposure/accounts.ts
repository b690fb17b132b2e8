/**
 * The accounts of the exposure database, by whose they are now. A person's are found by their aliases: going through all accounts would cost
 * seconds in a company of a million people.
 */
import type { Directory, Person } from '../people/directory.ts'
import type { Database } from '../store/database.ts'

/** An account at an endpoint, both as `foldAlias` writes them; either may be empty. */
export interface AccountRow {
  readonly id: number
  readonly name: string
  readonly endpoint: string
}

export interface Accounts {
  get(id: number): AccountRow | undefined
  /** Accounts of this name, at any endpoint. */
  named(name: string): readonly AccountRow[]
  /** Whose an account is; undefined where nobody is bound to it, and of what no account did. */
  ownerOf(account: AccountRow): Person | undefined
  /** Accounts that are this person's now. */
  of(person: string): readonly AccountRow[]
  at(endpoint: string): readonly AccountRow[]
  all(): readonly AccountRow[]
}

/** Reads them; `directory` says whose they are. */
export function openAccounts(
  database: Database,
  directory: Pick<Directory, 'namesOf' | 'resolve'>,
): Accounts {
  const rows = 'SELECT id, name, endpoint FROM account'
  const one = database.prepare<[number], AccountRow>(`${rows} WHERE id = ?`)
  const byName = database.prepare<[string], AccountRow>(`${rows} WHERE name = ?`)
  const byEndpoint = database.prepare<[string], AccountRow>(`${rows} WHERE endpoint = ?`)
  const every = database.prepare<[], AccountRow>(rows)
  const ownerOf = ({ name, endpoint }: AccountRow) =>
    name === '' ? undefined : directory.resolve(name, endpoint)
  return {
    get: id => one.get(id),
    named: name => byName.all(name),
    ownerOf,
    of: person =>
      directory
        .namesOf(person)
        .filter(name => name !== '')
        .flatMap(name => byName.all(name))
        .filter(account => ownerOf(account)?.id === person),
    at: endpoint => byEndpoint.all(endpoint),
    all: () => every.all(),
  }
}
