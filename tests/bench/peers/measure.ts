/** Times runners against each other: in turns, so that what else the machine does falls on all of them alike. By processor time, which other processes change least. */
import { percentile } from '../report.ts'
import type { Runner } from './runner.ts'

/** Events per second of processor time of each runner on the lane it has loaded: the median over the rounds, after one round that does not count. */
export async function alternate(
  runners: readonly Runner[],
  command: string,
  rounds: number,
): Promise<readonly number[]> {
  const rates: number[][] = runners.map(() => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, runner] of runners.entries()) {
      const { events, cpuSeconds } = await runner.ask(command)
      if (round > 0) rates[index]?.push(events / cpuSeconds)
    }
  }
  return rates.map(values => percentile(values, 0.5))
}
