/** Files that endpoints hold: what is in them, who decided what. Projected from events and decisions; the files themselves are at the endpoint, encrypted. */
import Value from 'typebox/value'
import { FileActivity } from '../../events/file-activity.ts'
import { limits } from '../../events/limits.ts'
import type { HoldPermit } from '../../events/permit.ts'
import type { Unread } from '../../events/scan.ts'
import type { CustomerBase } from '../customers/base.ts'
import { packIds, unpackIds } from '../detect/customer-ids.ts'
import { recognised } from '../detect/enrich.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

/** `held` waits for a decision; `deciding`: one was made and the endpoint has not carried it out yet. */
export interface HeldRow {
  readonly agent: string
  readonly id: string
  readonly state: string
  readonly account: string
  readonly hostname: string
  readonly path: string
  readonly place: string
  readonly sha256: string
  readonly rows: number
  readonly customers: number
  /** Customers that the account took within a day, with those in it, where it is held for that. */
  readonly day: number | null
  /** Why it was not searched to its end, where it is held for that too. */
  readonly unread: Unread | null
  readonly held_ms: number
  readonly action: 'release' | 'refuse' | null
  readonly decided_by: string | null
  readonly expires_ms: number | null
}

export interface HeldFiles {
  /** The newest first. */
  list(limit: number): readonly HeldRow[]
  /** By its number, which is unique unless two endpoints chose the same. */
  find(id: string): HeldRow | undefined
  /** Ids of the customers in a held file, ascending. */
  customers(agent: string, id: string): Uint32Array
  /** What an approval decided on a hold: carried out until `until`. */
  settle(
    hold: { readonly agent: string; readonly id: string },
    decided: { readonly action: 'release' | 'refuse'; readonly by: string; readonly until: number },
  ): void
  /** What an endpoint is to carry out now. */
  permits(agent: string, now: number): readonly HoldPermit[]
  applyEvent(event: unknown, agent: string): boolean
  apply(decision: Decision): void
}

const columns =
  'agent, id, state, account, hostname, path, place, sha256, rows, customers, day, unread, held_ms, action, decided_by, expires_ms'

/** States that an event may bring a hold into, by what the endpoint says of it. */
const shown: Readonly<Record<string, string>> = {
  held: 'held',
  blocked: 'blocked',
  released: 'released',
  refused: 'refused',
  failed: 'failed',
}

/** Works on the projections' file; writes are for the projector alone. */
export function openHeldFiles(
  database: Database,
  base: Pick<CustomerBase, 'recognise'>,
): HeldFiles {
  const list = database.prepare<[number], HeldRow>(
    `SELECT ${columns} FROM held_file ORDER BY held_ms DESC LIMIT ?`,
  )
  const find = database.prepare<[string], HeldRow>(
    `SELECT ${columns} FROM held_file WHERE id = ? ORDER BY held_ms DESC LIMIT 1`,
  )
  const due = database.prepare<[string, number, number], HeldRow>(
    `SELECT ${columns} FROM held_file WHERE agent = ? AND action IS NOT NULL AND expires_ms > ?
       AND state NOT IN ('released', 'refused') ORDER BY held_ms LIMIT ?`,
  )
  const idsOf = database
    .prepare<[string, string], Buffer>(
      'SELECT customer_ids FROM held_file WHERE agent = ? AND id = ?',
    )
    .pluck()
  const see = database.prepare<
    Omit<HeldRow, 'action' | 'decided_by' | 'expires_ms'> & { readonly customer_ids: Buffer }
  >(
    `INSERT INTO held_file (agent, id, state, account, hostname, path, place, sha256, rows, customers, day, unread, held_ms, customer_ids)
       VALUES (@agent, @id, @state, @account, @hostname, @path, @place, @sha256, @rows, @customers, @day, @unread, @held_ms, @customer_ids)
       ON CONFLICT (agent, id) DO UPDATE SET state = excluded.state`,
  )
  const decide = database.prepare<[string, string, number, string, string]>(
    'UPDATE held_file SET action = ?, decided_by = ?, expires_ms = ? WHERE agent = ? AND id = ?',
  )
  return {
    list: limit => list.all(limit),
    find: id => find.get(id),
    customers: (agent, id) => unpackIds(idsOf.get(agent, id) ?? Buffer.alloc(0)),
    settle: ({ agent, id }, { action, by, until }) => {
      decide.run(action, by, until, agent, id)
    },
    permits: (agent, now) =>
      due.all(agent, now, limits.permitsMax).flatMap(row =>
        row.action === null || row.expires_ms === null
          ? []
          : [
              {
                hold: row.id,
                agent,
                action: row.action,
                sha256: row.sha256,
                rows_max: row.rows,
                target: row.path,
                exp: Math.floor(row.expires_ms / 1000),
              },
            ],
      ),
    applyEvent: (event, agent) => {
      if (!Value.Check(FileActivity, event)) return false
      const { hold, place, scan } = event.unmapped.clientkeep
      const state = hold && shown[hold.state]
      if (!hold || state === undefined) return false
      see.run({
        agent,
        id: hold.id,
        state,
        account: event.actor.user.name,
        hostname: event.device.hostname,
        path: event.file.path,
        place: place.label,
        sha256: event.file.hashes?.[0]?.value ?? '',
        rows: hold.rows,
        customers: hold.customers,
        day: hold.day ?? null,
        unread: hold.unread ?? null,
        held_ms: event.time,
        customer_ids: packIds(scan ? recognised(base, scan).customers : new Uint32Array()),
      })
      return true
    },
    apply: decision => {
      if (decision.kind !== 'hold.decided') return
      const { agent, hold, action, until } = decision.data
      decide.run(action, decision.by, until, agent, hold)
    },
  }
}
