/** Rules that were written in the dashboard, and whether rules raise alerts: projected from the journal. */
import { createHash } from 'node:crypto'
import type { DetectionFinding } from '../../events/detection-finding.ts'
import type { RuleMode, RuleTrial } from '../../events/rule-book.ts'
import type { RuleSource } from '../../rules/engine/rule.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

export interface OwnRule {
  readonly rule: string
  readonly text: string
  readonly by: string
  readonly at_ms: number
}

export interface OwnRules {
  get(rule: string): OwnRule | undefined
  modeOf(rule: string): RuleMode
  /** What exactly this text gave on the past, where it was tried. */
  trialOf(text: string): RuleTrial | undefined
  /** Findings by the rule's name that raised no alert, of events since `from` (UTC epoch milliseconds). */
  shadowed(from: number): ReadonlyMap<string, number>
  /** Keeps the finding of a rule that is in shadow or off out of the queue, and counts it; whether it did. */
  keepsOut(finding: DetectionFinding, offset: number): boolean
  /** Whether texts of rules changed. */
  apply(decision: Decision): boolean
}

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')

/** How messages name such a rule. */
export const ownPath = (rule: string): string => `own/${rule}.yml`

/** The texts, as detection compiles them. */
export const ownSources = (database: Database): RuleSource[] =>
  database
    .prepare<[], Pick<OwnRule, 'rule' | 'text'>>('SELECT rule, text FROM own_rule')
    .all()
    .map(({ rule, text }) => ({ path: ownPath(rule), text }))

function statements(database: Database) {
  return {
    one: database.prepare<[string], OwnRule>(
      'SELECT rule, text, by, at_ms FROM own_rule WHERE rule = ?',
    ),
    members: database
      .prepare<[string], string>(
        'SELECT value FROM own_rule, json_each(own_rule.rules) WHERE rule = ?',
      )
      .pluck(),
    write: database.prepare<[string, string, string, string, number]>(
      'INSERT OR REPLACE INTO own_rule (rule, rules, text, by, at_ms) VALUES (?, ?, ?, ?, ?)',
    ),
    remove: database.prepare<[string]>('DELETE FROM own_rule WHERE rule = ?'),
    mode: database.prepare<[string], RuleMode>('SELECT mode FROM rule_mode WHERE rule = ?').pluck(),
    setMode: database.prepare<[string, string]>('INSERT OR REPLACE INTO rule_mode VALUES (?, ?)'),
    trial: database
      .prepare<[string], string>('SELECT trial FROM rule_trial WHERE sha256 = ?')
      .pluck(),
    tried: database.prepare<[string, string]>('INSERT OR REPLACE INTO rule_trial VALUES (?, ?)'),
    shadow: database.prepare<[string, string, number]>(
      'INSERT OR IGNORE INTO shadow_finding VALUES (?, ?, ?)',
    ),
    shadowed: database.prepare<[number], { rule: string; findings: number }>(
      'SELECT rule, count(*) AS findings FROM shadow_finding WHERE time_ms >= ? GROUP BY rule',
    ),
  }
}

/** Works on the projections' file; `apply` and `keepsOut` are for the projector alone. */
export function openOwnRules(database: Database): OwnRules {
  const sql = statements(database)
  const modeOf = (rule: string): RuleMode => sql.mode.get(rule) ?? 'on'
  /** A file may hold a rule and what it refers to. */
  const setMode = (rules: readonly string[], mode: RuleMode) => {
    for (const rule of rules) sql.setMode.run(rule, mode)
  }
  return {
    get: rule => sql.one.get(rule),
    modeOf,
    trialOf: text => {
      const trial = sql.trial.get(sha256Of(text))
      return trial === undefined ? undefined : JSON.parse(trial)
    },
    shadowed: from => new Map(sql.shadowed.all(from).map(({ rule, findings }) => [rule, findings])),
    keepsOut: finding => {
      const { rule } = finding.unmapped.clientkeep
      const mode = modeOf(finding.finding_info.analytic.uid)
      if (mode === 'shadow') sql.shadow.run(finding.metadata.uid, rule.name, finding.end_time)
      return mode !== 'on'
    },
    apply: ({ kind, data, by, time }) => {
      if (kind === 'rule.written') {
        sql.write.run(data.rule, JSON.stringify(data.rules), data.text, by, time)
        setMode(data.rules, data.mode)
      } else if (kind === 'rule.removed') sql.remove.run(data.rule)
      else if (kind === 'rule.mode-set')
        setMode([data.rule, ...sql.members.all(data.rule)], data.mode)
      else if (kind === 'rule.tried') sql.tried.run(data.sha256, JSON.stringify(data.trial))
      return kind === 'rule.written' || kind === 'rule.removed'
    },
  }
}
