/** Looks at a draft of a rule beside the rules that are in force: its faults, its tests, and what of it is to be tried. Pure but for reading the files of rules. */

import type { RuleCheck } from '../../events/rule-book.ts'
import { describeOcsf } from '../../rules/describe.ts'
import { compileGood } from '../../rules/engine/compile.ts'
import type { CompiledRules } from '../../rules/engine/engine.ts'
import type { RuleFault } from '../../rules/engine/faults.ts'
import type { RuleSource } from '../../rules/engine/rule.ts'
import { unknownFields } from '../../rules/known-fields.ts'
import { only, runRuleTests, untested } from '../../rules/run-tests.ts'

/** What a draft is called in messages; it stands before all others, so that of two with one id the other is at fault. */
export const draftPath = '/draft.yml'

export interface Draft {
  readonly compiled: CompiledRules
  /** Numbers of the draft's rules. */
  readonly numbers: readonly number[]
  readonly check: RuleCheck
}

const plain = ({ line, column, message }: RuleFault) => ({ line, column, message })

/** Ids and names in a text. The same few texts are asked about while somebody types. */
const known = new Map<string, readonly string[]>()
const knownMax = 500

function wordsOf(source: RuleSource): readonly string[] {
  const before = known.get(source.text)
  if (before) return before
  const words = compileGood([source]).compiled.rules.flatMap(({ id, name }) => [id, name])
  if (known.size >= knownMax) known.clear()
  known.set(source.text, words)
  return words
}

/** `others` are the rules in force without those that the draft replaces. */
export function draftOf(text: string, others: readonly RuleSource[]): Draft {
  const draft = { path: draftPath, text }
  const alone = compileGood([draft])
  const taken = new Set(alone.compiled.rules.flatMap(({ id, name }) => [id, name]))
  const rest = others.filter(source => wordsOf(source).every(word => !taken.has(word)))
  const { compiled, faults } = compileGood([draft, ...rest])
  const isOurs = ({ path }: { readonly path: string }) => path === draftPath
  const numbers = compiled.rules.flatMap((rule, number) => (isOurs(rule) ? [number] : []))
  const mine = only(compiled, ...numbers)
  const tests = numbers.length === 0 ? [] : runRuleTests(ours(mine), describeOcsf)
  const warnings = [...compiled.warnings, ...unknownFields(compiled), ...untested(ours(mine))]
  return {
    compiled: mine,
    numbers,
    check: {
      faults: faults.filter(isOurs).map(plain),
      warnings: warnings.filter(isOurs).map(plain),
      tests: tests.map(({ rule, test, expected, actual, pass }) => ({
        ...{ rule: rule.name, name: test.name, line: test.line, expected, actual, pass },
      })),
    },
  }
}

/** The same rules under their numbers, with tests for those of the draft alone. */
const ours = (compiled: CompiledRules): CompiledRules => ({
  ...compiled,
  rules: compiled.rules.map(rule => (rule.path === draftPath ? rule : { ...rule, tests: [] })),
})
