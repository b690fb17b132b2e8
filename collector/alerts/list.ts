/** The rows of the queue: of a status, by words and assignee, a page at a time; and how many there are of each status. */
import type { AlertList } from '../../events/api.ts'
import type { Viewer } from '../people/viewer.ts'
import type { Database } from '../store/database.ts'
import type { WorkedRow } from './alerts.ts'

/** `snoozed`: put aside until a time, or until more comes. */
export type QueueStatus = 'open' | 'watched' | 'closed' | 'snoozed'

export interface AlertFilter {
  /** Words, all of them somewhere in the row or its person. */
  readonly q?: string
  /** A user, or `none` for nobody. */
  readonly assignee?: string
  /** Rows to pass over. */
  readonly from?: number
}

type Counted = Pick<AlertList, 'counts' | 'total'>
type Rows = Counted & { readonly rows: readonly WorkedRow[] }

const escaped = (word: string): string => word.replaceAll(/[\\%_]/g, char => `\\${char}`)

const queueOf = `CASE WHEN status IN ('closed', 'watched') THEN status
  WHEN snoozed_ms > @now THEN 'snoozed' ELSE 'open' END`

/** The WHERE for words and assignee with its values. */
function whereOf({ q = '', assignee }: AlertFilter) {
  const words = q.split(/\s+/).filter(Boolean).slice(0, 10)
  const values = Object.fromEntries(
    words.map((word, index) => [`word${index}`, `%${escaped(word)}%`]),
  )
  const parts = words.map(
    (_, index) => `(headline LIKE @word${index} ESCAPE '\\' OR places LIKE @word${index} ESCAPE '\\'
      OR addends LIKE @word${index} ESCAPE '\\' OR person IN (SELECT id FROM person
        WHERE pseudonym || ' ' || coalesce(title, '') || ' ' || coalesce(department, '')
          LIKE @word${index} ESCAPE '\\'))`,
  )
  if (assignee === 'none') parts.push('assignee IS NULL')
  else if (assignee !== undefined) parts.push('assignee = @assignee')
  return {
    sql: ['1', ...parts].join(' AND '),
    values: { ...values, ...(assignee !== undefined && { assignee }) },
  }
}

/** Reads the list; the highest risk first. What a viewer may not see is neither there nor counted. */
export function openAlertList(database: Database, now: () => number) {
  const counts = database.prepare<
    { now: number },
    { queue: string; status: string; person: string | null; count: number }
  >(
    `SELECT ${queueOf} AS queue, status, person, count(*) AS count FROM alert
     GROUP BY queue, status, person`,
  )

  const one = database.prepare<[string], WorkedRow>('SELECT * FROM alert WHERE id = ?')

  return (status: QueueStatus, limit: number, viewer: Viewer, filter: AlertFilter): Rows => {
    const seen = counts.all({ now: now() }).filter(({ person }) => viewer.sees(person))
    const count = (is: (row: (typeof seen)[number]) => boolean) =>
      seen.filter(is).reduce((sum, row) => sum + row.count, 0)
    const sums = {
      watched: count(({ queue }) => queue === 'watched'),
      new: count(row => row.queue === 'open' && row.status === 'new'),
      in_progress: count(row => row.queue === 'open' && row.status === 'in_progress'),
      closed: count(({ queue }) => queue === 'closed'),
      snoozed: count(({ queue }) => queue === 'snoozed'),
    }
    const isFiltered = filter.q !== undefined || filter.assignee !== undefined
    const all = count(({ queue }) => queue === status)
    if (limit === 0) return { rows: [], counts: sums, total: all }
    const where = whereOf(filter)
    const ids: string[] = []
    const values = { ...where.values, now: now(), status }
    let [passed, matching] = [0, 0]
    const found = database
      .prepare<typeof values, Pick<WorkedRow, 'id' | 'person'>>(
        // An index has all of this, so that rows with many customers are not read to be passed over.
        `SELECT id, person FROM alert WHERE ${queueOf} = @status AND ${where.sql}
         ORDER BY rank DESC, last_ms DESC`,
      )
      .iterate(values)
    for (const row of found) {
      if (!viewer.sees(row.person)) continue
      matching += 1
      if (passed < (filter.from ?? 0)) passed += 1
      else if (ids.length < limit) ids.push(row.id)
      else if (!isFiltered) break
    }
    const rows = ids.flatMap(id => one.get(id) ?? [])
    return { rows, counts: sums, total: isFiltered ? matching : all }
  }
}
