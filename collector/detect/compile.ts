/** Loads and compiles the rules that a detection thread is told to use. */
import { type CompiledRules, compileRules } from '../../rules/engine/compile.ts'
import { loadRules } from '../../rules/load.ts'
import { ownSources } from '../rules/own-rules.ts'
import { openDatabase } from '../store/database.ts'
import { projectionsSchema } from '../store/projections-schema.ts'
import type { DetectSettings } from './messages.ts'

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Those that were written in the dashboard. */
function written({ projections, isCatalogOnly }: DetectSettings) {
  if (isCatalogOnly) return []
  const database = openDatabase(projections, projectionsSchema, { readonly: true })
  try {
    return ownSources(database)
  } finally {
    database.close()
  }
}

/** The rules of the settings. Rejects with the Fault of a rule that has one. */
export async function compile(settings: DetectSettings): Promise<CompiledRules> {
  const files = (await Promise.all(settings.rules.map(loadRules))).flat()
  return compileRules([...files, ...written(settings)], { isWithoutTests: true })
}

/** At a start there are no rules of before to fall back on: where the company's own have faults, the catalog alone looks after it. */
export async function compileFirst(settings: DetectSettings) {
  try {
    return { rules: await compile(settings) }
  } catch (error) {
    const [catalog] = settings.rules
    if (catalog === undefined) throw error
    return {
      rules: await compile({ ...settings, rules: [catalog], isCatalogOnly: true }),
      refused: inWords(error),
    }
  }
}
