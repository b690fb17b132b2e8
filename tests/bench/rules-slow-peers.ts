/** Engines that are too slow for whole lanes: the interpreter of our tests and json-rules-engine, each on the events it can do in seconds. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lane } from './lanes/lanes.ts'
import { seeded } from './lanes/random.ts'
import { type Built, buildPeer, cacheDir } from './peers/build.ts'
import { compareHits } from './peers/hits.ts'
import { alternate } from './peers/measure.ts'
import { jsonRulesEngine, withoutRunner } from './peers/recipes.ts'
import { startRunner } from './peers/runner.ts'
import { startOurs, writeList } from './peers/start.ts'
import { atLeast, below, figure, type Goal, type Peer, type Say } from './report.ts'

const sizes = [10, 100, 1000, 3000] as const
const rounds = 5
const naiveEvents = 300
const ratioMin = 3000
const activities = 20

/** Writes the first events of a lane. */
async function head(lane: Lane, count: number): Promise<string> {
  const path = join(cacheDir, 'lanes', `${lane.name}-${count}.ndjson`)
  const lines = (await readFile(lane.path, 'utf8')).split('\n').slice(0, count)
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}

async function naive(lane: Lane, list: string) {
  const path = await head(lane, naiveEvents)
  const [plain, ours] = [await startOurs(list, 'naive'), await startOurs(list)]
  for (const runner of [plain, ours]) await runner.ask(`lane ${path}`)
  const differences = compareHits(lane.name, await ours.ask('hits'), await plain.ask('hits'))
  // The engine goes through so few events in too short a time: it repeats them.
  const [slow = 0] = await alternate([plain], 'match', 3)
  await ours.ask(`lane ${lane.path}`)
  const [fast = 0] = await alternate([ours], 'match', rounds)
  await plain.stop()
  await ours.stop()
  const goals = [
    below('rules on which engine and interpreter disagree', differences.length, 'rules', 1),
    figure(`${lane.name}: times the naive interpreter, parsed before`, fast / slow, 'x'),
  ]
  const peer = { version: 'of the tests', value: slow, unit: 'events/s' }
  return { goals, peers: [{ ...peer, name: `naive interpreter, ${lane.name}` }] }
}

/** Made rules of three conditions: an activity, a place out of three, and a least count. */
const madeRule = (index: number) => ({
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  activity: `activity-${index % activities}`,
  places: [0, 1, 2].map(step => `place-${(index + step) % 50}`),
  min: 50 + (index % 950),
})

const sigmaOf = ({ id, activity, places, min }: ReturnType<typeof madeRule>) =>
  `title: made\nid: ${id}\nlogsource: { product: made }\ndetection:\n  selection:\n    activity: ${activity}\n    place: [${places.join(', ')}]\n    count|gte: ${min}\n  condition: selection\n`

/** One rule size: hits compared, then both timed on as many events as each can do. */
async function madeRules(size: number, peerDir: string) {
  const rules = Array.from({ length: size }, (_, index) => madeRule(index))
  const rulesPath = join(cacheDir, `made-${size}.json`)
  await writeFile(rulesPath, JSON.stringify(rules))
  const yamlPath = join(cacheDir, `made-${size}.yml`)
  await writeFile(yamlPath, rules.map(sigmaOf).join('---\n'))
  const random = seeded(size)
  const line = () =>
    JSON.stringify({
      product: 'made',
      activity: `activity-${random.int(activities)}`,
      place: `place-${random.int(50)}`,
      count: random.int(1000),
    })
  const write = async (count: number) => {
    const path = join(cacheDir, 'lanes', `made-${size}-${count}.ndjson`)
    await writeFile(path, Array.from({ length: count }, () => `${line()}\n`).join(''))
    return path
  }
  const few = await write(Math.max(20, Math.round(20_000 / size)))
  const many = await write(20_000)
  const ours = await startOurs(await writeList(`made-${size}`, [yamlPath]))
  const theirs = await startRunner(process.execPath, [
    join(import.meta.dirname, 'peers/json-rules-engine.ts'),
    join(peerDir, 'node_modules/json-rules-engine/dist/index.js'),
    rulesPath,
  ])
  for (const runner of [ours, theirs]) await runner.ask(`lane ${few}`)
  const differences = compareHits('made', await ours.ask('hits'), await theirs.ask('hits'))
  await ours.ask(`lane ${many}`)
  const [own = 0, other = 0] = await alternate([ours, theirs], 'match', rounds)
  await ours.stop()
  await theirs.stop()
  return { own, other, differences: differences.length }
}

const lack = (peer: Built): string =>
  'reason' in peer
    ? `${peer.name}: ${peer.reason}`
    : `${peer.name}: it can be fetched here, but has no runner yet`

/** The rows of the slow peers; those that cannot be had are named in the notes. */
export async function slowPeers(lane: Lane, list: string, say: Say) {
  const { goals: naiveGoals, peers: naivePeers } = await naive(lane, list)
  const goals: Goal[] = [...naiveGoals]
  const peers: Peer[] = [...naivePeers]
  const notes: string[] = []
  for (const recipe of withoutRunner)
    notes.push(`peer not available: ${lack(await buildPeer(recipe, say))}`)
  const peer = await buildPeer(jsonRulesEngine, say)
  if ('reason' in peer) {
    notes.push(`peer not available: ${peer.name}: ${peer.reason}`)
    return { goals, peers, notes }
  }
  const { name, version } = peer
  for (const size of sizes) {
    const { own, other, differences } = await madeRules(size, peer.dir)
    const what = `${size} made rules, parsed before`
    goals.push(below(`${what}: rules whose hits differ from ${name}`, differences, 'rules', 1))
    goals.push(figure(what, own, 'events/s'))
    const ratio = own / other
    const title = `${what}: times ${name}`
    goals.push(size === 3000 ? atLeast(title, ratio, 'x', ratioMin) : figure(title, ratio, 'x'))
    peers.push({ name: `${name}, ${what}`, version, value: other, unit: 'events/s' })
    say(`${name} at ${size} rules: ${other.toFixed(1)} events/s, ours ${Math.round(own)}`)
  }
  return { goals, peers, notes }
}
