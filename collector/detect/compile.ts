/** Loads and compiles the rules that a detection thread is told to use. */
import { type CompiledRules, compileRules } from '../../rules/engine/compile.ts'
import { loadRules } from '../../rules/load.ts'
import type { DetectSettings } from './messages.ts'

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The rules of the settings. Rejects with the Fault of a rule that has one. */
export const compile = async ({ rules }: DetectSettings): Promise<CompiledRules> =>
  compileRules((await Promise.all(rules.map(loadRules))).flat(), { isWithoutTests: true })

/** At a start there are no rules of before to fall back on: where the company's own have faults, the catalog alone looks after it. */
export async function compileFirst(settings: DetectSettings) {
  try {
    return { rules: await compile(settings) }
  } catch (error) {
    const [catalog] = settings.rules
    if (catalog === undefined || settings.rules.length === 1) throw error
    return { rules: await compile({ ...settings, rules: [catalog] }), refused: inWords(error) }
  }
}
