/** `clientkeep collector`: the server alone, for a service manager. */
import { Command } from 'commander'
import { consoleLog } from './log.ts'
import { dashboardDir, dataOption, defaultDataDir, portOption } from './options.ts'
import { signInUrl } from './sign-in.ts'
import { stopSignal } from './stopping.ts'
import { version } from './version.ts'

interface CollectorCommandOptions {
  readonly data?: string
  readonly port?: number
}

export const collector = (): Command =>
  new Command('collector')
    .description('run the collector alone (server and dashboard)')
    .addOption(dataOption())
    .addOption(portOption())
    .addHelpText(
      'after',
      '\nExample:\n  clientkeep collector --data /var/lib/clientkeep --port 8787',
    )
    .action(async ({ data, port }: CollectorCommandOptions) => {
      const log = consoleLog('collector')
      const stopped = stopSignal()
      const { startCollector } = await import('../collector/main.ts')
      const running = await startCollector({
        dir: data ?? defaultDataDir,
        mode: 'real',
        version,
        dashboardDir,
        log,
        ...(port === undefined ? {} : { port }),
      })
      try {
        const url = await running.listen()
        console.log(`Collector ready at ${url}`)
        // A service manager keeps what is printed: secrets are for a person at the terminal only.
        if (process.stdout.isTTY)
          console.log(`Sign in (once): ${signInUrl(url, running.parts.access.newSignInToken())}`)
        console.log('Sign in with `clientkeep sign-in`, enrol an endpoint with `clientkeep enrol`.')
        await stopped
      } finally {
        await running.close()
      }
    })
