/** Rules as the sub-commands of `rules` take them: a file, a folder, or the name of a rule of the catalog. */
import { existsSync } from 'node:fs'
import { Option } from 'commander'
import { Fault } from '../../events/fault.ts'
import { type CompileOptions, compileGood } from '../../rules/engine/compile.ts'
import type { CompiledRules } from '../../rules/engine/engine.ts'
import { didYouMean, type RuleFault, RuleFaults } from '../../rules/engine/faults.ts'
import { catalogDir, readRules } from '../../rules/load.ts'
import { absolute } from '../options.ts'
import { readLists } from './lists-file.ts'

/** A fault as one line: `file:line:column: what is wrong`. */
export const faultLine = ({ path, line, column, message }: RuleFault): string =>
  `${path}:${line}:${column}: ${message}`

/** Paths in messages stay as they were typed. */
const expand = (path: string): string => (path.startsWith('~') ? absolute(path) : path)

export const placeholdersOption = (): Option =>
  new Option('--placeholders <file>', 'YAML with the lists for %placeholders% (`name: [values]`)')

/** The lists of that option, as compiling takes them. */
export async function placeholdersOf({
  placeholders,
}: {
  readonly placeholders?: string
}): Promise<CompileOptions> {
  if (placeholders === undefined) return {}
  return { placeholders: Object.fromEntries(await readLists(placeholders)) }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What of some folders compiles, and every fault of the rest, in the order of paths. */
export async function readRuleSet(
  paths: readonly string[],
  options: CompileOptions = {},
): Promise<{
  readonly compiled: CompiledRules
  readonly faults: readonly RuleFault[]
  readonly files: number
}> {
  const read = await Promise.all(paths.map(path => readRules(expand(path))))
  const sources = read.flatMap(each => each.sources)
  const unread = read.flatMap(each => each.faults)
  if (sources.length + unread.length === 0) {
    throw new Fault('ERR_INPUT_FILE', `${paths.join(', ')}: no rule files (*.yml) here`)
  }
  const { compiled, faults } = compileGood(sources, options)
  const all = [...unread, ...faults].sort(
    (a, b) => compare(a.path, b.path) || a.line - b.line || a.column - b.column,
  )
  return { compiled, faults: all, files: sources.length + unread.length }
}

/** Rules with some of them asked for, by their numbers. */
export interface AskedRules {
  readonly compiled: CompiledRules
  readonly numbers: readonly number[]
}

/** The rules of one file; what its correlations refer to may lie in the folder `dir`. */
async function rulesOfFile(path: string, dir: string): Promise<AskedRules> {
  const { sources } = await readRules(path)
  const own = compileGood(sources)
  if (own.faults.length > 0) throw new RuleFaults(own.faults)
  const numbersOf = ({ rules }: CompiledRules) =>
    rules.flatMap((rule, number) => (rule.path === path ? [number] : []))
  if (own.compiled.warnings.length === 0) {
    return { compiled: own.compiled, numbers: numbersOf(own.compiled) }
  }
  const taken = new Set(own.compiled.rules.flatMap(({ id, name }) => [id, name]))
  // A draft of a rule stands for the one in the folder.
  const others = (await readRules(dir)).sources.filter(source =>
    compileGood([source]).compiled.rules.every(
      ({ id, name }) => !taken.has(id) && !taken.has(name),
    ),
  )
  const { compiled } = compileGood([...sources, ...others])
  return { compiled, numbers: numbersOf(compiled) }
}

/** The rules that `asked` means: those of a file, or the one with that name or id in `dir`. Throws RuleFaults and Fault ERR_NOT_FOUND. */
export async function findRules(asked: string, dir: string = catalogDir): Promise<AskedRules> {
  const path = expand(asked)
  if (existsSync(path)) return rulesOfFile(path, dir)
  const { compiled } = compileGood((await readRules(dir)).sources)
  const number = compiled.rules.findIndex(
    ({ id, name }) => name === asked || id === asked.toLowerCase(),
  )
  if (number >= 0) return { compiled, numbers: [number] }
  const names = compiled.rules.map(({ name }) => name)
  throw new Fault(
    'ERR_NOT_FOUND',
    `there is no file and no rule "${asked}"${didYouMean(asked, names)}; \`clientkeep rules coverage\` lists the rules of the catalog`,
  )
}
