/** `clientkeep holds`: files that endpoints hold, and the decision on each. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { HeldFileList, HoldDecided, type HoldDecision } from '../events/held.ts'
import { withCollector } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface Options {
  readonly data?: string
  readonly json?: boolean
}

type Action = HoldDecision['action']

const date = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')
const print = (text: string): void => console.log(text)

async function listHolds({ data, json }: Options): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    console.get('/api/v1/held-files'),
  )
  const { files } = Value.Parse(HeldFileList, answer)
  if (json) return print(JSON.stringify({ files }, null, 2))
  const rows = files.map(file => [
    file.id,
    file.decided === null ? file.state : `${file.state}, ${file.decided}`,
    date(file.held_at),
    file.unread === null ? String(file.customers) : `${file.customers} + ? (${file.unread})`,
    String(file.rows),
    file.person.pseudonym,
    file.endpoint,
    file.place,
    file.path,
  ])
  const header = [
    'HOLD',
    'STATE',
    'HELD (UTC)',
    'CUSTOMERS',
    'ROWS',
    'PERSON',
    'ENDPOINT',
    'PLACE',
    'FILE',
  ]
  print(files.length === 0 ? 'no file is held' : formatTable([header, ...rows], [3, 4]))
}

async function decide(
  id: string,
  action: Action,
  { data, json, reason }: Options & { readonly reason: string },
): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    console.post(`/api/v1/held-files/${encodeURIComponent(id)}/decision`, {
      json: { action, reason },
    }),
  )
  const decided = Value.Parse(HoldDecided, answer)
  if (json) return print(JSON.stringify(decided, null, 2))
  const { file, code, day } = decided
  if (code !== null && day !== null)
    print(
      `${code}\nIt is for hold ${id} on ${day} (UTC): the person writes it into the note beside ${file.path}.`,
    )
  else if (action === 'release')
    print(`hold ${id}: the file goes back to ${file.path} on ${file.endpoint}`)
  else print(`hold ${id}: refused; ${file.endpoint} deletes its copy`)
}

export const holds = (): Command => {
  const command = new Command('holds').description(
    'files that endpoints hold: list them, give one back or refuse it',
  )
  command
    .command('list')
    .description('list held files, the newest first')
    .addOption(dataOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  clientkeep holds list')
    .action(listHolds)
  const verbs: readonly (readonly [Action, string])[] = [
    ['release', 'give a file back to where it was'],
    ['refuse', 'refuse a file: the endpoint deletes its copy'],
    ['code', 'print a code that gives a file back on an endpoint without a network'],
  ]
  for (const [action, description] of verbs) {
    command
      .command(action)
      .description(description)
      .argument('<hold>', 'its number, from `clientkeep holds list` or the note')
      .requiredOption('--reason <text>', 'why; recorded')
      .addOption(dataOption())
      .option('--json', 'print JSON')
      .addHelpText(
        'after',
        `\nExample:\n  clientkeep holds ${action} 0b9c… --reason "hand-over agreed with the manager"`,
      )
      .action((id: string, options: Options & { readonly reason: string }) =>
        decide(id, action, options),
      )
  }
  for (const sub of command.commands) sub.exitOverride()
  return command
}
