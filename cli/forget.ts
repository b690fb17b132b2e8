/** `clientkeep forget PERSON`: deletes everything about one person; `clientkeep traces WORD…`: shows that nothing of them is left. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { DeletionReport } from '../events/api-people.ts'
import { Fault } from '../events/fault.ts'
import { withCollector } from './console.ts'
import { pseudonymOf } from './exposure.ts'
import { dataOption, defaultDataDir } from './options.ts'

interface Options {
  readonly data?: string
  readonly reason: string
}

async function remove(who: string, { data, reason }: Options): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, async console => {
    const pseudonym = await pseudonymOf(who, reason, console)
    return console.post(`/api/v1/people/${encodeURIComponent(pseudonym)}/deletion`, {
      json: { reason },
    })
  })
  const { events, findings, alerts, decisions, naming } = Value.Parse(DeletionReport, answer)
  console.log(
    `deleted: ${events} events, ${findings} findings, ${alerts} alerts; ${decisions} decisions emptied`,
  )
  if (naming.length > 0)
    console.log(
      `kept, because they are about something else: decisions at journal offsets ${naming.join(', ')}`,
    )
  console.log(
    'Backups that were made before still hold the person. Take them out of HR’s list too.',
  )
  console.log('To see that nothing is left:  clientkeep traces "NAME" "E-MAIL" "ACCOUNT"')
}

export const forget = (): Command =>
  new Command('forget')
    .description('delete everything about one person, for good')
    .argument('<person>', 'a pseudonym, or an e-mail address')
    .requiredOption('--reason <text>', 'why; recorded, so without names')
    .addOption(dataOption())
    .addHelpText(
      'after',
      '\nExample:\n  clientkeep forget Heron-41 --reason "three years after leaving"',
    )
    .action(remove)

async function look(words: readonly string[], { data }: { data?: string }): Promise<void> {
  if (words.some(word => word.trim().length < 2))
    throw new Fault('ERR_INPUT_INVALID', 'words: give texts of at least two characters')
  const { findTraces } = await import('../collector/privacy/find-traces.ts')
  const traces = findTraces(data ?? defaultDataDir, words)
  for (const { file, table, word, times } of traces)
    console.log(
      `${file}${table === undefined ? '' : `, table ${table}`}: "${word}", ${times} times`,
    )
  if (traces.length === 0) console.log('found in no file of the data folder')
  else process.exitCode = 1
}

export const traces = (): Command =>
  new Command('traces')
    .description('look for words in every file of the data folder')
    .argument('<word...>', 'names, addresses, accounts')
    .addOption(dataOption())
    .addHelpText(
      'after',
      '\nExits with 0 when none of them is found, with 1 when one is.\n\nExample:\n  clientkeep traces "Anna Winter" anna@firm.example',
    )
    .action(look)
