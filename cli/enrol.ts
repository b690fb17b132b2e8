/** `clientkeep enrol`: a one-time token that lets an endpoint's agent in, as the lines to run there. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { Enrolment } from '../events/admin.ts'
import { Fault } from '../events/fault.ts'
import { withCollector } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'

/** Whether other computers cannot reach this address. */
const isLocal = (url: string): boolean =>
  ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname)

async function print({ data }: { readonly data?: string }): Promise<void> {
  const dir = data ?? defaultDataDir
  const answer = await withCollector(dir, async ({ how, post }) => {
    if (how === 'running') return post('/api/v1/enrolments')
    const text = `no collector runs on ${dir}; start it with \`clientkeep up\`, or name its data folder with --data`
    throw new Fault('ERR_COLLECTOR_UNREACHABLE', text)
  })
  const { commands, url, expires_at } = Value.Parse(Enrolment, answer)
  console.log(`Where the agent's package is installed:
  ${commands.package}

Where this program's folder is:
  ${commands.folder}

One of them, once, until ${new Date(expires_at).toISOString()}. The agent will look for ${url}.`)
  if (isLocal(url))
    console.error(
      'That address is reached from this computer only: for others set `host` and `tls.names` in config.yaml, see docs/operating.md.',
    )
}

export const enrol = (): Command =>
  new Command('enrol')
    .description(
      'print the lines that enrol one endpoint: run one of them there within half an hour',
    )
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  clientkeep enrol')
    .action(print)
