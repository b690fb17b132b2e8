/** `clientkeep endpoints`: which endpoints are enrolled, and shutting one out. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { Setup } from '../events/api.ts'
import { withCollector } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface Options {
  readonly data?: string
  readonly json?: boolean
}

async function list({ data, json }: Options): Promise<void> {
  const { endpoints } = Value.Parse(
    Setup,
    await withCollector(data ?? defaultDataDir, console => console.get('/api/v1/setup')),
  )
  if (json) return console.log(JSON.stringify(endpoints, null, 2))
  const rows = endpoints.map(({ id, hostname, platform, version, online, degraded }) => {
    const state = degraded.length > 0 ? `${degraded.length} weaker` : 'whole'
    return [id, hostname, platform, version, online ? 'online' : 'silent', state]
  })
  console.log(formatTable([['ID', 'HOST', 'PLATFORM', 'VERSION', 'STATE', 'SENSORS'], ...rows]))
}

async function revoke(id: string, { data, reason }: Options & { reason: string }): Promise<void> {
  await withCollector(data ?? defaultDataDir, console =>
    console.post(`/api/v1/endpoints/${encodeURIComponent(id)}/revocation`, { json: { reason } }),
  )
  console.log(`Nothing of ${id} is taken any more. What it had sent stays.`)
}

export const endpoints = (): Command =>
  new Command('endpoints')
    .description('list enrolled endpoints, or shut one out')
    .addCommand(
      new Command('list')
        .description('list enrolled endpoints')
        .addOption(dataOption())
        .option('--json', 'print JSON')
        .addHelpText('after', '\nExample:\n  clientkeep endpoints list')
        .action(list),
    )
    .addCommand(
      new Command('revoke')
        .description('take nothing more of an endpoint, at once')
        .argument('<id>', 'id of the endpoint, as `endpoints list` shows it')
        .requiredOption('--reason <words>', 'why, for the audit chain')
        .addOption(dataOption())
        .addHelpText(
          'after',
          '\nExample:\n  clientkeep endpoints revoke 0b9c… --reason "laptop was stolen"',
        )
        .action(revoke),
    )
