/** Copies of customers: how many files with how many of them each account wrote to which kind of place, as they were confirmed when they were seen. */
import { classUid } from '../../events/ocsf.ts'
import type { Database } from '../store/database.ts'

/** Copies of one account to one kind of place with the same number of customers. */
export interface CopyRow {
  readonly account: string
  readonly endpoint: string
  readonly place: string
  readonly customers: number
  readonly copies: number
}

/** Gives the function that reads those since a time (UTC epoch milliseconds). */
export function openCopies(database: Database): (since: number) => readonly CopyRow[] {
  // The few with customers, not all events of that time.
  const rows = database.prepare<[number], CopyRow>(
    `SELECT account.name AS account, account.endpoint, place, customers, count(*) AS copies
     FROM noted INDEXED BY noted_copies JOIN account ON account.id = noted.account
     WHERE customers > 0 AND time_s >= ? AND class = ${classUid.fileActivity} AND place IS NOT NULL
       AND activity IN ('Create', 'Update', 'Rename')
     GROUP BY noted.account, place, customers`,
  )
  return since => rows.all(Math.floor(since / 1000))
}
