/** Sigma rules over recorded and made events: hit counts against rsigma's first, then events a second on one core, growth with the number of rules, compile time and memory. */
import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Lane, writeLanes } from './lanes/lanes.ts'
import { type Built, buildPeer, cacheDir } from './peers/build.ts'
import { compareHits, type HitDifference, hitNotes } from './peers/hits.ts'
import { alternate } from './peers/measure.ts'
import * as recipes from './peers/recipes.ts'
import { type Runner, startRunner } from './peers/runner.ts'
import { startOurs, writeList } from './peers/start.ts'
import {
  atLeast,
  type BenchReport,
  below,
  figure,
  type Goal,
  type Peer,
  type Say,
} from './report.ts'
import { growth } from './rules-growth.ts'
import { slowPeers } from './rules-slow-peers.ts'

const root = join(import.meta.dirname, '../..')
const sigmaDir = join(root, '../shared/data/sigma-rules')
const ratioMin = { main: 5, other: 2, hits: 0 } as const
const rounds = 5
const compileSecondsMax = 3

/** A rule file with what tells it apart. */
interface RuleFile {
  readonly path: string
  readonly id: string
}

/** All rules without correlations: SigmaHQ's and our own catalog. */
async function listRules(): Promise<readonly RuleFile[]> {
  const paths = [sigmaDir, join(root, 'rules/catalog')].flatMap(dir =>
    globSync('**/*.yml', { cwd: dir }).map(name => join(dir, name)),
  )
  const files = await Promise.all(
    paths.toSorted().map(async path => ({ path, text: await readFile(path, 'utf8') })),
  )
  return files
    .filter(({ text }) => !/^correlation:/m.test(text))
    .map(({ path, text }) => ({ path, id: /^id: *['"]?([0-9a-f-]+)/m.exec(text)?.[1] ?? path }))
}

const pathOf = (fault: string) => fault.replace(/:\d+: .*$/s, '')

/** The rules that both accept: those that we refuse are taken out, and told. */
async function acceptedRules(rules: readonly RuleFile[]) {
  const runner = await startOurs(
    await writeList(
      'all',
      rules.map(({ path }) => path),
    ),
  )
  await runner.stop()
  const refused = new Set(runner.rejected.map(pathOf))
  return { accepted: rules.filter(({ path }) => !refused.has(path)), refused }
}

interface Race {
  readonly lane: Lane
  /** Events per second: ours, then the peer's. */
  readonly json: readonly number[]
  readonly parsed: readonly number[]
}

async function race(lanes: readonly Lane[], runners: readonly Runner[], say: Say): Promise<Race[]> {
  const races: Race[] = []
  for (const lane of lanes) {
    for (const runner of runners) await runner.ask(`lane ${lane.path}`)
    const json = await alternate(runners, 'json', rounds)
    const parsed = await alternate(runners, 'match', rounds)
    races.push({ lane, json, parsed })
    say(`${lane.name}: ${json.map(Math.round).join(' and ')} events/s from JSON`)
  }
  return races
}

async function compareAll(
  lanes: readonly Lane[],
  ours: Runner,
  theirs: Runner,
): Promise<{ readonly differences: HitDifference[]; readonly fired: ReadonlySet<string> }> {
  const differences: HitDifference[] = []
  const fired = new Set<string>()
  for (const { name, path } of lanes) {
    for (const runner of [ours, theirs]) await runner.ask(`lane ${path}`)
    const [own, fromJson, other] = [
      await ours.ask('hits'),
      await ours.ask('hits-json'),
      await theirs.ask('hits'),
    ]
    for (const rule of Object.keys(own.hits)) fired.add(rule)
    differences.push(...compareHits(`${name} (JSON against parsed)`, fromJson, own))
    differences.push(...compareHits(name, own, other))
  }
  return { differences, fired }
}

function raceGoals({ lane, json, parsed }: Race): Goal[] {
  const [own = 0, other = 0] = json
  const [ownParsed = 0, otherParsed = 0] = parsed
  const what = `${lane.name} (${Math.round(lane.bytesPerEvent)} B)`
  return [
    figure(`${what}: from JSON`, own, 'events/s'),
    figure(`${what}: parsed before`, ownParsed, 'events/s'),
    atLeast(`${what}: times rsigma, from JSON`, own / other, 'x', ratioMin[lane.kind]),
    figure(`${what}: times rsigma, parsed before`, ownParsed / otherParsed, 'x'),
  ]
}

function racePeers({ lane, json, parsed }: Race): Peer[] {
  const { name, version } = { name: 'rsigma', version: recipes.rsigma.version }
  return [
    { name: `${name}, ${lane.name}, from JSON`, version, value: json[1] ?? 0, unit: 'events/s' },
    {
      name: `${name}, ${lane.name}, parsed before`,
      version,
      value: parsed[1] ?? 0,
      unit: 'events/s',
    },
  ]
}

const megabytes = (bytes: number) => bytes / 2 ** 20

/** Start-up, compile time and memory of our engine over all rules, and of the peer where there is one. */
async function footprint(lane: Lane, ours: Runner, theirs: Runner | undefined) {
  const measure = async (runner: Runner) => {
    await runner.ask(`lane ${lane.path}`)
    return runner.ask('match')
  }
  const own = await measure(ours)
  const goals = [
    below('compile all rules, with all matchers', ours.loadSeconds, 's', compileSecondsMax),
    figure('start to ready', ours.startSeconds, 's'),
    figure('resident memory after loading', megabytes(ours.loadedBytes), 'MiB'),
    figure(`heap after ${lane.name}, collected`, megabytes(own.heap), 'MiB'),
  ]
  const other = theirs && (await measure(theirs))
  const peer = { name: 'rsigma', version: recipes.rsigma.version }
  const peers =
    theirs && other
      ? [
          { ...peer, name: 'rsigma, start to ready', value: theirs.startSeconds, unit: 's' },
          { ...peer, name: 'rsigma, load', value: theirs.loadSeconds, unit: 's' },
          {
            ...peer,
            name: 'rsigma, resident memory after loading',
            value: megabytes(theirs.loadedBytes),
            unit: 'MiB',
          },
        ]
      : []
  return { goals, peers }
}

const absence = (peer: Built): readonly string[] =>
  'reason' in peer ? [`peer not available: ${peer.name}: ${peer.reason}`] : []

/** `npm run bench -- rules`. */
export async function rules(say: Say): Promise<BenchReport> {
  const bench = 'rules'
  if (!existsSync(sigmaDir)) {
    return {
      bench,
      goals: [],
      peers: [],
      notes: [`there are no rules in ${sigmaDir}: nothing was measured`],
    }
  }
  const rsigma = await buildPeer(recipes.rsigma, say)
  const all = await listRules()
  const lanes = await writeLanes(
    join(cacheDir, 'lanes'),
    all.map(({ path }) => path),
  )
  const timed = lanes.filter(({ kind }) => kind !== 'hits')
  const { accepted, refused } = await acceptedRules(all)
  const paths = accepted.map(({ path }) => path)
  const list = await writeList('accepted', paths)
  const ours = await startOurs(list)
  const theirs =
    'dir' in rsigma
      ? await startRunner(join(rsigma.dir, 'target/release/rsigma-runner'), [
          'detect',
          list,
          'routing',
        ])
      : undefined
  const goals: Goal[] = [figure('rules', accepted.length, 'rules')]
  const peers: Peer[] = []
  const notes = [
    `${refused.size} rules are refused by us and left out for all: ${[...refused].map(path => path.replace(/^.*\//, '')).join(', ')}`,
    ...absence(rsigma),
  ]
  if (theirs) {
    notes.push(`rsigma refuses ${theirs.rejected.length} of them`)
    const { differences, fired } = await compareAll(lanes, ours, theirs)
    const found = hitNotes(differences, new Map(accepted.map(({ id, path }) => [id, path])))
    goals.push(figure('rules that fired on some lane', fired.size, 'rules'))
    goals.push(
      below('rule and lane pairs whose hits differ, cause unknown', found.unknown, 'pairs', 1),
    )
    notes.push(...found.notes)
  }
  for (const one of await race(timed, theirs ? [ours, theirs] : [ours], say)) {
    goals.push(...raceGoals(one))
    if (theirs) peers.push(...racePeers(one))
  }
  const structured = timed.find(({ name }) => name === 'structured_windows')
  for (const part of structured
    ? [
        await footprint(structured, ours, theirs),
        await growth(structured, paths, say),
        await slowPeers(structured, list, say),
      ]
    : []) {
    goals.push(...part.goals)
    peers.push(...part.peers)
    if ('notes' in part) notes.push(...part.notes)
  }
  await ours.stop()
  await theirs?.stop()
  return { bench, goals, peers, notes }
}
