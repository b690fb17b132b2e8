/** `clientkeep agent`: the endpoint agent. */
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { Fault } from '../events/fault.ts'
import { consoleLog, fileLog } from './log.ts'
import { absolute, defaultDataDir } from './options.ts'
import { stopSignal } from './stopping.ts'
import { version } from './version.ts'

interface AgentCommandOptions {
  readonly data?: string
  readonly collector?: string
  readonly log?: string
}

/** Throws Fault ERR_INPUT_INVALID where the text is no http(s) address. */
function parseCollector(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin
  throw new Fault(
    'ERR_INPUT_INVALID',
    `--collector ${text}: is not an address; write it as http://127.0.0.1:8787`,
  )
}

export const agent = (): Command =>
  new Command('agent')
    .description(
      'run the endpoint agent; the first time with CLIENTKEEP_ENROL_TOKEN in the environment',
    )
    .addOption(new Option('--data <dir>', "the agent's own folder").argParser(absolute))
    .addOption(
      new Option(
        '--collector <address>',
        'address of the collector, needed the first time',
      ).argParser(parseCollector),
    )
    .addOption(
      new Option('--log <file>', 'append the log to a file instead of standard output').argParser(
        absolute,
      ),
    )
    .addHelpText(
      'after',
      '\nExample:\n  CLIENTKEEP_ENROL_TOKEN=… clientkeep agent --collector http://127.0.0.1:8787',
    )
    .action(async ({ data, collector, log: logFile }: AgentCommandOptions) => {
      const stopped = stopSignal()
      const { startAgent } = await import('../agent/main.ts')
      const enrolToken = process.env.CLIENTKEEP_ENROL_TOKEN
      delete process.env.CLIENTKEEP_ENROL_TOKEN
      const running = await startAgent({
        dir: data ?? join(defaultDataDir, 'agent'),
        version,
        log: logFile === undefined ? consoleLog('agent') : fileLog(logFile, 'agent'),
        ...(collector === undefined ? {} : { collector }),
        ...(enrolToken === undefined ? {} : { enrolToken }),
      })
      await stopped
      await running.stop()
    })
