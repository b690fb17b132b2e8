/** What events say beside detection, applied to the projections: which accounts are at work where, and how agents are. */
import type { Agents } from './agents/registry.ts'
import type { Approvals } from './approvals/approvals.ts'
import type { EventFacts } from './detect/facts.ts'
import type { Devices } from './devices/devices.ts'
import type { HeldFiles } from './held/held-files.ts'
import type { Islands } from './islands/islands.ts'
import type { Directory } from './people/directory.ts'
import { type Database, inTransaction, makeRoom } from './store/database.ts'

/** At once; they lie all over the table of a large company. */
const manyAccounts = 100

export interface FactsProjection {
  /** Everything up to here is in. */
  readonly offset: number
  apply(facts: EventFacts): void
}

interface Parts {
  readonly directory: Directory
  readonly agents: Agents
  readonly heldFiles: HeldFiles
  readonly islands: Islands
  readonly devices: Devices
  readonly approvals: Pick<Approvals, 'applyEvent'>
  /** Called where the set-up page has news. */
  readonly changed: () => void
}

export function openFactsProjection(
  database: Database,
  { directory, agents, heldFiles, islands, devices, approvals, changed }: Parts,
): FactsProjection {
  const load = database.prepare<[], { offset: number }>(
    'SELECT events_offset AS offset FROM projected',
  )
  const save = database.prepare<[number]>('UPDATE projected SET events_offset = ?')
  let reached = load.get()?.offset ?? 0

  return {
    get offset() {
      return reached
    },
    apply: ({ offset, accounts, health, holds, ...facts }) => {
      if (offset <= reached) return
      let isNews = false
      if (accounts.length >= manyAccounts) makeRoom(database)
      inTransaction(database, 'projections', () => {
        for (const { account, hostname, ...seen } of accounts)
          isNews = directory.sawAccount(account, hostname, seen) || isNews
        for (const { event, source } of health) isNews = agents.applyHealth(event, source) || isNews
        for (const { event, source } of holds)
          isNews =
            heldFiles.applyEvent(event, source) || approvals.applyEvent(event, source) || isNews
        for (const { event, source } of facts.islands) islands.applyEvent(event, source)
        for (const { event, source } of facts.devices)
          isNews = devices.applyEvent(event, source) || isNews
        save.run(offset)
      })
      reached = offset
      if (isNews) changed()
    },
  }
}
