/** `clientkeep rules`: check, test and try detection rules. Loads the engine only when it is called. */
import { Command } from 'commander'

const summary = 'check, test and try detection rules'

export const rules = (): Command =>
  new Command('rules')
    .description(summary)
    .argument('[command...]', '`clientkeep rules --help` lists the commands')
    // What follows is for the commands below to read.
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      const { rulesProgram } = await import('./rules/program.ts')
      await rulesProgram(summary).parseAsync(words, { from: 'user' })
    })
