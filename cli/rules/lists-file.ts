/** Reads YAML files of `name: value` or `name: [values]`: field listss, and the lists of placeholders. */
import { readFile } from 'node:fs/promises'
import { Fault, systemCode } from '../../events/fault.ts'
import { type RuleFault, RuleFaults } from '../../rules/engine/faults.ts'
import { reader } from '../../rules/engine/reader.ts'
import { readYaml } from '../../rules/engine/yaml.ts'

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const code = systemCode(cause) ?? 'unknown error'
    throw new Fault('ERR_INPUT_FILE', `cannot read ${path} (${code})`, { cause })
  }
}

/** The lists by name. Throws RuleFaults with every fault of the file. */
export async function readLists(path: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const faults: RuleFault[] = []
  const [node, more] = readYaml(await textOf(path), (at, message) =>
    faults.push({ path, ...at, message }),
  )
  const lists = new Map<string, readonly string[]>()
  if (node?.kind === 'map' && !more) {
    const read = reader(node, '', (at, message) => faults.push({ path, ...at, message }))
    for (const { key } of node.entries) lists.set(key, read.texts(key, true) ?? [])
  } else if (faults.length === 0) {
    const message = 'the file must be one map of `name: value` or `name: [values]`'
    faults.push({ path, line: 1, column: 1, message })
  }
  if (faults.length > 0) throw new RuleFaults(faults)
  return lists
}
