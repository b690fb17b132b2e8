/** How the cost of an event grows with the number of rules. */
import type { Lane } from './lanes/lanes.ts'
import { alternate } from './peers/measure.ts'
import type { Runner } from './peers/runner.ts'
import { startOurs, writeList } from './peers/start.ts'
import { atMost, figure, type Goal, type Say } from './report.ts'

const sizes = [10, 100, 1000, 3000] as const
const rounds = 5
const growthMax = 4

/** So many rules, evenly from all of them, so that each sample has rules of every kind. */
const sample = (paths: readonly string[], size: number): readonly string[] =>
  Array.from({ length: size }, (_, index) => paths[Math.floor((index * paths.length) / size)] ?? '')

/** Microseconds per event at 10, 100, 1,000 and 3,000 rules. */
export async function growth(lane: Lane, paths: readonly string[], say: Say) {
  const runners: Runner[] = []
  for (const size of sizes) {
    const runner = await startOurs(await writeList(`growth-${size}`, sample(paths, size)))
    await runner.ask(`lane ${lane.path}`)
    runners.push(runner)
  }
  const goals: Goal[] = []
  for (const [command, words] of [
    ['json', 'from JSON'],
    ['match', 'parsed before'],
  ] as const) {
    const costs = (await alternate(runners, command, rounds)).map(rate => 1e6 / rate)
    for (const [index, cost] of costs.entries()) {
      goals.push(figure(`${lane.name}, ${sizes[index]} rules, ${words}`, cost, 'µs/event'))
    }
    const [, few = 0, , many = 0] = costs
    const what = `cost of 3,000 rules against 100, ${words}`
    const ratio = many / few
    goals.push(command === 'json' ? atMost(what, ratio, 'x', growthMax) : figure(what, ratio, 'x'))
    say(`${words}: ${costs.map(cost => cost.toFixed(2)).join(', ')} µs/event`)
  }
  for (const runner of runners) await runner.stop()
  return { goals, peers: [] }
}
