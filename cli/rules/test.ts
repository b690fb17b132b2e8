/** `clientkeep rules test`: runs the tests inside rules. A rule without a firing and a silent test counts as faulty. */
import { Command } from 'commander'
import { describeAny } from '../../rules/describe-any.ts'
import type { RuleFault } from '../../rules/engine/faults.ts'
import { catalogDir } from '../../rules/load.ts'
import { type RuleTestResult, runRuleTests, untested } from '../../rules/run-tests.ts'
import { faultLine, readRuleSet } from './rule-set.ts'

const findings = (count: number): string => `${count} finding${count === 1 ? '' : 's'}`

/** A failed test as a fault at its place. */
const failureOf = ({ rule, test, expected, actual }: RuleTestResult): RuleFault => ({
  ...{ path: rule.path, line: test.line, column: 1 },
  message: `${rule.name}: "${test.name}" gave ${findings(actual)}, expected ${expected}`,
})

export const test = (): Command =>
  new Command('test')
    .description(
      'run the tests inside rules; each rule needs one that fires and one that is silent',
    )
    .argument('[path...]', 'rule files, or folders with *.yml (default: the catalog)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Exit codes:
  0  every rule has its tests, and all pass
  1  a rule has a fault, lacks a test, or fails one

Example:
  clientkeep rules test ./rules`,
    )
    .action(async (paths: string[], { json }: { json?: boolean }) => {
      const { compiled, faults } = await readRuleSet(paths.length > 0 ? paths : [catalogDir])
      const results = runRuleTests(compiled, describeAny(compiled))
      const failed = results.filter(({ pass }) => !pass).map(failureOf)
      const problems = [...faults, ...untested(compiled), ...failed]
      const counts = {
        rules: compiled.rules.length,
        tests: results.length,
        failed: failed.length,
      }
      if (json) console.log(JSON.stringify({ ...counts, problems }, null, 2))
      else {
        for (const problem of problems) console.log(faultLine(problem))
        console.log(`${counts.rules} rules, ${counts.tests} tests, ${counts.failed} failed`)
      }
      if (problems.length > 0) process.exitCode = 1
    })
