/** Who else had somebody's files with customers, by their names, or the same removable device or phone. A hint where to look, no proof. */
import type { Directory } from '../people/directory.ts'
import type { Database } from '../store/database.ts'

/** Somebody's part in common; the time is in UTC epoch milliseconds. */
export interface Shared {
  readonly person: string
  readonly files: number
  readonly devices: number
  readonly last_at: number
}

interface Row {
  readonly account: string
  readonly endpoint: string
  readonly files: number
  readonly devices: number
  readonly last_s: number
}

const sharersMax = 8
const mine = '(SELECT value FROM json_each(@accounts))'
const hasCustomers = 'customers > 0'
const isDrive = "place IN ('removable', 'phone')"

/** Gives the function that reads it for accounts (their numbers as a JSON array) of a person. */
export function openSharers(database: Database, directory: Pick<Directory, 'resolve'>) {
  const both = database.prepare<[{ accounts: string }], Row>(
    `SELECT account.name AS account, account.endpoint, sum(files) AS files, sum(devices) AS devices,
       max(last_s) AS last_s FROM (
       SELECT account, count(DISTINCT name) AS files, 0 AS devices, max(time_s) AS last_s FROM noted
       WHERE ${hasCustomers} AND name IN (
         SELECT DISTINCT name FROM noted WHERE account IN ${mine} AND ${hasCustomers} AND name <> '')
       GROUP BY account
       UNION ALL
       SELECT account, 0, count(DISTINCT label), max(time_s) FROM noted
       WHERE ${isDrive} AND label IN (
         SELECT DISTINCT label FROM noted WHERE account IN ${mine} AND ${isDrive})
       GROUP BY account) AS part
     JOIN account ON account.id = part.account
     WHERE part.account NOT IN ${mine} GROUP BY part.account`,
  )
  return (accounts: string, person: string): readonly Shared[] => {
    const shared = new Map<string, Shared>()
    for (const { account, endpoint, files, devices, last_s } of both.all({ accounts })) {
      const id = account === '' ? undefined : directory.resolve(account, endpoint)?.id
      if (id === undefined || id === person) continue
      const known = shared.get(id)
      shared.set(id, {
        person: id,
        files: Math.max(files, known?.files ?? 0),
        devices: Math.max(devices, known?.devices ?? 0),
        last_at: Math.max(last_s * 1000, known?.last_at ?? 0),
      })
    }
    return [...shared.values()]
      .sort((one, other) => other.files + other.devices - one.files - one.devices)
      .slice(0, sharersMax)
  }
}
