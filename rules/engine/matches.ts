/** What the engine hands out when a rule fires. Words and evidence are worked out when they are read: most readers count. */
import { assert } from '../../events/fault.ts'
import type { Detection } from './ast.ts'
import type { Correlation, CorrelationResult } from './correlation/correlation.ts'
import { correlationReasons } from './correlation-words.ts'
import type { EventView } from './event.ts'
import { reasonsOf } from './explain.ts'
import type { Rule } from './rule.ts'

/** One rule that fired. */
export interface Match {
  readonly rule: Rule
  /** Event time of the event that completed it. */
  readonly time: number
  /** Event time of the first event behind it. */
  readonly startedAt: number
  /** The group-by fields of a correlation; empty for a detection. */
  readonly group: Readonly<Record<string, string>>
  /** The events behind it. Of a correlation the newest of its window; to be read before the engine gets its next event. */
  readonly offsets: readonly number[]
  /** The predicates that matched, in words. */
  readonly reasons: readonly string[]
}

const noGroup = {}

/** A detection that holds on one event. */
export class DetectionMatch implements Match {
  readonly rule: Rule
  readonly time: number
  readonly group: Readonly<Record<string, string>> = noGroup
  readonly #offset: number
  readonly #detection: Detection
  readonly #view: EventView

  constructor(
    rule: Rule,
    detection: Detection,
    { offset, time, view }: { offset: number; time: number; view: EventView },
  ) {
    this.rule = rule
    this.time = time
    this.#offset = offset
    this.#detection = detection
    this.#view = view
  }

  get startedAt(): number {
    return this.time
  }

  get offsets(): readonly number[] {
    return [this.#offset]
  }

  get reasons(): readonly string[] {
    return reasonsOf(this.#detection, this.#view)
  }
}

/** A correlation whose condition holds; `turn` counts the engine's events. */
export class CorrelationMatch implements Match {
  readonly rule: Rule
  readonly #result: CorrelationResult
  readonly #told: CorrelationTold
  readonly #at: number

  constructor(rule: Rule, result: CorrelationResult, told: CorrelationTold) {
    this.rule = rule
    this.#result = result
    this.#told = told
    this.#at = told.turn()
  }

  get time(): number {
    return this.#result.time
  }

  get startedAt(): number {
    return this.#result.startedAt
  }

  get group(): Readonly<Record<string, string>> {
    return this.#result.group
  }

  get offsets(): readonly number[] {
    assert(this.#told.turn() === this.#at, 'evidence is read before the next event')
    return this.#result.offsets()
  }

  get reasons(): readonly string[] {
    const { correlation, titles } = this.#told
    return correlationReasons(correlation.spec, titles, this.#result.value)
  }
}

/** What all matches of one correlation share. */
export interface CorrelationTold {
  readonly correlation: Correlation
  /** Titles of the referenced rules, quoted. */
  readonly titles: readonly string[]
  /** How many events the engine has processed. */
  readonly turn: () => number
}
