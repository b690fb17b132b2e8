/** Reads rule files from a folder. Does not look into them: `compileRules` does. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault, systemCode } from '../events/fault.ts'
import { limits } from '../events/limits.ts'
import { type RuleFault, RuleFaults } from './engine/faults.ts'
import type { RuleSource } from './engine/rule.ts'

/** The rules that come with the product. */
export const catalogDir: string = join(import.meta.dirname, 'catalog')

async function list(dir: string): Promise<readonly string[]> {
  try {
    const names = await readdir(dir, { recursive: true })
    return names.filter(name => name.endsWith('.yml')).toSorted()
  } catch (error) {
    throw new Fault(
      'ERR_INPUT_FILE',
      `cannot read the rules in ${dir} (${systemCode(error) ?? 'unknown error'}): check the path`,
      { cause: error },
    )
  }
}

/** Reads `*.yml` below `dir`, in the order of their names. Throws `RuleFaults` naming every file that is too large. */
export async function loadRules(dir: string): Promise<RuleSource[]> {
  const sources: RuleSource[] = []
  const faults: RuleFault[] = []
  for (const name of await list(dir)) {
    const path = join(dir, name)
    const found = await stat(path)
    if (!found.isFile()) continue
    if (found.size > limits.ruleFileBytesMax) {
      const message = `the file has ${found.size} bytes; a rule file has at most ${limits.ruleFileBytesMax}`
      faults.push({ path, line: 1, column: 1, message })
    } else sources.push({ path, text: await readFile(path, 'utf8') })
  }
  if (faults.length > 0) throw new RuleFaults(faults)
  return sources
}
