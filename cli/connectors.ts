/** `clientkeep connectors`: the logs that are followed, how that goes, and a test of one. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { ConnectorList, ConnectorTest } from '../events/connectors.ts'
import { withCollector } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface ConnectorOptions {
  readonly data?: string
  readonly json?: boolean
}

const list = (): Command =>
  new Command('list')
    .description('print the connectors, how far they are and what they could not read')
    .addOption(dataOption())
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  clientkeep connectors list')
    .action(async ({ data, json }: ConnectorOptions) => {
      const answer = await withCollector(data ?? defaultDataDir, console =>
        console.get('/api/v1/connectors'),
      )
      const { connectors } = Value.Parse(ConnectorList, answer)
      if (json) return console.log(JSON.stringify(connectors, null, 2))
      const rows = connectors.map(each => [
        each.name,
        each.type,
        `${each.events} events of ${each.lines} lines`,
        each.lag_bytes === 0 ? 'up to date' : `${each.lag_bytes} bytes behind`,
        each.dirty === 0 ? '' : `${each.dirty} dirty (${each.last_dirty ?? ''})`,
        each.failure === null ? '' : `failing: ${each.failure}`,
      ])
      console.log(formatTable(rows) || 'No connector is configured; see docs/connectors.md.')
    })

const test = (): Command =>
  new Command('test')
    .description('read the end of its newest log and say what is understood; keeps nothing')
    .argument('<name>', "the connector's name in config.yaml")
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  clientkeep connectors test odoo')
    .action(async (name: string, { data }: ConnectorOptions) => {
      const answer = await withCollector(data ?? defaultDataDir, console =>
        console.post(`/api/v1/connectors/${encodeURIComponent(name)}/test`),
      )
      const { file, lines, events, dirty, reasons } = Value.Parse(ConnectorTest, answer)
      console.log(`${file}: ${lines} lines, ${events} events, ${dirty} dirty`)
      for (const reason of reasons) console.log(`  ${reason}`)
      if (dirty > 0) process.exitCode = 1
    })

export const connectors = (): Command =>
  new Command('connectors')
    .description('logs of applications that have no agent')
    .addCommand(list().exitOverride())
    .addCommand(test().exitOverride())
