/** Exclusions: findings of a rule that raise no alert because of a trait, once a second person agreed. Projected from the journal. */
import type { DetectionFinding } from '../../events/detection-finding.ts'
import type { Exclusion, ExclusionState, Trait } from '../../events/tuning.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import { traitsOf } from './traits.ts'

export interface Exclusions {
  /** The newest first. */
  list(): readonly Exclusion[]
  get(id: string): Exclusion | undefined
  /** One that is proposed or in force for the same. */
  same(rule: string, trait: Trait): Exclusion | undefined
  /** Keeps the finding out where an exclusion in force says so, and counts it; whether it did. */
  keepsOut(finding: DetectionFinding, offset: number): boolean
  apply(decision: Decision): void
}

interface Row {
  readonly id: string
  readonly rule: string
  readonly kind: Trait['kind']
  readonly value: string
  readonly state: ExclusionState
  readonly reason: string
  readonly proposed_by: string
  readonly proposed_at: number
  readonly decided_by: string | null
  readonly decided_at: number | null
  readonly kept_out: number
}

const columns =
  'id, rule, kind, value, state, reason, proposed_by, proposed_at, decided_by, decided_at, (SELECT count(*) FROM excluded_finding WHERE exclusion = id) AS kept_out'

const toExclusion = ({ kind, value, ...row }: Row): Exclusion => ({
  ...row,
  trait: { kind, value },
})

const stateAfter = { accept: 'in force', refuse: 'refused', withdraw: 'withdrawn' } as const
const mayCome: Readonly<Record<keyof typeof stateAfter, ExclusionState>> = {
  accept: 'proposed',
  refuse: 'proposed',
  withdraw: 'in force',
}

/** Works on the projections' file; writes are for the projector alone. */
export function openExclusions(database: Database): Exclusions {
  const list = database.prepare<[], Row>(
    `SELECT ${columns} FROM exclusion ORDER BY proposed_at DESC, id`,
  )
  const get = database.prepare<[string], Row>(`SELECT ${columns} FROM exclusion WHERE id = ?`)
  const same = database.prepare<[string, string, string], Row>(
    `SELECT ${columns} FROM exclusion WHERE rule = ? AND kind = ? AND value = ? AND state IN ('proposed', 'in force')`,
  )
  const inForce = database.prepare<[string], { id: string; kind: string; value: string }>(
    "SELECT id, kind, value FROM exclusion WHERE rule = ? AND state = 'in force'",
  )
  const propose = database.prepare(
    `INSERT OR IGNORE INTO exclusion (id, rule, kind, value, state, reason, proposed_by, proposed_at)
       VALUES (?, ?, ?, ?, 'proposed', ?, ?, ?)`,
  )
  const decide = database.prepare<[string, string, number, string, string]>(
    'UPDATE exclusion SET state = ?, decided_by = ?, decided_at = ? WHERE id = ? AND state = ?',
  )
  const keep = database.prepare<[string, string, number]>(
    'INSERT OR IGNORE INTO excluded_finding (finding, exclusion, offset) VALUES (?, ?, ?)',
  )
  const found = (row: Row | undefined) => row && toExclusion(row)
  return {
    list: () => list.all().map(toExclusion),
    get: id => found(get.get(id)),
    same: (rule, { kind, value }) => found(same.get(rule, kind, value)),
    keepsOut(finding, offset) {
      const rows = inForce.all(finding.unmapped.clientkeep.rule.name)
      if (rows.length === 0) return false
      const traits = traitsOf(finding)
      const row = rows.find(({ kind, value }) =>
        traits.some(trait => trait.kind === kind && trait.value === value),
      )
      if (!row) return false
      keep.run(finding.metadata.uid, row.id, offset)
      return true
    },
    apply(decision) {
      if (decision.kind === 'exclusion.proposed') {
        const { id, rule, trait, reason } = decision.data
        propose.run(id, rule, trait.kind, trait.value, reason, decision.by, decision.time)
      }
      if (decision.kind === 'exclusion.decided') {
        const { id, action } = decision.data
        decide.run(stateAfter[action], decision.by, decision.time, id, mayCome[action])
      }
    },
  }
}
