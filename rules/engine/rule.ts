/** What a compiled rule says about itself. How it detects stays inside the engine. */
import type { Severity } from '../../events/ocsf.ts'
import type { EventObject } from './event.ts'

/** A rule file as text; `path` is only used in messages. */
export interface RuleSource {
  readonly path: string
  readonly text: string
}

/** Sigma's log source: each part that a rule names must equal the event's. */
export interface Logsource {
  readonly product?: string
  readonly category?: string
  readonly service?: string
}

/** Sigma's `status` values. */
export const ruleStatuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const
type RuleStatus = (typeof ruleStatuses)[number]

/** Events in order, each with a time, and how many findings the rule must give on them; dotted keys are already expanded. */
export interface RuleTest {
  readonly name: string
  readonly line: number
  readonly events: readonly EventObject[]
  readonly expect: number
}

/** A rule: metadata, runbook and tests of one Sigma document. */
export interface Rule {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly status: RuleStatus
  readonly level: Severity
  readonly tags: readonly string[]
  readonly falsepositives: readonly string[]
  readonly logsource: Logsource
  /** Points for the risk score of the person, 1 to 20. */
  readonly points: number
  /** Markdown; empty where the rule brings none. */
  readonly runbook: string
  readonly tests: readonly RuleTest[]
  readonly path: string
  readonly line: number
  /** Hash of what the rule detects (id, log source, detection): state of a changed rule starts anew. */
  readonly digest: string
}
