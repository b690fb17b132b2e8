/** Exports of the CRM that are known: what each holds, whose it is, and which of them a file was made from. Projected from the journal. */
import type { ExportShare } from '../../events/detection-finding.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import { unpackManifest } from './manifest.ts'
import { type ExportIndex, indexExports, matchExports, type Sighted } from './match.ts'

/** An export without its rows. */
export interface ExportHead {
  readonly number: number
  /** The file's or report's name. */
  readonly name: string
  /** What saw it: `file`, `gateway`, the connector's name. */
  readonly source: string
  /** Id of the person whose it was; null where that is not known. */
  readonly person: string | null
  readonly by: string
  readonly sha256: string
  readonly time_ms: number
  readonly rows: number
  readonly distinct_customers: number
}

export interface Exports {
  get(number: number): ExportHead | undefined
  /** Ids of the customers of an export, ascending; none where there is no such export. */
  customers(number: number): Uint32Array
  /** The newest first. */
  list(limit: number): readonly ExportHead[]
  /** Those of one person since a time, the newest first. */
  of(person: string, since: number): readonly ExportHead[]
  total(): number
  /** The export that this very file was registered as, for the same person. */
  same(sha256: string, person: string | null): ExportHead | undefined
  /** The number of the next one. */
  nextNumber(): number
  /** Which exports the customers of a file come from, the likeliest first; `matchExports`. */
  match(customers: Uint32Array, sighted: Sighted): readonly ExportShare[]
  apply(decision: Decision): void
}

interface Row extends ExportHead {
  readonly customers: string
}

const head = 'number, name, source, person, by, sha256, time_ms, rows, distinct_customers'

/** Works on the projections' file, read-only or not; writes are for the projector alone. */
export function openExports(database: Database): Exports {
  const sql = {
    get: database.prepare<[number], ExportHead>(`SELECT ${head} FROM export WHERE number = ?`),
    rows: database.prepare<[number], Row>(
      `SELECT ${head}, customers FROM export WHERE number > ? ORDER BY number`,
    ),
    customers: database
      .prepare<[number], string>('SELECT customers FROM export WHERE number = ?')
      .pluck(),
    list: database.prepare<[number], ExportHead>(
      `SELECT ${head} FROM export ORDER BY number DESC LIMIT ?`,
    ),
    of: database.prepare<[string, number], ExportHead>(
      `SELECT ${head} FROM export WHERE person = ? AND time_ms >= ? ORDER BY number DESC`,
    ),
    total: database.prepare<[], number>('SELECT count(*) FROM export').pluck(),
    last: database.prepare<[], number>('SELECT coalesce(max(number), 0) FROM export').pluck(),
    same: database.prepare<[string, string | null], ExportHead>(
      `SELECT ${head} FROM export WHERE sha256 = ? AND person IS ?`,
    ),
  }
  const insert = database.readonly
    ? undefined
    : database.prepare<Row>(
        `INSERT INTO export (${head}, customers) VALUES (@number, @name, @source, @person, @by,
           @sha256, @time_ms, @rows, @distinct_customers, @customers)`,
      )
  let index: ExportIndex = indexExports([])
  const last = () => sql.last.get() ?? 0

  /** Exports are added, never changed. */
  function current(): ExportIndex {
    const known = index.exports.at(-1)?.number ?? 0
    if (last() === known) return index
    const added = sql.rows.all(known).map(({ customers, time_ms, ...row }) => ({
      ...row,
      time: time_ms,
      ...unpackManifest(customers),
    }))
    index = indexExports([...index.exports, ...added])
    return index
  }

  return {
    get: number => sql.get.get(number),
    customers: number => unpackManifest(sql.customers.get(number) ?? '').customers,
    list: limit => sql.list.all(limit),
    of: (person, since) => sql.of.all(person, since),
    total: () => sql.total.get() ?? 0,
    same: (sha256, person) => sql.same.get(sha256, person),
    nextNumber: () => last() + 1,
    match: (customers, sighted) =>
      customers.length === 0 ? [] : matchExports(customers, current(), sighted),
    apply: decision => {
      if (decision.kind !== 'export.registered') return
      const { number, customers, ...data } = decision.data
      // Two nodes may have given the same number at the same time: the later one in the journal moves up.
      const own = sql.get.get(number) ? last() + 1 : number
      insert?.run({
        ...data,
        number: own,
        customers,
        by: decision.by,
        time_ms: decision.time,
        distinct_customers: unpackManifest(customers).customers.length,
      })
    },
  }
}
