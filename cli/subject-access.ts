/** `clientkeep subject-access PERSON`: everything that is kept about one person, to hand it to them. */
import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { Fault } from '../events/fault.ts'
import { withCollector } from './console.ts'
import { pseudonymOf } from './exposure.ts'
import { absolute, dataOption, defaultDataDir } from './options.ts'

interface Options {
  readonly data?: string
  readonly out: string
  readonly reason: string
}

async function save(who: string, { data, out, reason }: Options): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, async console => {
    const pseudonym = await pseudonymOf(who, reason, console)
    return console.post(`/api/v1/people/${encodeURIComponent(pseudonym)}/subject-access`, {
      json: { reason },
    })
  })
  try {
    writeFileSync(out, `${JSON.stringify(answer, null, 2)}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw new Fault('ERR_INPUT_FILE', `${out}: cannot be written, or is there already`, {
      cause: error,
    })
  }
  console.log(out)
}

export const subjectAccess = (): Command =>
  new Command('subject-access')
    .description('write everything that is kept about one person to a file')
    .argument('<person>', 'a pseudonym, or an e-mail address')
    .requiredOption('--out <file>', 'the JSON to write; it must not exist', absolute)
    .requiredOption('--reason <text>', 'why; recorded')
    .addOption(dataOption())
    .addHelpText(
      'after',
      '\nExample:\n  clientkeep subject-access anna@firm.example --out anna.json --reason "she asked for it"',
    )
    .action(save)
