/** What holds on the event at hand: predicates that fired and the rules that have a witness among them. Marks of earlier events expire by number, so nothing is cleared between events. */
import type { Sink } from './automaton.ts'

/** What a value means: predicates that fire on it, and rules of which one is a witness. */
export interface Entry {
  readonly fired: Int32Array
  readonly rules: Int32Array
}

const nothing = new Int32Array()
/** An entry of which nothing follows. */
export const noEntry: Entry = { fired: nothing, rules: nothing }
const epochMax = 2_000_000_000

/** Marks over predicates and rules, both numbered from 0. */
export class Marks implements Sink {
  /** The number of the event at hand; what is stamped with it holds. */
  epoch = 0
  readonly stamps: Int32Array
  /** How often each predicate fired, while that is counted. */
  readonly counts: Int32Array
  isCounting = true
  readonly candidates: Int32Array
  candidateCount = 0
  readonly #ruleStamps: Int32Array
  #witnessed: readonly Int32Array[] = []

  constructor(predicates: number, rules: number) {
    this.stamps = new Int32Array(predicates)
    this.counts = new Int32Array(predicates)
    this.candidates = new Int32Array(rules)
    this.#ruleStamps = new Int32Array(rules)
  }

  /** Sets the rules that each predicate is a witness of. */
  watch(rulesOf: readonly (readonly number[])[]): void {
    this.#witnessed = rulesOf.map(rules => (rules.length > 0 ? Int32Array.from(rules) : nothing))
  }

  /** Starts the next event; `rules` are candidates whatever it holds. True where all stamps were taken back. */
  begin(rules: Int32Array): boolean {
    const isWorn = ++this.epoch > epochMax
    if (isWorn) {
      this.epoch = 1
      this.stamps.fill(0)
      this.#ruleStamps.fill(0)
    }
    this.candidateCount = 0
    for (let i = 0; i < rules.length; i++) this.#propose(rules[i] ?? 0)
    return isWorn
  }

  #propose(rule: number): void {
    if (this.#ruleStamps[rule] === this.epoch) return
    this.#ruleStamps[rule] = this.epoch
    this.candidates[this.candidateCount++] = rule
  }

  /** Marks predicates that have been found right now. */
  fire(ids: Int32Array): void {
    const { stamps, epoch } = this
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0
      if (stamps[id] === epoch) continue
      stamps[id] = epoch
      if (this.isCounting) this.counts[id] = (this.counts[id] ?? 0) + 1
      const rules = this.#witnessed[id] ?? nothing
      for (let j = 0; j < rules.length; j++) this.#propose(rules[j] ?? 0)
    }
  }

  /** Marks what a value is known to mean. */
  apply({ fired, rules }: Entry): void {
    const { stamps, epoch } = this
    for (let i = 0; i < fired.length; i++) stamps[fired[i] ?? 0] = epoch
    if (this.isCounting) {
      for (let i = 0; i < fired.length; i++) {
        const id = fired[i] ?? 0
        this.counts[id] = (this.counts[id] ?? 0) + 1
      }
    }
    for (let i = 0; i < rules.length; i++) this.#propose(rules[i] ?? 0)
  }

  /** The entry for predicates, each given once. */
  entryOf(ids: readonly number[]): Entry {
    if (ids.length === 0) return noEntry
    const rules = new Set<number>()
    for (const id of ids) for (const rule of this.#witnessed[id] ?? nothing) rules.add(rule)
    return {
      fired: Int32Array.from(ids),
      rules: rules.size > 0 ? Int32Array.from(rules) : nothing,
    }
  }
}
