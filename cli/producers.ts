/** `clientkeep producers`: which systems may hand in OCSF events, giving one a token, and shutting one out. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { AddedProducer, ProducerList } from '../events/producers.ts'
import { withCollector } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface Options {
  readonly data?: string
  readonly json?: boolean
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')

async function list({ data, json }: Options): Promise<void> {
  const { producers } = Value.Parse(
    ProducerList,
    await withCollector(data ?? defaultDataDir, console => console.get('/api/v1/producers')),
  )
  if (json) return console.log(JSON.stringify(producers, null, 2))
  const rows = producers.map(({ name, added_at, added_by, revoked_at }) => [
    ...[name, day(added_at), added_by],
    revoked_at === null ? 'may hand in' : `shut out ${day(revoked_at)}`,
  ])
  console.log(formatTable([['NAME', 'ADDED (UTC)', 'BY', 'STATE'], ...rows]))
}

async function add(name: string, { data, json }: Options): Promise<void> {
  const added = Value.Parse(
    AddedProducer,
    await withCollector(data ?? defaultDataDir, console =>
      console.post('/api/v1/producers', { json: { name } }),
    ),
  )
  if (json) return console.log(JSON.stringify(added, null, 2))
  console.log(`Token of ${name}, shown this once:\n  ${added.token}`)
  console.log('It posts NDJSON to /api/v1/producers/events with `Authorization: Bearer <token>`.')
}

async function revoke(name: string, { data, reason }: Options & { reason: string }): Promise<void> {
  await withCollector(data ?? defaultDataDir, console =>
    console.post(`/api/v1/producers/${encodeURIComponent(name)}/revocation`, { json: { reason } }),
  )
  console.log(`Nothing of ${name} is taken any more. What it had sent stays.`)
}

export const producers = (): Command =>
  new Command('producers')
    .description('let other systems hand in OCSF events, or shut one out')
    .addCommand(
      new Command('list')
        .description('list producers')
        .addOption(dataOption())
        .option('--json', 'print JSON')
        .addHelpText('after', '\nExample:\n  clientkeep producers list')
        .action(list),
    )
    .addCommand(
      new Command('add')
        .description('add a producer and print its token')
        .argument('<name>', 'small letters, digits and hyphens')
        .addOption(dataOption())
        .option('--json', 'print JSON')
        .addHelpText('after', '\nExample:\n  clientkeep producers add mail-gateway')
        .action(add),
    )
    .addCommand(
      new Command('revoke')
        .description('take nothing more of a producer, at once')
        .argument('<name>', 'as `producers list` shows it')
        .requiredOption('--reason <words>', 'why, for the audit chain')
        .addOption(dataOption())
        .addHelpText(
          'after',
          '\nExample:\n  clientkeep producers revoke mail-gateway --reason "replaced"',
        )
        .action(revoke),
    )
