/** Writes small rules for tests of the engine. Not for tests of the catalog. */
import { compileRules } from '../../../rules/engine/compile.ts'
import { createEngine, type Engine } from '../../../rules/engine/engine.ts'
import type { EventObject } from '../../../rules/engine/event.ts'
import { type RuleFault, RuleFaults } from '../../../rules/engine/faults.ts'

/** A plain Sigma rule around the detection, which is YAML without indentation. */
export const ruleText = (detection: string, title = 'Test'): string =>
  `title: ${title}\nlogsource: { product: test }\ndetection:\n${detection.replace(/^/gm, '  ')}\n`

/** An engine over one rule; every event is of its log source. */
export function engineOf(detection: string): Engine {
  const compiled = compileRules([{ path: 'test.yml', text: ruleText(detection) }])
  return createEngine(compiled, {
    describe: () => ({ time: 0, logsource: { product: 'test' } }),
  })
}

/** Whether a rule with one search identifier (its YAML) fires on the event. */
export const fires = (search: string, event: EventObject, condition = 's'): boolean =>
  engineOf(`s:\n${search.replace(/^/gm, '  ')}\ncondition: ${condition}`).process(event).length > 0

/** The faults of the sources; none where they compile. */
export function faultsOf(
  ...[sources, options]: Parameters<typeof compileRules>
): readonly RuleFault[] {
  try {
    compileRules(sources, options)
    return []
  } catch (error) {
    if (error instanceof RuleFaults) return error.faults
    throw error
  }
}

/** Faults of one rule around the detection, as `line:column: message`. */
export const faultLines = (detection: string): readonly string[] =>
  faultsOf([{ path: 'test.yml', text: ruleText(detection) }]).map(
    ({ line, column, message }) => `${line}:${column}: ${message}`,
  )
