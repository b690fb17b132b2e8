/** Turns a regular expression into a non-deterministic automaton (Thompson 1968) whose size is capped. */
import type { CharSet } from './charset.ts'
import type { Assertion, Regex } from './syntax.ts'

/** One state: consumes a character, forks, checks a place, or accepts. */
export type Step =
  | { readonly kind: 'set'; readonly set: CharSet; readonly to: number }
  | { readonly kind: 'fork'; readonly to: readonly number[] }
  | { readonly kind: 'assert'; readonly assertion: Assertion; readonly to: number }
  | { readonly kind: 'accept' }

/** Numbered steps and the first of them. */
export interface NfaProgram {
  readonly steps: readonly Step[]
  readonly start: number
}

/** A repeated repetition multiplies; matching costs at most text × steps. */
const stepsMax = 4000

/** Builds the automaton backwards from its end; undefined where it would be too large. */
export function buildProgram(regex: Regex): NfaProgram | undefined {
  const steps: Step[] = [{ kind: 'accept' }]
  const add = (step: Step): number => steps.push(step) - 1

  function build(node: Regex, to: number): number {
    if (steps.length > stepsMax) return to
    if (node.kind === 'set') return add({ kind: 'set', set: node.set, to })
    if (node.kind === 'assert') return add({ kind: 'assert', assertion: node.assertion, to })
    if (node.kind === 'cat') return node.of.reduceRight((end, part) => build(part, end), to)
    if (node.kind === 'alt') {
      return add({ kind: 'fork', to: node.of.map(part => build(part, to)) })
    }
    let end = to
    if (node.max === undefined) {
      const loop = add({ kind: 'fork', to: [] })
      steps[loop] = { kind: 'fork', to: [build(node.of, loop), to] }
      end = loop
    } else {
      for (let i = node.min; i < node.max; i++) {
        end = add({ kind: 'fork', to: [build(node.of, end), to] })
        if (steps.length > stepsMax) break
      }
    }
    for (let i = 0; i < node.min && steps.length <= stepsMax; i++) end = build(node.of, end)
    return end
  }

  const start = build(regex, 0)
  return steps.length > stepsMax ? undefined : { steps, start }
}
