/** Who decided what and when, to page through: projected from the journal. The proof that none is missing is the chain; retention's gaps are gaps here too. */
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

export interface AuditRow {
  readonly offset: number
  readonly at_ms: number
  readonly by: string
  readonly kind: Decision['kind']
  /** What it is about, in words or by id; empty where that is a person, or nothing. */
  readonly about: string
  readonly person: string | null
  readonly reason: string
}

export interface AuditQuery {
  /** Entries before this offset. */
  readonly before: number
  readonly limit: number
  readonly by: string | null
  /** Kinds that begin with this: `policy`. */
  readonly kind: string | null
}

export interface AuditLog {
  /** The newest first. */
  list(query: AuditQuery): readonly AuditRow[]
  get(offset: number): AuditRow | undefined
  total(): number
  /** Who is in it, by name. */
  authors(): readonly string[]
  /** The parts of kinds before the dot. */
  areas(): readonly string[]
  apply(decision: Decision, offset: number): void
}

/** Fields that say what a decision is about; the first that is there. */
const subjects = [
  'file',
  'to',
  'user',
  'label',
  'channel',
  'rule',
  'export',
  'number',
  'alert',
  'agent',
  'device',
  'key',
  'id',
] as const

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 300) : ''

function aboutOf({ kind, data }: Decision): Pick<AuditRow, 'about' | 'person' | 'reason'> {
  const fields: Readonly<Record<string, unknown>> = { ...data }
  const isPerson = kind === 'person.set'
  const person = text(isPerson ? fields.id : fields.person)
  const name = subjects.find(each => text(fields[each]) !== '')
  const about = isPerson || name === undefined ? '' : text(fields[name])
  return { about, person: person === '' ? null : person, reason: text(fields.reason) }
}

/** Works on the projections' file; writes are for the projector alone. */
export function openAuditLog(database: Database): AuditLog {
  const list = database.prepare<AuditQuery, AuditRow>(
    `SELECT * FROM audit WHERE offset < @before AND (@by IS NULL OR by = @by)
       AND (@kind IS NULL OR kind >= @kind || '.' AND kind < @kind || '/') ORDER BY offset DESC LIMIT @limit`,
  )
  const get = database.prepare<[number], AuditRow>('SELECT * FROM audit WHERE offset = ?')
  const total = database.prepare<[], number>('SELECT count(*) FROM audit').pluck()
  const authors = database
    .prepare<[], string>('SELECT DISTINCT by FROM audit ORDER BY by LIMIT 500')
    .pluck()
  const areas = database
    .prepare<[], string>(
      `SELECT DISTINCT substr(kind, 1, instr(kind, '.') - 1) AS area FROM audit ORDER BY area`,
    )
    .pluck()
  const add = database.prepare<AuditRow>(
    'INSERT OR IGNORE INTO audit VALUES (@offset, @at_ms, @by, @kind, @about, @person, @reason)',
  )
  const drop = database.prepare<[string]>(
    'DELETE FROM audit WHERE offset IN (SELECT value FROM json_each(?))',
  )
  return {
    list: query => list.all(query),
    get: offset => get.get(offset),
    total: () => total.get() ?? 0,
    authors: () => authors.all(),
    areas: () => areas.all(),
    apply: (decision, offset) => {
      const { kind, by, time } = decision
      add.run({ offset, at_ms: time, by, kind, ...aboutOf(decision) })
      if (kind === 'retention.applied' || kind === 'person.forgotten')
        drop.run(JSON.stringify(decision.data.decisions))
    },
  }
}
