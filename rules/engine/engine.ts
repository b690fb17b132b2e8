/** Runs compiled rules over events. Pure: no clock, no I/O; which event comes from where is told by `describe`. */
import { Fault } from '../../events/fault.ts'
import type { Detection } from './detection.ts'
import type { EventObject } from './event.ts'
import type { Logsource, Rule } from './rule.ts'

/** A rule with what the engine runs for it. */
export interface Program {
  readonly rule: Rule
  readonly detection: Detection
}

/** Rules that passed `compileRules`. */
export interface CompiledRules {
  readonly rules: readonly Rule[]
  /** Hash of all rule texts. */
  readonly digest: string
  /** For the engine only. */
  readonly programs: readonly Program[]
}

/** What the engine has to know about an event; `time` is the event's, in UTC epoch milliseconds. */
export interface EventDescription {
  readonly uid: string
  readonly time: number
  readonly logsource: Logsource
}

/** State between events as plain JSON, by rule digest; what is in it is the engine's affair. */
export interface EngineState {
  readonly version: number
  readonly rules: Readonly<Record<string, unknown>>
}

/** One rule that fired. */
export interface Match {
  readonly rule: Rule
  /** Event time of the event that completed it. */
  readonly time: number
  /** Event time of the first event behind it. */
  readonly startedAt: number
  /** The group-by fields of a correlation; empty for a detection. */
  readonly group: Readonly<Record<string, string>>
  readonly eventUids: readonly string[]
  /** The predicates that matched, in words. */
  readonly reasons: readonly string[]
}

export interface Engine {
  /** Matches that the event completes, in the order of the rules. */
  process(event: EventObject): readonly Match[]
  /** Everything that later matches depend on; `createEngine` takes it back. */
  snapshot(): EngineState
}

export interface EngineOptions {
  readonly describe: (event: EventObject) => EventDescription
  readonly state?: EngineState
}

const stateVersion = 1

const isFrom = (rule: Logsource, event: Logsource): boolean =>
  (rule.product === undefined || rule.product === event.product) &&
  (rule.category === undefined || rule.category === event.category) &&
  (rule.service === undefined || rule.service === event.service)

/** An engine over `compiled`. State of rules that changed or are gone is dropped. */
export function createEngine(compiled: CompiledRules, { describe, state }: EngineOptions): Engine {
  if (state && state.version !== stateVersion) {
    throw new Fault(
      'ERR_DATA_NEWER',
      `the detection state has version ${state.version}, this engine reads ${stateVersion}: rebuild`,
    )
  }
  return {
    process(event) {
      const { uid, time, logsource } = describe(event)
      return compiled.programs
        .filter(
          ({ rule, detection }) => isFrom(rule.logsource, logsource) && detection.matches(event),
        )
        .map(({ rule, detection }) => ({
          rule,
          time,
          startedAt: time,
          group: {},
          eventUids: [uid],
          reasons: detection.reasons(event),
        }))
    },
    // Single-event detections remember nothing.
    snapshot: () => ({ version: stateVersion, rules: {} }),
  }
}
