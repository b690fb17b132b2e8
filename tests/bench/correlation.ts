/** Correlations: alerts compared with rsigma's first, then events a second against rsigma and Esper, growth to a million persons, bytes per person, and a restart in the middle. */
import { join } from 'node:path'
import { mixed, perPerson } from './correlation-rules.ts'
import { correlationScale } from './correlation-scale.ts'
import { seeded } from './lanes/random.ts'
import { type Built, buildPeer } from './peers/build.ts'
import { compareHits } from './peers/hits.ts'
import { alternate } from './peers/measure.ts'
import { esper, rsigma } from './peers/recipes.ts'
import { startRunner } from './peers/runner.ts'
import { startOurCorrelations, writeInput, writeList } from './peers/start.ts'
import {
  atLeast,
  atMost,
  type BenchReport,
  below,
  figure,
  type Goal,
  type Peer,
  type Say,
} from './report.ts'

interface Part {
  readonly goals: readonly Goal[]
  readonly peers: readonly Peer[]
  readonly notes: readonly string[]
}

const rounds = 3
const laneEvents = 500_000
const persons = 13

/** Spacing of the events and how many times rsigma's speed is wanted; 30,000 events are in the densest window. */
const spacings = [
  { words: '1 s apart', step: 1000, ratioMin: 10 },
  { words: '0.1 s apart', step: 100, ratioMin: 10 },
  { words: '0.01 s apart (30,000 in the window)', step: 10, ratioMin: 100 },
] as const

/** Activity of a small office. Times are whole seconds, because rsigma's are. */
function laneText(step: number): string {
  const random = seeded(5)
  const begin = 1_780_000_000
  const event = (index: number) => ({
    product: 'bench',
    category: 'activity',
    kind: random.pick(['failed', 'failed', 'succeeded', 'moved']),
    person: `person-${random.int(persons)}`,
    target: `customer-${random.int(40)}`,
    amount: random.int(5000),
    time: (begin + Math.floor((index * step) / 1000)) * 1000,
    uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  })
  const lines = Array.from({ length: laneEvents }, (_, index) => JSON.stringify(event(index)))
  return `${lines.join('\n')}\n`
}

async function againstRsigma(peer: Built, say: Say): Promise<Part> {
  if ('reason' in peer) {
    return { goals: [], peers: [], notes: [`peer not available: ${peer.name}: ${peer.reason}`] }
  }
  const { name, version, dir } = peer
  const ours = await startOurCorrelations('mixed', mixed)
  const list = await writeList('mixed', [await writeInput('mixed.yml', mixed)])
  const theirs = await startRunner(join(dir, 'target/release/rsigma-runner'), ['correlate', list])
  const goals: Goal[] = []
  const peers: Peer[] = []
  const notes: string[] = []
  for (const { words, step, ratioMin } of spacings) {
    const lane = await writeInput(`activity-${step}.ndjson`, laneText(step))
    for (const runner of [ours, theirs]) await runner.ask(`lane ${lane}`)
    const own = await ours.ask('hits')
    const isCorrelation = (rule: string) => /-0000000001\d\d$/.test(rule)
    const differences = compareHits(words, own, await theirs.ask('hits')).filter(({ rule }) =>
      isCorrelation(rule),
    )
    const [fast = 0, slow = 0] = await alternate([ours, theirs], 'match', rounds)
    goals.push(
      below(
        `${words}: correlations whose alerts differ from ${name}`,
        differences.length,
        'rules',
        1,
      ),
      figure(
        `${words}: alerts`,
        Object.values(own.hits).reduce((sum, count) => sum + count, 0),
        'alerts',
      ),
      figure(words, fast, 'events/s'),
      atLeast(`${words}: times ${name}`, fast / slow, 'x', ratioMin),
    )
    peers.push({ name: `${name}, ${words}`, version, value: slow, unit: 'events/s' })
    notes.push(
      ...differences.map(
        ({ lane: where, rule, ours: ownCount, theirs: otherCount }) =>
          `alerts differ: events ${where}: rule ${rule}: ours ${ownCount}, ${name} ${otherCount}`,
      ),
    )
    say(`${words}: ours ${Math.round(fast)}, ${name} ${Math.round(slow)} events/s`)
  }
  await ours.stop()
  await theirs.stop()
  return { goals, peers, notes }
}

