/** `clientkeep up`: collector, dashboard and a local agent in one go; with `--demo` on a sample company of its own. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import type { Collector } from '../collector/main.ts'
import { writeEnrolToken } from '../events/enrol-token.ts'
import type { WatchPlace } from '../events/policy.ts'
import type { DemoStory } from './demo/story.ts'
import { type LocalAgent, startLocalAgent } from './local-agent.ts'
import { fileLog } from './log.ts'
import { dashboardDir, dataOption, defaultDataDir, demoDataDir, portOption } from './options.ts'
import { signInUrl } from './sign-in.ts'
import { stopSignal } from './stopping.ts'
import { version } from './version.ts'
import { watchOption, withPlaces } from './watch-option.ts'

interface UpOptions {
  readonly data?: string
  readonly port?: number
  readonly watch?: readonly WatchPlace[]
  readonly demo?: boolean
}

async function watchAlso(collector: Collector, places: readonly WatchPlace[]): Promise<void> {
  const { policies, decide } = collector.parts
  const watch = withPlaces(policies.watch(), places)
  if (watch) await decide({ user: 'console' }, [{ kind: 'policy.watch-set', data: { watch } }])
}

function banner(url: string, link: string, dir: string, story: DemoStory | undefined): string {
  const next = story
    ? [
        'This is a demo with invented customers. In a moment a sales manager who leaves in 6 days copies',
        `a customer export to a USB stick (the folder ${story.stick}).`,
        'Keep the queue open to see it happen. To start for real: npm start',
      ]
    : ['The first page leads through what is missing.']
  return [
    '',
    `Clientkeep ${version} is ready.`,
    '',
    `Dashboard: ${url}`,
    'Sign in (this link works once, for half an hour):',
    `  ${link}`,
    '',
    ...next,
    '',
    `Data: ${dir}`,
    'Stop: Ctrl-C',
    '',
  ]
    .map(line => (line === '' ? '' : `  ${line}`))
    .join('\n')
}

async function run(options: UpOptions): Promise<void> {
  const stopped = stopSignal()
  const { startCollector } = await import('../collector/main.ts')
  const dir = options.data ?? (options.demo ? demoDataDir : defaultDataDir)
  const log = fileLog(join(dir, 'logs', 'collector.log'), 'collector')
  const story = options.demo ? (await import('./demo/story.ts')).prepareDemo(dir) : undefined
  const collector = await startCollector({
    dir,
    mode: options.demo ? 'demo' : 'real',
    version,
    dashboardDir,
    log,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(story ? { demoCopy: story.copy } : {}),
  })
  let agent: LocalAgent | undefined
  try {
    const url = await collector.listen()
    await story?.fill(collector)
    const places = options.watch ?? []
    for (const { path } of places) mkdirSync(path, { recursive: true })
    await watchAlso(collector, [...places, ...(story?.places ?? [])])
    const { access, reached } = collector.parts
    const { url: named = url, pin } = reached() ?? {}
    // A given certificate is for the name alone.
    const address = pin === undefined ? named : url
    agent = startLocalAgent({
      dir: join(dir, 'agent'),
      collector: address,
      log: join(dir, 'logs', 'agent.log'),
      newEnrolToken: () =>
        writeEnrolToken({ url: address, token: access.newEnrolToken(), ...(pin && { pin }) }),
      onFailure: reason => console.error(`The local agent stopped and is started again: ${reason}`),
    })
    console.log(banner(url, signInUrl(url, access.newSignInToken()), dir, story))
    story
      ?.play(collector)
      .catch((error: unknown) => log.error({ err: error }, 'the demo could not copy'))
    await stopped
    console.log('Stopping …')
  } finally {
    await agent?.stop()
    await collector.close()
  }
}

export const up = (): Command =>
  new Command('up')
    .description('start collector, dashboard and a local agent')
    .addOption(dataOption())
    .addOption(portOption())
    .addOption(watchOption())
    .option(
      '--demo',
      'use a sample company in a data folder of its own; real data is never touched',
    )
    .addHelpText(
      'after',
      '\nExample:\n  clientkeep up --watch /media/usb --watch network:/mnt/share',
    )
    .action(run)
