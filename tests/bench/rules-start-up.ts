/** The same events with start-up time: each run begins with a new process that loads all rules, as a command on a shell does. */
import { spawn } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lane } from './lanes/lanes.ts'
import { type Built, buildPeer, cacheDir } from './peers/build.ts'
import { rsigmaCommand } from './peers/recipes.ts'
import { type Runner, startRunner } from './peers/runner.ts'
import { startOurs } from './peers/start.ts'
import { figure, type Goal, type Peer, percentile, type Say } from './report.ts'

const rounds = 3

/** Events a second from the start of the process to the last event, the first pass over text. */
async function cold(lane: Lane, start: () => Promise<Runner>): Promise<number> {
  const runner = await start()
  await runner.ask(`lane ${lane.path}`)
  const { seconds } = await runner.ask('json')
  await runner.stop()
  return lane.events / (runner.startSeconds + seconds)
}

/** rsigma's own command over the rules as files of one folder. */
async function commandSeconds(dir: string, rulesDir: string, lane: Lane): Promise<number> {
  const started = performance.now()
  const child = spawn(
    join(dir, 'bin/rsigma'),
    [
      'engine',
      'eval',
      '--rules',
      rulesDir,
      '--event',
      `@${lane.path}`,
      '--logsource-routing',
      '--input-format',
      'json',
    ],
    { stdio: 'ignore' },
  )
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve)
    child.on('error', reject)
  })
  if (code !== 0) throw new Error(`rsigma ended with ${code}`)
  return (performance.now() - started) / 1000
}

async function copyRules(list: string): Promise<string> {
  const dir = join(cacheDir, 'rules')
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true })
  const paths = (await readFile(list, 'utf8')).split('\n').filter(path => path !== '')
  for (const [index, path] of paths.entries()) {
    await writeFile(join(dir, `${index}.yml`), await readFile(path))
  }
  return dir
}

/** Rows with start-up time; `peer` is the library runner, and the command is built when it is not there. */
export async function withStartUp(lane: Lane, list: string, peer: Built, say: Say) {
  const command = await buildPeer(rsigmaCommand, say)
  const rulesDir = await copyRules(list)
  const rates: { readonly ours: number[]; readonly runner: number[]; readonly command: number[] } =
    {
      ours: [],
      runner: [],
      command: [],
    }
  for (let round = 0; round < rounds; round++) {
    rates.ours.push(await cold(lane, () => startOurs(list)))
    if ('dir' in peer) {
      const path = join(peer.dir, 'target/release/rsigma-runner')
      rates.runner.push(await cold(lane, () => startRunner(path, ['detect', list, 'routing'])))
    }
    if ('dir' in command) {
      rates.command.push(lane.events / (await commandSeconds(command.dir, rulesDir, lane)))
    }
  }
  const words = `${lane.name}, ${lane.events.toLocaleString('en-US')} events with start-up`
  const goals: Goal[] = [figure(words, percentile(rates.ours, 0.5), 'events/s')]
  const { version } = rsigmaCommand
  const rows = [
    { name: 'rsigma', values: rates.runner },
    { name: 'rsigma command', values: rates.command },
  ]
  const peers: Peer[] = rows.flatMap(({ name, values }) =>
    values.length === 0
      ? []
      : [{ name: `${name}, ${words}`, version, value: percentile(values, 0.5), unit: 'events/s' }],
  )
  const notes =
    'reason' in command ? [`peer not available: ${command.name}: ${command.reason}`] : []
  return { goals, peers, notes }
}
