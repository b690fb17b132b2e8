/** `clientkeep notify`: the channels, how they are, and a test of one. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { NotifyState } from '../events/upkeep.ts'
import { withCollector } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface NotifyOptions {
  readonly data?: string
  readonly json?: boolean
}

const time = (at: number | null): string => (at === null ? 'never' : new Date(at).toISOString())

const list = (): Command =>
  new Command('list')
    .description('print the channels, how they are, and what could not be delivered')
    .addOption(dataOption())
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  clientkeep notify list')
    .action(async ({ data, json }: NotifyOptions) => {
      const answer = await withCollector(data ?? defaultDataDir, console =>
        console.get('/api/v1/notify'),
      )
      const { channels, undelivered } = Value.Parse(NotifyState, answer)
      if (json) return console.log(JSON.stringify({ channels, undelivered }, null, 2))
      const rows = channels.map(({ name, type, pending, sent_at, failure }) => [
        name,
        type,
        `${pending} waiting`,
        `sent ${time(sent_at)}`,
        failure === null ? '' : `failing: ${failure}`,
      ])
      const lost = undelivered.map(({ channel, at, alerts, reason }) => [
        channel,
        'UNDELIVERED',
        `${alerts.length} alerts`,
        time(at),
        reason,
      ])
      console.log(
        formatTable([...rows, ...lost]) || 'No channel is configured; see docs/operating.md.',
      )
    })

const test = (): Command =>
  new Command('test')
    .description('send a message that says only that the channel works')
    .argument('<name>', "the channel's name in config.yaml")
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  clientkeep notify test officers')
    .action(async (name: string, { data }: NotifyOptions) => {
      await withCollector(data ?? defaultDataDir, console =>
        console.post(`/api/v1/notify/${encodeURIComponent(name)}/test`),
      )
      console.log(`Sent to "${name}".`)
    })

export const notify = (): Command =>
  new Command('notify')
    .description('channels that carry alerts out')
    .addCommand(list().exitOverride())
    .addCommand(test().exitOverride())
