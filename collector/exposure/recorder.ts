/** Writes exposure: one row per account, channel and customer, with the journal offset that it reached, in one transaction. The detection thread's alone. */
import { limits } from '../../events/limits.ts'
import type { SeenEvent } from '../../events/seen-event.ts'
import { foldAlias } from '../people/directory.ts'
import { type Database, inTransaction } from '../store/database.ts'
import { channelOfEvent, isView } from './channels.ts'
import { type Noted, openNoteWriter } from './notes.ts'

/** One event with the customers that were confirmed in it. */
export interface Sighting {
  readonly offset: number
  readonly event: SeenEvent
  readonly customers: Uint32Array
}

/** What was seen on the way to an offset. */
interface Seen {
  readonly sightings: readonly Sighting[]
  readonly noted: readonly Noted[]
}

export interface ExposureRecorder {
  /** Everything up to here is in. */
  readonly offset: number
  /** Records what was seen on the way to `offset`; what was recorded before is passed over. */
  record(seen: Seen, offset: number): void
}

/** Indexes change the same pages again and again; written back seldom, each costs once. 32 MB of log. */
const pagesBetweenWriteBacks = 8000
/** Those of some thousand accounts at work stay in memory, in kB; read from the system for each event they would cost more than all the rest. */
const cacheKb = 8192

/** Opens the write side of an exposure database. */
export function openExposureRecorder(database: Database): ExposureRecorder {
  database.pragma(`wal_autocheckpoint = ${pagesBetweenWriteBacks}`)
  database.pragma(`cache_size = -${cacheKb}`)
  const load = database.prepare<[], { offset: number }>('SELECT offset FROM progress')
  const save = database.prepare<[number]>('UPDATE progress SET offset = ?')
  const add = database.prepare<[string, string]>(
    'INSERT INTO account (name, endpoint) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const find = database
    .prepare<[string, string], number>('SELECT id FROM account WHERE name = ? AND endpoint = ?')
    .pluck()
  const take = database.prepare<[number, number, number, number, number, number]>(
    `INSERT INTO taken VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       first_s = min(first_s, excluded.first_s), last_s = max(last_s, excluded.last_s)`,
  )
  const look = database.prepare<[number, number, number]>(
    `INSERT INTO viewed VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last_s = max(last_s, excluded.last_s)`,
  )
  const note = openNoteWriter(database)
  let reached = load.get()?.offset ?? 0
  /** Numbers of accounts; they are never removed. */
  const numbers = new Map<string, number>()
  function accountOf(account: string, hostname: string): number {
    const key = `${account}\n${hostname}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    const [name, endpoint] = [foldAlias(account), foldAlias(hostname)]
    add.run(name, endpoint)
    const number = find.get(name, endpoint) ?? 0
    if (numbers.size >= limits.rememberedAccountsMax) numbers.clear()
    numbers.set(key, number)
    return number
  }

  function recordOne({ offset, event, customers }: Sighting): void {
    const channel = channelOfEvent(event)
    const isSeen = isView(event)
    if ((!channel && !isSeen) || customers.length === 0) return
    const account = accountOf(event.actor.user.name, event.device?.hostname ?? '')
    const seconds = Math.floor(event.time / 1000)
    if (isSeen) for (const customer of customers) look.run(account, customer, seconds)
    if (!channel) return
    for (const customer of customers)
      take.run(account, channel.id, customer, seconds, seconds, offset)
  }

  return {
    get offset() {
      return reached
    },
    record: ({ sightings, noted }, offset) => {
      if (offset <= reached) return
      inTransaction(database, 'exposure', () => {
        for (const sighting of sightings) if (sighting.offset > reached) recordOne(sighting)
        for (const each of noted) if (each.offset > reached) note(each, accountOf)
        save.run(offset)
      })
      reached = offset
    },
  }
}
