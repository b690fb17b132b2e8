/** From a folder to a score: opens the set, compiles the rules, runs them as the collector would, compares with the labels. */
import { Fault } from '../events/fault.ts'
import { type CompiledRules, compileRules } from '../rules/engine/compile.ts'
import { catalogDir, loadRules } from '../rules/load.ts'
import { startOf } from './calendar.ts'
import { deskDefaults } from './desk.ts'
import { detect } from './detection.ts'
import { openSet } from './formats/registry.ts'
import type { LabelledSet } from './labelled-set.ts'
import { randomOf } from './random.ts'
import { type Score, score } from './score.ts'
import { swapUsers } from './swap.ts'

export interface EvaluateOptions {
  /** Folders of rules; the catalog where empty. */
  readonly rules: readonly string[]
  /** Pairs of people whose accounts are exchanged. */
  readonly swap?: number
  /** ISO 8601 date. */
  readonly swapAt?: string
  readonly seed: string
}

/** The middle of the log, by its first and last event. */
async function middleOf(set: LabelledSet): Promise<number> {
  let [first, last] = [Number.POSITIVE_INFINITY, 0]
  for await (const line of set.lines()) {
    const time = Number(/"time":(\d+)/.exec(line)?.[1])
    first = Math.min(first, time)
    last = Math.max(last, time)
  }
  return Math.floor((first + last) / 2)
}

async function swapped(set: LabelledSet, { swap, swapAt, seed }: EvaluateOptions) {
  if (swap === undefined) return set
  const at = swapAt === undefined ? await middleOf(set) : startOf(swapAt)
  if (Number.isNaN(at))
    throw new Fault('ERR_INPUT_INVALID', `--swap-at "${swapAt}": give a date like 2026-03-01`)
  return swapUsers(set, { count: swap, at, random: randomOf(seed) })
}

/** The catalog, or the rules of the folders. Throws Fault ERR_RULES_INVALID. */
async function rulesOf(dirs: readonly string[]): Promise<CompiledRules> {
  const sources = await Promise.all((dirs.length > 0 ? dirs : [catalogDir]).map(loadRules))
  return compileRules(sources.flat(), { isWithoutTests: true })
}

/** Evaluates the set in a folder. Throws Faults that say what is wrong with it. */
export async function evaluateSet(
  dir: string,
  options: EvaluateOptions,
): Promise<{ readonly name: string; readonly score: Score }> {
  const set = await swapped(await openSet(dir), options)
  const run = await detect(set, await rulesOf(options.rules))
  return { name: set.name, score: score(set, run, deskDefaults) }
}
