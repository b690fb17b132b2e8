/** Correlations per person as the number of persons grows: speed, what one more person costs, and a restart from a snapshot. */
import { type Measure, perPerson } from './correlation-rules.ts'
import { compareHits } from './peers/hits.ts'
import { alternate } from './peers/measure.ts'
import { startOurCorrelations } from './peers/start.ts'
import { atMost, below, figure, type Goal, type Say } from './report.ts'

const rounds = 3
const madeEvents = 500_000
const windowSeconds = 300
const idleSeconds = 30 * 86_400
const idleBytesMax = 200
const never = 1e12

/** Thresholds that a few persons pass, at 300,000 events in the window. */
const sizes = [
  { persons: 1000, least: { event_count: 350, value_count: 290, value_sum: 180_000 } },
  { persons: 100_000, least: { event_count: 10, value_count: 10, value_sum: 7000 } },
  { persons: 1_000_000, least: { event_count: 5, value_count: 5, value_sum: 3500 } },
] as const

const measures: readonly Measure[] = ['event_count', 'value_count', 'value_sum']

/** What each person costs each rule who has done one thing in the last 30 days. */
async function idleBytes(persons: number, rules: readonly Measure[]): Promise<number> {
  const least = Object.fromEntries(rules.map(measure => [measure, never]))
  const runner = await startOurCorrelations('idle', perPerson(least, idleSeconds))
  // The first run also pays for what the engine's code itself needs.
  await runner.ask(`idle ${persons}`)
  const { heap } = await runner.ask(`idle ${persons}`)
  await runner.stop()
  return heap / persons / rules.length
}

async function atSize({ persons, least }: (typeof sizes)[number], say: Say): Promise<Goal[]> {
  const words = `${persons.toLocaleString('en-US')} persons`
  const goals: Goal[] = []
  for (const measure of measures) {
    const runner = await startOurCorrelations(
      'scale',
      perPerson({ [measure]: least[measure] }, windowSeconds),
    )
    await runner.ask(`make ${persons} ${madeEvents} 1`)
    const [rate = 0] = await alternate([runner], 'match', rounds)
    await runner.stop()
    const bytes = await idleBytes(persons, [measure])
    goals.push(
      figure(`${words}: ${measure}`, rate, 'events/s'),
      atMost(`${words}: ${measure} alone, idle person`, bytes, 'B', idleBytesMax),
    )
    say(`${words}: ${measure} ${Math.round(rate)} events/s, ${Math.round(bytes)} B a person`)
  }
  const runner = await startOurCorrelations('restart', perPerson(least, windowSeconds))
  await runner.ask(`make ${persons} ${madeEvents} 1`)
  const straight = await runner.ask('hits')
  const restarted = await runner.ask('restart')
  const differences = compareHits(words, restarted, straight).length
  await runner.stop()
  const together = await idleBytes(persons, measures)
  return [
    ...goals,
    atMost(`${words}: three rules together, idle person and rule`, together, 'B', idleBytesMax),
    below(`${words}: rules whose findings a restart changes`, differences, 'rules', 1),
    figure(`${words}: snapshot and restore`, restarted.seconds, 's'),
    figure(`${words}: snapshot`, restarted.bytes / 2 ** 20, 'MiB'),
  ]
}

/** Sliding counts, distinct counts and sums at a thousand, a hundred thousand and a million persons. */
export async function correlationScale(say: Say): Promise<{ readonly goals: readonly Goal[] }> {
  const goals: Goal[] = []
  for (const size of sizes) goals.push(...(await atSize(size, say)))
  return { goals }
}
