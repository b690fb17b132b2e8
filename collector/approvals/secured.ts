/** People who are secured, and who was before. Projected from the journal; each time ends by itself. */
import Value from 'typebox/value'
import { Snapshot } from '../../events/securing.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

/** One time that a person was secured. Times are UTC epoch milliseconds. */
export interface SecuredRow {
  readonly id: string
  readonly person: string
  readonly since: number
  readonly until: number
  readonly by: string
  readonly reason: string
  readonly snapshot: Snapshot
  readonly undone_at: number | null
  readonly undone_by: string | null
  readonly undone_reason: string | null
}

export interface Secured {
  get(id: string): SecuredRow | undefined
  /** The one in force for a person: exports are frozen, everything takes an approval of two. */
  of(person: string, time: number): SecuredRow | undefined
  /** All in force. */
  active(time: number): readonly SecuredRow[]
  /** The newest first. */
  list(limit: number): readonly SecuredRow[]
  /** Ids of the customers that were taken by then, as `packManifest` packs them. */
  customers(id: string): string
  /** Gives true where endpoints must hear of it. */
  apply(decision: Decision): boolean
}

type Packed = Omit<SecuredRow, 'snapshot'> & { readonly snapshot: string }

const columns = `id, person, since_ms AS since, until_ms AS until, by, reason, snapshot,
  undone_ms AS undone_at, undone_by, undone_reason`

const rowOf = (row: Packed): SecuredRow => ({
  ...row,
  snapshot: Value.Parse(Snapshot, JSON.parse(row.snapshot)),
})

/** Works on the projections' file; writes are for the projector alone. */
export function openSecured(database: Database): Secured {
  const get = database.prepare<[string], Packed>(`SELECT ${columns} FROM secured WHERE id = ?`)
  const current = database.prepare<[string, number], Packed>(
    `SELECT ${columns} FROM secured WHERE person = ? AND undone_ms IS NULL AND until_ms > ?
       ORDER BY until_ms DESC LIMIT 1`,
  )
  const active = database.prepare<[number], Packed>(
    `SELECT ${columns} FROM secured WHERE undone_ms IS NULL AND until_ms > ?`,
  )
  const list = database.prepare<[number], Packed>(
    `SELECT ${columns} FROM secured ORDER BY since_ms DESC LIMIT ?`,
  )
  const customers = database
    .prepare<[string], string>('SELECT customers FROM secured WHERE id = ?')
    .pluck()
  const add = database.prepare<[string, string, number, number, string, string, string, string]>(
    `INSERT INTO secured (id, person, since_ms, until_ms, by, reason, snapshot, customers)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  )
  const undo = database.prepare<[number, string, string, string]>(
    'UPDATE secured SET undone_ms = ?, undone_by = ?, undone_reason = ? WHERE id = ? AND undone_ms IS NULL',
  )
  const found = (row: Packed | undefined) => row && rowOf(row)
  return {
    get: id => found(get.get(id)),
    of: (person, time) => found(current.get(person, time)),
    active: time => active.all(time).map(rowOf),
    list: limit => list.all(limit).map(rowOf),
    customers: id => customers.get(id) ?? '',
    apply: ({ kind, data, by, time }) => {
      if (kind === 'person.secured') {
        const texts = [JSON.stringify(data.snapshot), data.customers] as const
        add.run(data.id, data.person, time, data.until, by, data.reason, ...texts)
      } else if (kind === 'person.unsecured') undo.run(time, by, data.reason, data.id)
      else return false
      return true
    },
  }
}
