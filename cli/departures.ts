/** `clientkeep departures`: who leaves, an officer's mark, and what is left to do before an exit is clean. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { Departure, DepartureList, ExitReport } from '../events/api-people.ts'
import { withCollector } from './console.ts'
import { pseudonymOf } from './exposure.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface Options {
  readonly data?: string
  readonly json?: boolean
}

const print = (text: string): void => console.log(text)
const date = (time: number): string => new Date(time).toISOString().slice(0, 10)

const lookBackWords = ({ look_back }: Departure): string =>
  look_back === null
    ? '-'
    : look_back.state === 'waiting'
      ? 'under way'
      : `${look_back.findings} found`

async function list({ data, json }: Options): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    console.get('/api/v1/departures'),
  )
  const { departures } = Value.Parse(DepartureList, answer)
  if (json) return print(JSON.stringify({ departures }, null, 2))
  const header = 'PERSON,DEPARTMENT,NOTICE,LAST DAY,MARKED,LOOK BACK,TAKEN,OUT,ALERTS,HELD,CLOSED'
  const rows = departures.map(departure => {
    const { person, mark, taken, open_alerts, held_files, closed } = departure
    return [
      ...[person.pseudonym, person.department ?? '-', person.notice_date ?? '-'],
      ...[person.last_day ?? '-', mark ? date(mark.at) : '-', lookBackWords(departure)],
      ...[taken.customers, taken.out, open_alerts, held_files].map(String),
      closed ? date(closed.at) : '-',
    ]
  })
  print(
    rows.length === 0 ? 'nobody leaves' : formatTable([header.split(','), ...rows], [6, 7, 8, 9]),
  )
}

async function mark(
  who: string,
  marked: boolean,
  { data, json, reason }: Options & { readonly reason: string },
): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, async console => {
    const pseudonym = await pseudonymOf(who, reason, console)
    return console.post(`/api/v1/people/${encodeURIComponent(pseudonym)}/departure-mark`, {
      json: { marked, reason },
    })
  })
  const departure = Value.Parse(Departure, answer)
  if (json) return print(JSON.stringify(departure, null, 2))
  const { person, watch } = departure
  const until =
    watch.until === null ? 'until a last working day is known' : `to ${date(watch.until)}`
  print(
    person.departing
      ? `${person.pseudonym}: watched from ${date(watch.from)} ${until}; the time since is looked at now`
      : `${person.pseudonym}: no longer departing`,
  )
}

async function report(who: string, { data, json }: Options): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    console.get(`/api/v1/departures/${encodeURIComponent(who)}/report`),
  )
  const exit = Value.Parse(ExitReport, answer)
  process.exitCode = exit.clean ? 0 : 1
  if (json) return print(JSON.stringify(exit, null, 2))
  const { departure, open, clean } = exit
  const boxes = departure.checklist.map(
    ({ done, text }) => `[${done === null ? '?' : done ? 'x' : ' '}] ${text}`,
  )
  print(
    [
      `${departure.person.pseudonym}: ${clean ? 'a clean exit' : 'not a clean exit yet'}`,
      ...boxes,
      ...open.map(text => `open: ${text}`),
    ].join('\n'),
  )
}

export const departures = (): Command => {
  const command = new Command('departures').description(
    'who leaves: list them, mark somebody, and what is left to do before an exit is clean',
  )
  command
    .command('list')
    .description('list who is watched now, by last working day')
    .addOption(dataOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  clientkeep departures list')
    .action(list)
  for (const [name, marked, description] of [
    ['mark', true, 'mark somebody as leaving; what they did before is looked at at once'],
    ['clear', false, 'take a mark back'],
  ] as const) {
    command
      .command(name)
      .description(description)
      .argument('<person>', 'a pseudonym, or an e-mail address')
      .requiredOption('--reason <text>', 'why; recorded')
      .addOption(dataOption())
      .option('--json', 'print JSON')
      .addHelpText(
        'after',
        `\nExample:\n  clientkeep departures ${name} Heron-41 --reason "gave notice today"`,
      )
      .action((who: string, options: Options & { readonly reason: string }) =>
        mark(who, marked, options),
      )
  }
  command
    .command('report')
    .description('say what speaks against a clean exit; ends with 1 where something does')
    .argument('<person>', 'a pseudonym')
    .addOption(dataOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  clientkeep departures report Heron-41')
    .action(report)
  for (const sub of command.commands) sub.exitOverride()
  return command
}
