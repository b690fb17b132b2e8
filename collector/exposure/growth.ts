/** How the distinct customers that somebody has taken grew by day: by stage, and by channel. */
import type { PersonHistory } from '../../events/history.ts'
import type { ExposureStage } from '../../events/taken.ts'
import type { Database } from '../store/database.ts'
import { channelsOf } from './channels.ts'

type Growth = PersonHistory['growth']

interface DayRow {
  readonly day: number
  readonly customers: number
}

const daySeconds = 86_400
const stages = ['exported', 'staged', 'out'] as const satisfies readonly ExposureStage[]

/** Gives the function that reads it for accounts (their numbers as a JSON array). `from` in UTC epoch milliseconds, `zone` in seconds ahead of UTC. */
export function openGrowth(database: Database) {
  const added = database.prepare<[number, string, string], DayRow>(
    `SELECT (first_s + CAST(? AS INTEGER)) / ${daySeconds} AS day, count(*) AS customers FROM (
       SELECT customer, min(first_s) AS first_s FROM taken
       WHERE account IN (SELECT value FROM json_each(?))
         AND channel IN (SELECT value FROM json_each(?))
       GROUP BY customer)
     GROUP BY day ORDER BY day`,
  )
  return (accounts: string, { from, zone }: { from: number; zone: number }): Growth => {
    const of = (channels: readonly { readonly id: number }[]) =>
      added.all(zone, accounts, JSON.stringify(channels.map(({ id }) => id)))
    const byStage = stages.map(stage => of(channelsOf(stage)))
    const byChannel = stages
      .flatMap(channelsOf)
      .map(channel => ({ channel: channel.name, rows: of([channel]) }))
      .filter(({ rows }) => rows.length > 0)
    const until = (rows: readonly DayRow[], last: number) =>
      rows.reduce((sum, { day, customers }) => (day <= last ? sum + customers : sum), 0)
    const at = (day: number, time: number): Growth[number] => {
      const [exported = 0, staged = 0, out = 0] = byStage.map(rows => until(rows, day))
      const channels = byChannel.map(({ channel, rows }) => ({
        channel,
        customers: until(rows, day),
      }))
      return { time, exported, staged, out, channels }
    }
    const first = Math.floor((from / 1000 + zone) / daySeconds)
    const days = [...new Set(byChannel.flatMap(({ rows }) => rows.map(({ day }) => day)))]
      .filter(day => day >= first)
      .sort((one, other) => one - other)
    return [
      at(first - 1, from),
      ...days.map(day => at(day, Math.max(from, (day * daySeconds - zone) * 1000))),
    ]
  }
}
