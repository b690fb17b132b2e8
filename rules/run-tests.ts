/** Runs the tests that travel inside rules. Each rule is tested alone; other rules that fire on its events do not count. */
import {
  type CompiledRules,
  createEngine,
  type EngineOptions,
  type Program,
} from './engine/engine.ts'
import { type EventObject, isObject } from './engine/event.ts'
import type { Rule, RuleTest } from './engine/rule.ts'

/** What one test gave. */
export interface RuleTestResult {
  readonly rule: Rule
  readonly test: RuleTest
  readonly expected: number
  readonly actual: number
  readonly pass: boolean
}

/** Tests may leave out time and uid: events then follow each other by a second. */
const firstTime = Date.UTC(2026, 0, 5, 9)

function complete(event: EventObject, index: number): EventObject {
  const metadata = isObject(event.metadata) ? event.metadata : {}
  return {
    time: firstTime + index * 1000,
    ...event,
    metadata: { uid: `test-${index + 1}`, ...metadata },
  }
}

function runTest(
  compiled: CompiledRules,
  program: Program,
  test: RuleTest,
  describe: EngineOptions['describe'],
): RuleTestResult {
  const { rule } = program
  const engine = createEngine({ ...compiled, programs: [program], correlations: [] }, { describe })
  const actual = test.events.map(complete).flatMap(event => engine.process(event)).length
  return { rule, test, expected: test.expect, actual, pass: actual === test.expect }
}

/** Runs every test of every rule, in order, each on an engine of its own. */
export function runRuleTests(
  compiled: CompiledRules,
  describe: EngineOptions['describe'],
): readonly RuleTestResult[] {
  return compiled.programs.flatMap(program =>
    program.rule.tests.map(test => runTest(compiled, program, test, describe)),
  )
}
