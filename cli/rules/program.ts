/** The sub-commands of `clientkeep rules`. A new one is a file beside this and a line here. */
import { Command } from 'commander'
import { coverage } from './coverage.ts'
import { explain } from './explain.ts'
import { lint } from './lint.ts'
import { run } from './run.ts'
import { test } from './test.ts'

const commands = [lint, test, explain, run, coverage] as const
const hint = '(add --help to see what is possible)'

/** The command line of `clientkeep rules`, ready to parse. */
export function rulesProgram(description: string): Command {
  const root = new Command('clientkeep rules')
    .description(description)
    .showHelpAfterError(hint)
    .addHelpText('after', '\nExample:\n  clientkeep rules test ./rules')
    .exitOverride()
  for (const command of commands) {
    root.addCommand(command().exitOverride().showHelpAfterError(hint))
  }
  return root
}
