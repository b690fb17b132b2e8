/**
 * How many different customers somebody looked at in a day, a week and a month: what the journal's events say, and what was seen since and
 * is on its way there. A restart forgets nothing, as everything that was counted here is in the journal.
 */
import { openAccounts } from '../exposure/accounts.ts'
import { type Directory, foldAlias } from '../people/directory.ts'
import type { Database } from '../store/database.ts'
import type { Spent } from './policy.ts'

export interface Budget {
  /** Counts customers that an account looked at, at `time` (UTC epoch milliseconds). */
  spend(account: string, customers: Uint32Array, time: number): void
  of(account: string, time: number): Spent
}

const dayMs = 86_400_000
const spans = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs } as const

interface Row {
  readonly customer: number
  readonly last_s: number
}

interface Parts {
  readonly directory: Pick<Directory, 'resolve' | 'namesOf'>
  /** Whether everything that was journaled before this start has been recorded. */
  readonly isCaughtUp: () => boolean
}

/** Reads what was recorded from the exposure database, once for each account. */
export function openBudget(database: Database, { directory, isCaughtUp }: Parts): Budget {
  const accounts = openAccounts(database, directory)
  const recorded = database.prepare<[string, number], Row>(
    `SELECT customer, max(last_s) AS last_s FROM viewed
     WHERE account IN (SELECT value FROM json_each(?)) AND last_s > ? GROUP BY customer`,
  )
  /** When each customer was last looked at, in seconds, by whom it is. */
  const seen = new Map<string, Map<number, number>>()
  const loaded = new Set<string>()

  const ownerOf = (account: string): string | undefined => directory.resolve(account, '')?.id
  const keyOf = (account: string): string => ownerOf(account) ?? `account:${foldAlias(account)}`

  function load(account: string, time: number): Map<number, number> {
    const [key, owner] = [keyOf(account), ownerOf(account)]
    const names = owner === undefined ? [foldAlias(account)] : directory.namesOf(owner)
    const own = names
      .filter(name => keyOf(name) === key)
      .flatMap(accounts.named)
      .map(({ id }) => id)
    const since = Math.floor((time - spans.month) / 1000)
    const rows = recorded.all(JSON.stringify(own), since)
    return new Map(rows.map(({ customer, last_s }) => [customer, last_s]))
  }

  function lookedAt(account: string, time: number): Map<number, number> {
    const key = keyOf(account)
    const known = seen.get(key) ?? new Map<number, number>()
    seen.set(key, known)
    if (loaded.has(key)) return known
    if (isCaughtUp()) loaded.add(key)
    for (const [id, last] of load(account, time)) known.set(id, Math.max(last, known.get(id) ?? 0))
    return known
  }

  return {
    spend(account, customers, time) {
      const known = lookedAt(account, time)
      const seconds = Math.floor(time / 1000)
      for (const id of customers) known.set(id, Math.max(seconds, known.get(id) ?? 0))
    },
    of(account, time) {
      const spent = { day: 0, week: 0, month: 0 }
      const known = lookedAt(account, time)
      for (const [id, last] of known) {
        const age = time - last * 1000
        if (age >= spans.month) known.delete(id)
        else {
          spent.month += 1
          if (age < spans.week) spent.week += 1
          if (age < spans.day) spent.day += 1
        }
      }
      return spent
    },
  }
}
