/** `clientkeep canary`: customers that do not exist, one set for each export or person, so that a leaked list names its leaker. */
import { createReadStream, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import Value from 'typebox/value'
import { mailKeyOf } from '../collector/identity/console-key.ts'
import { readRunning } from '../collector/store/data-folder.ts'
import { CanaryList, CanaryRows } from '../events/canaries.ts'
import { Fault, systemCode } from '../events/fault.ts'
import { limits } from '../events/limits.ts'
import { withCollector } from './console.ts'
import { quoted } from './csv.ts'
import { pseudonymOf } from './exposure.ts'
import { needFile } from './import-command.ts'
import { absolute, dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface Options {
  readonly data?: string
  readonly json?: boolean
}

interface MakeOptions extends Options {
  readonly domain: readonly string[]
  readonly count: number
  readonly export?: number
  readonly person?: string
  readonly reason?: string
  readonly like?: string
  readonly output?: string
}

const print = (text: string): void => console.log(text)

function parseNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('give a whole number above 0')
}

/** Header and first rows of the table that the canaries go into. */
async function modelOf(given: string) {
  const [{ openUpload }, { readTable }] = await Promise.all([
    import('../collector/imports/upload.ts'),
    import('../collector/imports/table.ts'),
  ])
  const file = absolute(given)
  needFile(file)
  const stream = createReadStream(file)
  const rows: (readonly string[])[] = []
  for await (const row of readTable(openUpload(stream, basename(file)).text)) {
    if ('cells' in row) rows.push(row.cells)
    if (rows.length > limits.canaryModelRowsMax) break
  }
  stream.destroy()
  const [header, ...sample] = rows
  if (!header)
    throw new Fault('ERR_INPUT_FILE', `${given}: is empty; give a table with a header row`)
  return { header, rows: sample }
}

const csv = ({ header, rows }: CanaryRows): string =>
  [header, ...rows].map(row => row.map(quoted).join(',')).join('\n')

function write(path: string, text: string): void {
  try {
    writeFileSync(path, `${text}\n`, { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    const why =
      systemCode(cause) === 'EEXIST'
        ? 'is there already'
        : `cannot be written (${systemCode(cause)})`
    throw new Fault('ERR_INPUT_FILE', `${path}: ${why}; name another file`, { cause })
  }
}

async function make(options: MakeOptions): Promise<void> {
  const { data, json, domain, count, person, reason, like, output } = options
  const model = like === undefined ? {} : await modelOf(like)
  await withCollector(data ?? defaultDataDir, async console => {
    const who = person === undefined ? undefined : await pseudonymOf(person, reason, console)
    const body = {
      ...{ count, domains: domain.map(name => name.toLowerCase()), ...model },
      ...(who !== undefined && { person: who }),
      ...(options.export !== undefined && { export: options.export }),
    }
    const made = Value.Parse(CanaryRows, await console.post('/api/v1/canaries', { json: body }))
    const text = json ? JSON.stringify(made, null, 2) : csv(made)
    if (output === undefined) print(text)
    else write(absolute(output), text)
  })
}

async function list({ data, json }: Options): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    console.get('/api/v1/canaries'),
  )
  const found = Value.Parse(CanaryList, answer)
  if (json) return print(JSON.stringify(found, null, 2))
  const rows = found.canaries.map(({ export: number, person, made_at, name, company, email }) => [
    number === null ? '' : String(number),
    person?.name ?? person?.pseudonym ?? '',
    new Date(made_at).toISOString().slice(0, 10),
    email,
    [name, company].filter(text => text !== null).join(', '),
  ])
  const header = ['EXPORT', 'PERSON', 'MADE', 'E-MAIL', 'CUSTOMER']
  print(found.total === 0 ? 'no canaries yet' : formatTable([header, ...rows], [0]))
}

function webhook({ data }: Options): void {
  const dir = data ?? defaultDataDir
  const url = new URL('/api/v1/canaries/mail', readRunning(dir)?.url ?? 'http://127.0.0.1:8787')
  const key = consoleKeyIn(dir)
  print(
    `Mail that comes in for the canaries' domains goes here, as message/rfc822 or as {"recipient": "…"}:

  POST ${url}
  Authorization: Bearer ${mailKeyOf(key)}

From Postfix, with the key's line in a file that only it may read:

  canaries unix - n n - - pipe user=clientkeep argv=/usr/bin/curl -sS --data-binary @-
    -H content-type:message/rfc822 -H @/etc/clientkeep/canary-mail.key ${url}`,
  )
}

function consoleKeyIn(dir: string): string {
  try {
    return readFileSync(join(dir, 'console.key'), 'utf8').trim()
  } catch (cause) {
    throw new Fault(
      'ERR_SETUP_MISSING',
      `${dir}: no key of a collector here (${systemCode(cause)}); start it once with \`clientkeep up\`, or name its data folder with --data`,
      { cause },
    )
  }
}

export function canary(): Command {
  const command = new Command('canary').description(
    'customers that do not exist, made for one export or person, so that a leaked list names its leaker',
  )
  command
    .command('make')
    .description('make canaries and print them as rows of a table; put them into the export')
    .requiredOption('--domain <name...>', 'domains that the company owns and reads the mail of')
    .option('--export <number>', 'for which export', parseNumber)
    .option('--person <who>', 'for whom: pseudonym, or e-mail address with --reason')
    .option('--reason <text>', 'why the person is looked up by address; recorded')
    .option('--count <number>', 'how many', parseNumber, 3)
    .option('--like <file>', 'a CSV or XLSX whose columns and ways of writing are taken')
    .option('--output <file>', 'write them there instead of printing them')
    .addOption(dataOption())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  clientkeep canary make --export 42 --domain kundenpost.example --like leads.csv',
    )
    .action(make)
  command
    .command('list')
    .description('list the canaries and who got which; the look is recorded')
    .addOption(dataOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  clientkeep canary list')
    .action(list)
  command
    .command('webhook')
    .description('print how a mail server reports mail to canaries, with its key')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  clientkeep canary webhook')
    .action(webhook)
  for (const sub of command.commands) sub.exitOverride()
  return command
}
