/** `clientkeep rules lint`: every fault of every rule at once, where it is and what was probably meant. */
import { Command } from 'commander'
import { compileGood } from '../../rules/engine/compile.ts'
import type { CompiledRules } from '../../rules/engine/engine.ts'
import type { RuleFault } from '../../rules/engine/faults.ts'
import { unknownFields } from '../../rules/known-fields.ts'
import { catalogDir, readRules } from '../../rules/load.ts'
import { faultLine, placeholdersOf, placeholdersOption, readRuleSet } from './rule-set.ts'

interface LintOptions {
  readonly strict?: boolean
  readonly json?: boolean
  readonly placeholders?: string
}

/** Rules that would be refused beside the catalog, because a rule there has the name or id. */
async function ofCatalog({ rules }: CompiledRules): Promise<RuleFault[]> {
  const { sources } = await readRules(catalogDir)
  const shipped = compileGood(sources).compiled.rules
  return rules
    .filter(({ path }) => !sources.some(source => source.path === path))
    .flatMap(({ path, name, id }) => {
      const other = shipped.find(rule => rule.name === name || rule.id === id)
      const message = `the catalog has the rule "${other?.name}" with this name or id: among your own rules this one is refused; give it others`
      return other === undefined ? [] : [{ path, line: 1, column: 1, message }]
    })
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
Warnings are correlations that never fire because the rules they name are not there,
and fields under unmapped.clientkeep that no event has.

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
      const { rules } = compiled
      const warnings = [
        ...compiled.warnings,
        ...unknownFields(compiled),
        ...(isCatalog ? [] : await ofCatalog(compiled)),
      ]
      if (json) {
        console.log(JSON.stringify({ files, rules: rules.length, faults, warnings }, null, 2))
      } else {
        for (const fault of faults) console.log(faultLine(fault))
        for (const warning of warnings) console.log(`${faultLine(warning)} (warning)`)
        console.log(`${files} files, ${rules.length} good rules, ${faults.length} faults`)
      }
      if (faults.length > 0) process.exitCode = 1
    })
