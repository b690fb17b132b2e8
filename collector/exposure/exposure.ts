/** Reads exposure: which distinct customers a person has taken, by stage and channel. A person's accounts are those that the directory binds to them now. */
import type { Exposure, ExposureChannel } from '../../events/taken.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { Exports } from '../exports/exports.ts'
import type { Directory } from '../people/directory.ts'
import { shareOut } from '../people/owners.ts'
import type { Database } from '../store/database.ts'
import { openAccounts } from './accounts.ts'
import { type Channel, channelOf } from './channels.ts'

/** Distinct customers of one person, with when and where. */
export type Taken = Omit<Exposure, 'person'>

export interface Exposures {
  /** What a person has taken; all zero where nothing was seen. */
  of(person: string): Taken
  /** Ids of the distinct customers, ascending, out of one channel or all. */
  customers(person: string, channel?: Channel['name']): Uint32Array
}

interface Row {
  readonly channel: number
  readonly customers: number
  readonly first: number
  readonly last: number
}

/** Works on the exposure database, read-only. */
export function openExposures(
  database: Database,
  { base, directory, exports }: { base: CustomerBase; directory: Directory; exports: Exports },
): Exposures {
  const accounts = openAccounts(database, directory)
  const inAccounts = 'account IN (SELECT value FROM json_each(?))'
  const byChannel = database.prepare<[string], Row>(
    `SELECT channel, count(DISTINCT customer) AS customers,
       min(first_s) * 1000 AS first, max(last_s) * 1000 AS last
     FROM taken WHERE ${inAccounts} GROUP BY channel ORDER BY customers DESC`,
  )
  const distinct = database
    .prepare<[string, string], number>(
      `SELECT DISTINCT customer FROM taken
       WHERE ${inAccounts} AND channel IN (SELECT value FROM json_each(?)) ORDER BY customer`,
    )
    .pluck()

  /** Accounts that are this person's now, as JSON for the statements. */
  const accountsOf = (person: string): string =>
    JSON.stringify(accounts.of(person).map(({ id }) => id))

  const idsOf = (accountIds: string, channels: readonly Channel[]): Uint32Array =>
    Uint32Array.from(distinct.all(accountIds, JSON.stringify(channels.map(({ id }) => id))))

  function of(person: string): Taken {
    const accountIds = accountsOf(person)
    const rows = byChannel.all(accountIds).flatMap(({ channel: id, ...row }) => {
      const channel = channelOf(id)
      return channel ? [{ channel, ...row }] : []
    })
    const used = rows.map(({ channel }) => channel)
    const all = idsOf(accountIds, used)
    const stage = (name: Channel['stage']) =>
      idsOf(
        accountIds,
        used.filter(channel => channel.stage === name),
      ).length
    const shares = shareOut(all, { base, directory, person })
    const total = base.total()
    return {
      exports: [...exports.match(all, { person, base: total })],
      base: total,
      customers: all.length,
      share_percent: total === 0 ? 0 : Math.round((all.length / total) * 1000) / 10,
      ...shares,
      stages: { exported: stage('exported'), staged: stage('staged'), out: stage('out') },
      channels: rows.map(
        ({ channel, customers, first, last }): ExposureChannel => ({
          channel: channel.name,
          stage: channel.stage,
          customers,
          first_at: first,
          last_at: last,
        }),
      ),
    }
  }

  return {
    // Of one moment: detection may write between two statements.
    of: person => database.transaction(() => of(person))(),
    customers: (person, name) => {
      const accountIds = accountsOf(person)
      const wanted = byChannel
        .all(accountIds)
        .flatMap(({ channel }) => channelOf(channel) ?? [])
        .filter(channel => name === undefined || channel.name === name)
      return idsOf(accountIds, wanted)
    },
  }
}
