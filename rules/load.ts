/** Reads rule files from a folder. Does not look into them: `compileRules` does. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault, systemCode } from '../events/fault.ts'
import { limits } from '../events/limits.ts'
import { type RuleFault, RuleFaults } from './engine/faults.ts'
import type { RuleSource } from './engine/rule.ts'

/** The rules that come with the product. */
export const catalogDir: string = join(import.meta.dirname, 'catalog')

async function list(path: string): Promise<readonly string[]> {
  try {
    if ((await stat(path)).isFile()) return [path]
    const names = await readdir(path, { recursive: true })
    return names
      .filter(name => /\.ya?ml$/.test(name))
      .toSorted()
      .map(name => join(path, name))
  } catch (error) {
    throw new Fault(
      'ERR_INPUT_FILE',
      `cannot read the rules in ${path} (${systemCode(error) ?? 'unknown error'}): check the path`,
      { cause: error },
    )
  }
}

/** Reads a rule file, or `*.yml` and `*.yaml` below a folder in the order of their names; gives what cannot be read as faults. */
export async function readRules(
  from: string,
): Promise<{ readonly sources: readonly RuleSource[]; readonly faults: readonly RuleFault[] }> {
  const sources: RuleSource[] = []
  const faults: RuleFault[] = []
  for (const path of await list(from)) {
    const found = await stat(path)
    if (!found.isFile()) continue
    if (found.size > limits.ruleFileBytesMax) {
      const message = `the file has ${found.size} bytes; a rule file has at most ${limits.ruleFileBytesMax}`
      faults.push({ path, line: 1, column: 1, message })
    } else sources.push({ path, text: await readFile(path, 'utf8') })
  }
  return { sources, faults }
}

/** The same for rules that must all be there: throws `RuleFaults` naming every file that is too large. */
export async function loadRules(from: string): Promise<readonly RuleSource[]> {
  const { sources, faults } = await readRules(from)
  if (faults.length > 0) throw new RuleFaults(faults)
  return sources
}
