/** Runs the tests that travel inside rules. Each rule is tested alone, with what it refers to; other rules that fire on its events do not count. */
import {
  type CompiledRules,
  createEngine,
  type EngineOptions,
  type EventDescription,
} from './engine/engine.ts'
import { type EventObject, isObject } from './engine/event.ts'
import type { RuleFault } from './engine/faults.ts'
import type { Rule, RuleTest } from './engine/rule.ts'

/** What one test gave. */
export interface RuleTestResult {
  readonly rule: Rule
  readonly test: RuleTest
  readonly expected: number
  readonly actual: number
  readonly pass: boolean
}

function complete(event: EventObject, index: number): EventObject {
  const metadata = isObject(event.metadata) ? event.metadata : {}
  return { ...event, metadata: { uid: `test-${index + 1}`, ...metadata } }
}

/** The rules that some rules need, by number: themselves and what they refer to, however far. */
function needed({ correlations }: CompiledRules, numbers: readonly number[]): ReadonlySet<number> {
  const found = new Set(numbers)
  // Correlations stand after what they refer to.
  for (const { rule, references } of correlations.toReversed()) {
    if (found.has(rule)) for (const reference of references) found.add(reference)
  }
  return found
}

/** Only the rules with these numbers, and what they refer to. */
export function only(compiled: CompiledRules, ...asked: readonly number[]): CompiledRules {
  const numbers = needed(compiled, asked)
  return {
    ...compiled,
    programs: compiled.programs.filter(program => numbers.has(program.number)),
    correlations: compiled.correlations.filter(({ rule }) => numbers.has(rule)),
  }
}

function runTest(
  alone: CompiledRules,
  rule: Rule,
  test: RuleTest,
  describe: EngineOptions['describe'],
): RuleTestResult {
  let count = 0
  // Tests give times in one way, whatever the taxonomy.
  const describeTest = (event: EventObject): EventDescription => ({
    ...describe(event),
    offset: count,
    time: Number(event.time),
  })
  const engine = createEngine(alone, { describe: describeTest })
  let actual = 0
  for (const event of test.events) {
    const matches = engine.process(complete(event, count++))
    actual += matches.filter(match => match.rule === rule).length
  }
  return { rule, test, expected: test.expect, actual, pass: actual === test.expect }
}

/** Runs every test of every rule, in order, each on an engine of its own. */
export function runRuleTests(
  compiled: CompiledRules,
  describe: EngineOptions['describe'],
): readonly RuleTestResult[] {
  return compiled.rules.flatMap((rule, number) => {
    if (rule.tests.length === 0) return []
    const alone = only(compiled, number)
    return rule.tests.map(test => runTest(alone, rule, test, describe))
  })
}

/** Rules without a firing test or without a silent one: nothing shows that they do what they say. */
export function untested({ rules }: CompiledRules): readonly RuleFault[] {
  return rules.flatMap(({ tests, path, line }) => {
    const has = (isFiring: boolean) => tests.some(({ expect }) => expect > 0 === isFiring)
    const missing = [...(has(true) ? [] : ['fires']), ...(has(false) ? [] : ['stays silent'])]
    if (missing.length === 0) return []
    const message = `the rule has no test in which it ${missing.join(', and none in which it ')}`
    return [{ path, line, column: 1, message }]
  })
}
