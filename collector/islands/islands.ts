/** Files at rest that hold customers, on all endpoints, and how far each endpoint's search is. Projected from events; the files stay where they are. */
import Value from 'typebox/value'
import { ScanActivity } from '../../events/at-rest.ts'
import { FileActivity } from '../../events/file-activity.ts'
import type { CustomerBase } from '../customers/base.ts'
import { recognised } from '../detect/enrich.ts'
import type { Database } from '../store/database.ts'

export interface IslandRow {
  readonly agent: string
  readonly hostname: string
  readonly account: string
  readonly path: string
  /** Customers of the base in it. */
  readonly customers: number
  readonly size: number
  readonly modified_ms: number | null
  readonly seen_ms: number
}

export interface SearchRow {
  readonly agent: string
  readonly hostname: string
  readonly state: string
  readonly files: number
  readonly done: number
  readonly at_ms: number
}

export interface Islands {
  /** Those with the most customers first. */
  list(): readonly IslandRow[]
  searches(): readonly SearchRow[]
  applyEvent(event: unknown, agent: string): boolean
}

/** Works on the projections' file; writes are for the projection of events alone. */
export function openIslands(database: Database, base: Pick<CustomerBase, 'recognise'>): Islands {
  const list = database.prepare<[], IslandRow>(
    `SELECT island.* FROM island JOIN agent ON agent.id = island.agent
     WHERE agent.revoked_ms IS NULL ORDER BY customers DESC, path`,
  )
  const searches = database.prepare<[], SearchRow>('SELECT * FROM island_search ORDER BY hostname')
  const see = database.prepare<IslandRow>(
    `INSERT INTO island VALUES (@agent, @hostname, @account, @path, @customers, @size, @modified_ms, @seen_ms)
     ON CONFLICT (agent, path) DO UPDATE SET account = excluded.account, customers = excluded.customers,
       size = excluded.size, modified_ms = excluded.modified_ms, seen_ms = excluded.seen_ms
       WHERE excluded.seen_ms >= seen_ms`,
  )
  const forget = database.prepare<[string, string]>(
    'DELETE FROM island WHERE agent = ? AND path = ?',
  )
  const search = database.prepare<SearchRow>(
    `INSERT INTO island_search VALUES (@agent, @hostname, @state, @files, @done, @at_ms)
     ON CONFLICT (agent) DO UPDATE SET hostname = excluded.hostname, state = excluded.state,
       files = excluded.files, done = excluded.done, at_ms = excluded.at_ms`,
  )

  function applyFile(event: FileActivity, agent: string): boolean {
    const { file, device, actor, time, unmapped } = event
    const { scan } = unmapped.clientkeep
    const customers = scan ? recognised(base, scan).customers.length : 0
    if (customers === 0) return forget.run(agent, file.path).changes > 0
    see.run({
      ...{ agent, customers, path: file.path, hostname: device.hostname },
      account: actor.user.name,
      size: file.size ?? 0,
      modified_ms: file.modified_time ?? null,
      seen_ms: time,
    })
    return true
  }

  return {
    list: () => list.all(),
    searches: () => searches.all(),
    applyEvent: (event, agent) => {
      if (Value.Check(ScanActivity, event)) {
        const { state, files, done } = event.unmapped.clientkeep.inventory
        const { hostname } = event.device
        search.run({ agent, hostname, state, files, done, at_ms: event.time })
        return true
      }
      if (!Value.Check(FileActivity, event)) return false
      return event.activity_name === 'Inventory' && applyFile(event, agent)
    },
  }
}
