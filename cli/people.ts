/** `clientkeep people`: the directory of people, and the feeds that it comes from. */
import { Command } from 'commander'
import Type from 'typebox'
import Value from 'typebox/value'
import { FeedState } from '../events/people-feeds.ts'
import { withCollector } from './console.ts'
import { importCommand } from './import-command.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

const Feeds = Type.Object({ feeds: Type.Array(FeedState) })

const feeds = (): Command =>
  new Command('feeds')
    .description(
      'print the people feeds: when each was read, what it brought, what fails; exits 1 where one is stale',
    )
    .addOption(dataOption())
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  clientkeep people feeds')
    .action(async ({ data, json }: { data?: string; json?: boolean }) => {
      const answer = await withCollector(data ?? defaultDataDir, console =>
        console.get('/api/v1/people-feeds'),
      )
      const { feeds: all } = Value.Parse(Feeds, answer)
      if (all.some(({ stale }) => stale)) process.exitCode = 1
      if (json) return console.log(JSON.stringify(all, null, 2))
      const rows = all.map(({ name, type, last, stale, failure }) => [
        name,
        type,
        last
          ? `read ${new Date(last.at).toISOString()}, of ${new Date(last.as_of).toISOString()}`
          : 'never read',
        last
          ? `${last.rows} rows, ${last.added} added, ${last.changed} changed, ${last.refused} refused`
          : '',
        stale ? 'STALE' : '',
        failure === null ? '' : `failing: ${failure}`,
      ])
      console.log(formatTable(rows) || 'No people feed is configured; see docs/people.md.')
    })

export const people = (): Command =>
  new Command('people')
    .description('people: who leaves when, whose account is whose')
    .addCommand(
      importCommand({
        route: '/api/v1/people/import',
        what: 'in the directory of people',
        description:
          'import people from an HR export: EmailAddress, ResignationDate, LastWorkingDate, and Name, Manager, Department, Title, Aliases',
        example: 'clientkeep people import people.csv',
      }).exitOverride(),
    )
    .addCommand(feeds().exitOverride())