/** Windows of 300 s at 1,000 events a second; thresholds about three deviations above what a person does. */
const queries = [
  {
    words: 'count and sum, 5,000 persons',
    people: 5000,
    least: { event_count: 84, value_sum: 44_000 },
    ratioMin: 3,
  },
  {
    words: 'count and sum, 100,000 persons',
    people: 100_000,
    least: { event_count: 10, value_sum: 7000 },
    ratioMin: 2,
  },
  {
    words: 'count, sum and distinct, 5,000 persons',
    people: 5000,
    least: { event_count: 84, value_sum: 44_000, value_count: 82 },
    ratioMin: 1.5,
  },
] as const

const madeEvents = 500_000
const heapShareMax = 1 / 5
const mebibytes = (bytes: number) => bytes / 2 ** 20

async function againstEsper(peer: Built, say: Say): Promise<Part> {
  if ('reason' in peer) {
    return { goals: [], peers: [], notes: [`peer not available: ${peer.name}: ${peer.reason}`] }
  }
  const { name, version, dir } = peer
  const goals: Goal[] = []
  const peers: Peer[] = []
  for (const { words, people, least, ratioMin } of queries) {
    const distinct = 'value_count' in least ? least.value_count : 0
    const ours = await startOurCorrelations('per-person', perPerson(least, 300))
    const theirs = await startRunner('java', [
      ...['-Xmx1g', '-XX:+UseParallelGC', '-cp', `${dir}/classes:${dir}/lib/*`, 'EsperRunner'],
      distinct > 0 ? 'distinct' : 'plain',
      ...[least.event_count, least.value_sum, distinct].map(String),
    ])
    const make = `${people} ${madeEvents} 1`
    for (const runner of [ours, theirs]) await runner.ask(`make ${make}`)
    const [own, other] = [await ours.ask('match'), await theirs.ask('match')]
    const [fast = 0, slow = 0] = await alternate([ours, theirs], 'match', rounds)
    const [held, heldThere] = [await ours.ask(`memory ${make}`), await theirs.ask(`memory ${make}`)]
    goals.push(
      figure(`${words}: alerts`, own.matches, 'alerts'),
      below(
        `${words}: alerts more or fewer than ${name}`,
        Math.abs(own.matches - other.matches),
        'alerts',
        1,
      ),
      figure(words, fast, 'events/s'),
      atLeast(`${words}: times ${name}`, fast / slow, 'x', ratioMin),
      figure(`${words}: held`, mebibytes(held.heap), 'MiB'),
      atMost(`${words}: held, share of ${name}'s`, held.heap / heldThere.heap, 'x', heapShareMax),
      figure(`${words}: resident`, mebibytes(held.rss), 'MiB'),
    )
    peers.push(
      { name: `${name}, ${words}`, version, value: slow, unit: 'events/s' },
      { name: `${name}, ${words}: held`, version, value: mebibytes(heldThere.heap), unit: 'MiB' },
      {
        name: `${name}, ${words}: resident`,
        version,
        value: mebibytes(heldThere.rssMax),
        unit: 'MiB',
      },
    )
    say(`${words}: ours ${Math.round(fast)}, ${name} ${Math.round(slow)} events/s`)
    await ours.stop()
    await theirs.stop()
  }
  return { goals, peers, notes: [] }
}

/** `npm run bench -- correlation`. */
export async function correlation(say: Say): Promise<BenchReport> {
  const parts: readonly Part[] = [
    await againstRsigma(await buildPeer(rsigma, say), say),
    await againstEsper(await buildPeer(esper, say), say),
    { ...(await correlationScale(say)), peers: [], notes: [] },
  ]
  return {
    bench: 'correlation',
    goals: parts.flatMap(({ goals }) => goals),
    peers: parts.flatMap(({ peers }) => peers),
    notes: [
      'events a second are of processor time, after the first fifth of each pass; nothing may be late, as the peers have no allowance',
      'every engine gets parsed events with the same values; Esper keeps the events of its window, ours their offsets',
      ...parts.flatMap(({ notes }) => notes),
    ],
  }
}
