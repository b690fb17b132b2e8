/** Tools that look for customers in a file: how they are run, in turns, and what they answer. */
import { join } from 'node:path'
import Type from 'typebox'
import Value from 'typebox/value'
import { percentile } from '../report.ts'
import type { Base } from './bases.ts'
import { type Run, run } from './commands.ts'

const Answer = Type.Object({
  build_s: Type.Number(),
  search_s: Type.Number(),
  distinct: Type.Optional(Type.Integer()),
  tokens: Type.Optional(Type.String()),
})

/** Medians of one tool on one file. */
export interface Timing {
  readonly wall: number
  readonly cpu: number
  /** Without start-up. */
  readonly net: number
  readonly peakBytes: number
  readonly last: Run
}

/** What is measured. */
export interface Tool {
  readonly name: string
  run(file: string): Promise<Run>
  net(run: Run): number
}

/** The middle of some values. */
export const median = (values: readonly number[]): number => percentile(values, 0.5)
/** The Node of the project. */
export const node = join(import.meta.dirname, '../../../node_modules/.bin/node')
const cacheEnv = {
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../../node_modules/.cache/clientkeep/compiled'),
}
/** What a runner printed. */
export const answerOf = ({ output }: Run) => Value.Parse(Answer, JSON.parse(output))

/** A scan with the filter of a base, in a process of its own. */
export const ours = ({ filterPath }: Base): Tool => ({
  name: 'Clientkeep',
  run: file =>
    run(
      node,
      [
        '--import',
        join(import.meta.dirname, '../../../runtime.mjs'),
        join(import.meta.dirname, 'ours.ts'),
        filterPath,
        file,
      ],
      cacheEnv,
    ),
  net: result => answerOf(result).search_s,
})

/** Runs tools in turns. */
export async function alternate(
  tools: readonly Tool[],
  file: string,
  times: number,
): Promise<Timing[]> {
  const runs: Run[][] = tools.map(() => [])
  for (let round = 0; round < times; round += 1) {
    for (const [index, tool] of tools.entries()) runs[index]?.push(await tool.run(file))
  }
  return tools.map((tool, index) => {
    const own = runs[index] ?? []
    const [last] = own
    if (!last) throw new Error(`${tool.name} did not run`)
    return {
      wall: median(own.map(({ seconds }) => seconds)),
      cpu: median(own.map(({ cpuSeconds }) => cpuSeconds)),
      net: median(own.map(tool.net)),
      peakBytes: Math.max(...own.map(({ peakBytes }) => peakBytes)),
      last,
    }
  })
}
