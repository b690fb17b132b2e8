/** What a correlation is, as plain data, and what the correlator takes and gives. No behaviour. */
import type { EventObject } from '../event.ts'
import type { Position } from '../faults.ts'

/** Sigma's correlation types (specification 2.1). */
export const correlationTypes = [
  ...(['event_count', 'value_count', 'value_sum', 'value_avg', 'value_percentile'] as const),
  ...(['temporal', 'temporal_ordered'] as const),
] as const
export type CorrelationType = (typeof correlationTypes)[number]

/** The comparisons of a correlation's condition. */
export const comparisons = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const

/** One comparison with a number; all of a condition must hold. */
export interface Bound {
  readonly comparison: (typeof comparisons)[number]
  readonly number: number
}

/** A rule as a correlation names it: by id or by name. */
export interface Reference {
  readonly text: string
  readonly at: Position
}

/** What an alias stands for in the events of one rule. */
export interface AliasField {
  readonly rule: Reference
  readonly field: string
}

/** How far above a sample of earlier values a value must lie; exactly one of the two forms. */
export interface Deviation {
  /** Above the mean plus so many standard deviations. */
  readonly deviations?: number
  /** Above this percentile. */
  readonly percentile?: number
  readonly days: number
  /** With less history (own days, or number of peers) the correlation stays silent. */
  readonly minimum: number
}

/** A group against its own last days, or against other groups that share the value of a field; both must hold. */
export interface Baseline {
  readonly own?: Deviation
  readonly peers?: Deviation & { readonly field: string }
}

/** What one document says about its correlation; references are still texts. */
export interface CorrelationRule {
  readonly type: CorrelationType
  readonly references: readonly Reference[]
  readonly groupBy: readonly string[]
  readonly aliases: ReadonlyMap<string, readonly AliasField[]>
  readonly timespanMs: number
  readonly bounds: readonly Bound[]
  readonly fields: readonly string[]
  /** For `value_percentile`: which one; without it the value is the share of the event's value in percent. */
  readonly percentile?: number
  /** Whether the referenced rules also give findings of their own. */
  readonly generate: boolean
  readonly baseline?: Baseline
  /** Fires where the rules before the last one are not followed by the last one within the timespan. */
  readonly isAbsence: boolean
  /** After a finding the group stays silent for so long; 0 is never. */
  readonly suppressMs: number
}

/** A correlation whose references are known: what the correlator runs. */
export interface Correlation {
  /** Index in the list of all rules that was linked. */
  readonly rule: number
  /** Indexes of the referenced rules in that list, in the order of the document. */
  readonly references: readonly number[]
  /** Their hashes. */
  readonly referenceDigests: readonly string[]
  /** For each reference, the fields that stand for `groupBy`. */
  readonly groupFields: readonly (readonly string[])[]
  readonly spec: CorrelationRule
  /** Hash of what it detects, with what it refers to; state is kept under it. */
  readonly digest: string
}

/** When and which event; `time` in UTC epoch milliseconds, never ahead of the time it was received. */
export interface EventStamp {
  /** By which the caller finds the event again. */
  readonly offset: number
  readonly time: number
}

/** One firing of a correlation. */
export interface CorrelationResult {
  /** Index of the correlation's rule. */
  readonly rule: number
  /** Event time of the event that ends the window; of an absence, when the wait was over. */
  readonly time: number
  /** Event time of the first event in the window. */
  readonly startedAt: number
  /** The group-by fields that have a value. */
  readonly group: Readonly<Record<string, string>>
  /** The count, sum or other number that met the condition. */
  readonly value: number
  /** The newest events of the window, oldest first, at most `evidenceMax`. Only until the next call of the correlator. */
  offsets(): readonly number[]
}

/** Bounds of the correlator's memory; what they cut is counted. */
export interface CorrelatorLimits {
  /** Groups that each set of windows remembers. */
  readonly groupsMax: number
  /** Events that each group remembers. */
  readonly entriesPerGroupMax: number
  /** Events that each set of windows remembers. */
  readonly entriesMax: number
  /** Values of one event that `value_count` looks at. */
  readonly valuesPerEventMax: number
  /** Events that a result names. */
  readonly evidenceMax: number
}

/** What was left out, by reason, since the start. */
export interface CorrelatorCounts {
  /** Older than the group's newest event by more than the allowance. */
  tooLate: number
  /** Without a value for every group-by field. */
  withoutGroup: number
  /** Forgotten early because a limit was reached. */
  entriesCut: number
  groupsCut: number
  valuesCut: number
  /** Numbers that are none, or larger than sums can hold exactly. */
  numbersUnusable: number
  /** Findings held back by `suppress`. */
  suppressed: number
}

/** State as plain JSON. */
export interface CorrelatorState {
  readonly version: number
  readonly clock: number
  readonly parts: Readonly<Record<string, unknown>>
}

export interface CorrelatorOptions {
  readonly state?: CorrelatorState
  readonly allowedLatenessMs?: number
  readonly limits?: Partial<CorrelatorLimits>
}

/** Runs correlations over what the rules found. */
export interface Correlator {
  /** Takes the indexes of the rules that an event fired (also none: time passes); gives what fires now. */
  process(
    fired: readonly number[],
    event: EventObject,
    stamp: EventStamp,
  ): readonly CorrelationResult[]
  /** Says that event time has come to `time`; gives the absences that are certain by then. */
  advance(time: number): readonly CorrelationResult[]
  readonly counts: Readonly<CorrelatorCounts>
  snapshot(): CorrelatorState
}
