/** `clientkeep exports`: exports of the CRM by which any later file is known. */
import { basename } from 'node:path'
import { Command } from 'commander'
import Value from 'typebox/value'
import { Export, ExportList, RegisteredExport } from '../events/taken.ts'
import { withCollector } from './console.ts'
import { pseudonymOf } from './exposure.ts'
import { needFile } from './import-command.ts'
import { absolute, dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface Options {
  readonly data?: string
  readonly json?: boolean
}

interface AddOptions extends Options {
  readonly person?: string
  readonly reason?: string
  readonly source?: string
}

const number = (value: number): string => value.toLocaleString('en-US')
const date = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')
const whose = ({ person }: Export): string => person?.name ?? person?.pseudonym ?? 'nobody named'

const print = (text: string): void => console.log(text)

async function addExport(given: string, { data, json, person, reason, source }: AddOptions) {
  const file = absolute(given)
  needFile(file, 'give the path of the exported file')
  await withCollector(data ?? defaultDataDir, async console => {
    const who = person === undefined ? undefined : await pseudonymOf(person, reason, console)
    const query = new URLSearchParams({
      file: basename(file),
      ...(who !== undefined && { person: who }),
      ...(source !== undefined && { source }),
    })
    const answer = Value.Parse(
      RegisteredExport,
      await console.post(`/api/v1/exports?${query}`, { file }),
    )
    if (answer.status !== 'complete') process.exitCode = 1
    if (json) return print(JSON.stringify(answer, null, 2))
    const { export: own, is_new, status, reason: why } = answer
    const gap = status === 'complete' ? '' : `\nnot read in full: ${status}: ${why ?? 'no reason'}`
    print(
      `export ${own.number}${is_new ? '' : ' (was registered before)'}: ${number(own.customers)} customers in ${number(own.rows)} rows, ${own.name}, ${whose(own)}${gap}`,
    )
  })
}

async function listExports({ data, json }: Options): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    console.get('/api/v1/exports'),
  )
  const { exports, total } = Value.Parse(ExportList, answer)
  if (json) return print(JSON.stringify({ exports, total }, null, 2))
  const rows = exports.map(own => [
    String(own.number),
    date(own.registered_at),
    number(own.rows),
    number(own.customers),
    whose(own),
    own.source,
    own.name,
  ])
  const header = ['EXPORT', 'REGISTERED (UTC)', 'ROWS', 'CUSTOMERS', 'PERSON', 'SOURCE', 'NAME']
  print(total === 0 ? 'no exports yet' : formatTable([header, ...rows], [0, 2, 3]))
}

async function showExport(which: string, { data, json }: Options): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    console.get(`/api/v1/exports/${encodeURIComponent(which)}`),
  )
  const own = Value.Parse(Export, answer)
  if (json) return print(JSON.stringify(own, null, 2))
  print(
    formatTable([
      ['export', String(own.number)],
      ['name', own.name],
      ['person', whose(own)],
      ['source', own.source],
      ['registered', `${date(own.registered_at)} UTC by ${own.registered_by}`],
      ['rows', number(own.rows)],
      ['customers', number(own.customers)],
      ['sha256', own.sha256],
    ]),
  )
}

export function exports(): Command {
  const command = new Command('exports').description(
    'exports of the CRM: register one, so that any later file says which of its rows it holds',
  )
  command
    .command('add')
    .description('register a file as an export')
    .argument('<file>', 'the exported file, in any format that is scanned')
    .option('--person <who>', 'whose export it is: pseudonym, or e-mail address with --reason')
    .option('--reason <text>', 'why the person is looked up by address; recorded')
    .option('--source <name>', 'where it was seen', 'file')
    .addOption(dataOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  clientkeep exports add leads.csv --person Heron-41')
    .action(addExport)
  command
    .command('list')
    .description('list the exports, the newest first')
    .addOption(dataOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  clientkeep exports list')
    .action(listExports)
  command
    .command('show')
    .description('print one export')
    .argument('<number>', 'its number')
    .addOption(dataOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  clientkeep exports show 42')
    .action(showExport)
  for (const sub of command.commands) sub.exitOverride()
  return command
}
