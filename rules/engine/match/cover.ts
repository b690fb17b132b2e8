/** Chooses for each rule the predicates of which one must hold for the rule to hold: only rules with such a witness are looked at. */
import type { Logic } from '../logic.ts'
import type { Needle, Predicate } from './predicates.ts'

/** Predicates of which one holds wherever the rule does, and how often that is to be expected. */
export interface Cover {
  readonly witnesses: readonly number[]
  readonly cost: number
}

/** How often each predicate is expected to hold, from 0 to 1. */
export type Weights = (predicate: number) => number

/** Longer texts are rarer, ends rarer than middles. */
function needleWeight({ text, atStart, atEnd }: Needle): number {
  const shape = atStart && atEnd ? 0.02 : atStart || atEnd ? 0.1 : 0.5
  return shape * Math.exp(-text.length / 6)
}

/** A guess from the rules alone: what many rules ask for is common in events. */
export function guessWeight(predicate: Predicate, uses: number): number {
  if (predicate.kind !== 'texts') return 1
  const weight = predicate.needles.reduce((sum, needle) => sum + needleWeight(needle), 0)
  return Math.min(1, weight * (1 + uses / 4) + 0.0001)
}

const cheaper = (a: Cover | undefined, b: Cover | undefined): Cover | undefined =>
  !a || (b && b.cost < a.cost) ? b : a

/** The cheapest cover of a rule; undefined where the rule can hold without any predicate. */
export function coverOf(
  tree: Logic<number>,
  predicates: readonly Predicate[],
  weights: Weights,
): Cover | undefined {
  if (tree.kind === 'not') return undefined
  if (tree.kind === 'leaf') {
    const predicate = predicates[tree.leaf]
    const witness = predicate?.kind === 'asked' ? predicate.guard : tree.leaf
    return witness === undefined ? undefined : { witnesses: [witness], cost: weights(witness) }
  }
  const covers = tree.of.map(part => coverOf(part, predicates, weights))
  if (tree.kind === 'all') return covers.reduce(cheaper, undefined)
  const found = covers.filter(cover => cover !== undefined)
  if (found.length < covers.length) return undefined
  return {
    witnesses: [...new Set(found.flatMap(({ witnesses }) => witnesses))],
    cost: found.reduce((sum, { cost }) => sum + cost, 0),
  }
}
