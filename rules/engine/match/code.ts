/** Turns a rule's tree of predicates into jumps: each step tests one predicate and says where to go on. No code is generated. */
import type { Logic } from '../logic.ts'
import type { Predicate } from './predicates.ts'

/** Where a rule's jumps end. */
export const holds = -1
export const fails = -2

/** Jumps of many rules: `[predicate, where to if it holds, where to if not]` at each step. */
export interface Code {
  readonly steps: Int32Array
  /** The first step of each rule; `holds` or `fails` where it needs none. */
  readonly starts: Int32Array
}

/** Predicates that are decided anyway come first; expressions by their dearest part. */
function effort(tree: Logic<number>, predicates: readonly Predicate[]): number {
  if (tree.kind === 'not') return effort(tree.of, predicates) + 1
  if (tree.kind === 'leaf') return predicates[tree.leaf]?.kind === 'asked' ? 1000 : 1
  return tree.of.reduce((sum, part) => sum + effort(part, predicates), 0)
}

/** Compiles the trees of rules; the order of tests does not change what a rule says. */
export function compileCode(
  trees: readonly Logic<number>[],
  predicates: readonly Predicate[],
): Code {
  const steps: number[] = []

  function compile(tree: Logic<number>, yes: number, no: number): number {
    if (tree.kind === 'not') return compile(tree.of, no, yes)
    if (tree.kind === 'leaf') return steps.push(tree.leaf, yes, no) - 3
    const parts = tree.of
      .map(part => ({ part, cost: effort(part, predicates) }))
      .sort((a, b) => b.cost - a.cost)
    const isAll = tree.kind === 'all'
    return parts.reduce(
      (next, { part }) => (isAll ? compile(part, next, no) : compile(part, yes, next)),
      isAll ? yes : no,
    )
  }

  const starts = Int32Array.from(trees, tree => compile(tree, holds, fails))
  return { steps: Int32Array.from(steps), starts }
}
