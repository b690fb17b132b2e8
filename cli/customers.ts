/** `clientkeep customers`: the customer base. */
import { Command, Option } from 'commander'
import Value from 'typebox/value'
import { TokenKey } from '../events/token-key.ts'
import { withCollector } from './console.ts'
import { importCommand } from './import-command.ts'
import { dataOption, defaultDataDir } from './options.ts'

interface KeyOptions {
  readonly data?: string
  readonly json?: boolean
  readonly reason?: string
}

async function showKey({ data, json, reason }: KeyOptions): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    reason === undefined
      ? console.get('/api/v1/customers/key')
      : console.post('/api/v1/customers/rotate-key', { json: { reason } }),
  )
  const { key, since, older, endpoints, moved } = Value.Parse(TokenKey, answer)
  if (json) {
    console.log(JSON.stringify({ key, since, older, endpoints, moved }, null, 2))
    return
  }
  const when = since === 0 ? 'since the beginning' : `since ${new Date(since).toISOString()}`
  console.log(`token key ${key}, ${when}; scans under ${older} older keys are still confirmed
${moved} of ${endpoints} endpoints have a filter under it`)
}

const keyCommand = (name: string, description: string, example: string): Command =>
  new Command(name)
    .description(description)
    .addOption(dataOption())
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  clientkeep customers ${example}`)
    .action(showKey)
    .exitOverride()

export const customers = (): Command =>
  new Command('customers')
    .description('the customer base')
    .addCommand(
      keyCommand('key', 'print which token key is in force, and which endpoints have it', 'key'),
    )
    .addCommand(
      keyCommand(
        'rotate-key',
        'put a new token key into force: a filter that was stolen tells nothing about the next one',
        'rotate-key --reason "stolen laptop"',
      ).requiredOption('--reason <text>', 'why; recorded'),
    )
    .addCommand(
      importCommand({
        route: '/api/v1/customers/import',
        what: 'in the customer base',
        description: "import the customer base from a CRM's export; importing again updates it",
        options: [
          new Option(
            '--column <header=meaning...>',
            'say what columns mean, or `not used`; it is remembered for files with these headers',
          ),
        ],
        example: 'clientkeep customers import base.csv',
      }).exitOverride(),
    )
