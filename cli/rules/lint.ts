/** `clientkeep rules lint`: every fault of every rule at once, where it is and what was probably meant. */
import { Command } from 'commander'
import { catalogDir } from '../../rules/load.ts'
import { faultLine, placeholdersOf, placeholdersOption, readRuleSet } from './rule-set.ts'

interface LintOptions {
  readonly strict?: boolean
  readonly json?: boolean
  readonly placeholders?: string
}

export const lint = (): Command =>
  new Command('lint')
    .description('check rules: file, line and column of every fault')
    .argument('[path...]', 'rule files, or folders with *.yml (default: the catalog, strictly)')
    .option('--strict', 'ask for all that a rule of the catalog must bring: runbook, tests, names')
    .addOption(placeholdersOption())
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Warnings are correlations that never fire because the rules they name are not there.

Exit codes:
  0  no fault
  1  at least one fault

Example:
  clientkeep rules lint ./rules --strict`,
    )
    .action(async (paths: string[], options: LintOptions) => {
      const { strict, json } = options
      const isCatalog = paths.length === 0
      const { compiled, faults, files } = await readRuleSet(isCatalog ? [catalogDir] : paths, {
        catalog: isCatalog || strict === true,
        ...(await placeholdersOf(options)),
      })
      const { rules, warnings } = compiled
      if (json) {
        console.log(JSON.stringify({ files, rules: rules.length, faults, warnings }, null, 2))
      } else {
        for (const fault of faults) console.log(faultLine(fault))
        for (const warning of warnings) console.log(`${faultLine(warning)} (warning)`)
        console.log(`${files} files, ${rules.length} good rules, ${faults.length} faults`)
      }
      if (faults.length > 0) process.exitCode = 1
    })
