/** Gathers what events say beside detection: accounts at work, and the health that agents tell. Counted over many events, so that telling it is cheap. */
import { classUid } from '../../events/ocsf.ts'
import type { AnyEvent } from './any-event.ts'
import { accountOf } from './enrich.ts'

interface SeenAccount {
  readonly account: string
  readonly hostname: string
  events: number
  /** Of the newest event, UTC epoch milliseconds. */
  time: number
}

/** What was gathered of events up to `offset`. */
export interface EventFacts {
  readonly offset: number
  readonly accounts: readonly SeenAccount[]
  readonly health: readonly { readonly source: string; readonly event: AnyEvent }[]
  /** Events of files that were held, warned of, released or refused. */
  readonly holds: readonly { readonly source: string; readonly event: AnyEvent }[]
  /** Devices that came or went. */
  readonly devices: readonly { readonly source: string; readonly event: AnyEvent }[]
  /** Files at rest, and how far the search for them is. */
  readonly islands: readonly { readonly source: string; readonly event: AnyEvent }[]
}

/** Told after so many events at the latest: told once each, they would cost more than detection does. */
const eventsMax = 20_000

const isOfHealth = ({ class_uid }: AnyEvent): boolean =>
  class_uid === classUid.applicationError || class_uid === classUid.applicationLifecycle

const isOfInventory = (event: AnyEvent): boolean =>
  event.class_uid === classUid.scanActivity ||
  (event.class_uid === classUid.fileActivity &&
    'activity_name' in event &&
    event.activity_name === 'Inventory')

/** Gathers from events after `from`; those before were told already. */
export function gatherFacts(from: number) {
  let told = from
  let accounts = new Map<string, SeenAccount>()
  let health: { source: string; event: AnyEvent }[] = []
  let holds: { source: string; event: AnyEvent }[] = []
  let gathered = 0
  let islands: { source: string; event: AnyEvent }[] = []
  let devices: { source: string; event: AnyEvent }[] = []
  return {
    /** Whether it should be told now: a good deal of it, or anything where no more events wait. */
    isDue: (isCaughtUp: boolean): boolean => gathered >= (isCaughtUp ? 1 : eventsMax),
    add: (event: AnyEvent, { offset, source }: { offset: number; source: string }): void => {
      if (offset <= told) return
      gathered += 1
      const { class_uid, device, time } = event
      // Of their health and of what they hold and found, agents speak for themselves.
      const isProduced = source.startsWith('producer:')
      if (!isProduced && isOfHealth(event)) health.push({ source, event })
      if (!isProduced && class_uid === classUid.fileActivity && 'disposition_id' in event)
        holds.push({ source, event })
      if (!isProduced && class_uid === classUid.peripheralActivity) devices.push({ source, event })
      if (!isProduced && isOfInventory(event)) islands.push({ source, event })
      const account = accountOf(event)
      if (account === undefined || !device) return
      const { hostname } = device
      const key = `${account}\n${hostname}`
      const before = accounts.get(key)
      if (before) {
        before.events += 1
        before.time = Math.max(before.time, time)
      } else accounts.set(key, { account, hostname, events: 1, time: Math.max(0, time) })
    },
    /** Undefined where there is nothing to tell. */
    take: (offset: number): EventFacts | undefined => {
      gathered = 0
      const lists = { health, holds, islands, devices }
      const isEmpty = Object.values(lists).every(({ length }) => length === 0)
      if (accounts.size === 0 && isEmpty) return undefined
      const facts = { offset, accounts: [...accounts.values()], ...lists }
      told = Math.max(told, offset)
      accounts = new Map()
      health = []
      holds = []
      islands = []
      devices = []
      return facts
    },
  }
}
