/** Compiles rule files to what the engine runs, or throws every fault of every file at once. */
import { createHash } from 'node:crypto'
import { compileDetection } from './detection.ts'
import type { CompiledRules, Program } from './engine.ts'
import { type Position, type Report, type RuleFault, RuleFaults } from './faults.ts'
import { isDetectionRule, type ParseOptions, parseHeading } from './parse.ts'
import { reader } from './reader.ts'
import type { Logsource, RuleSource } from './rule.ts'
import { readYaml, toPlain, type YamlMap, type YamlNode } from './yaml.ts'

export type CompileOptions = ParseOptions

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The file name without folder and ending: the name of rules that have none. */
const stem = (path: string): string => path.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '')

const digestOf = (id: string | undefined, logsource: Logsource, detection: YamlMap): string =>
  sha256(JSON.stringify([id, logsource, toPlain(detection)]))

/** Undefined where the document has faults; they are reported. */
function compileDocument(
  node: YamlNode,
  path: string,
  options: CompileOptions,
  report: Report,
): Program | undefined {
  if (node.kind !== 'map') {
    report(node.at, 'a rule is a map with title, logsource and detection')
    return undefined
  }
  if (!isDetectionRule(node, report)) return undefined
  const heading = parseHeading(node, options, report)
  const map = reader(node, '', report).map('detection', true)
  const detection = map && compileDetection(map, { isStrict: options.catalog ?? false }, report)
  if (!map || !detection) return undefined
  const digest = digestOf(heading.id, heading.logsource, map)
  const { id = digest, name = stem(path) } = heading
  return { rule: { ...heading, id, name, path, line: node.at.line, digest }, detection }
}

interface Found extends Program {
  readonly idAt: Position
  readonly nameAt: Position | undefined
}

function compileSource(
  { path, text }: RuleSource,
  options: CompileOptions,
  faults: RuleFault[],
): readonly Found[] {
  const report: Report = (at, message) => faults.push({ path, ...at, message })
  const before = faults.length
  const documents = readYaml(text, report)
  if (documents.length === 0 && faults.length === before) {
    report({ line: 1, column: 1 }, 'the file has no rule in it')
  }
  return documents.flatMap(node => {
    const program = compileDocument(node, path, options, report)
    if (!program || node.kind !== 'map') return []
    const { at, node: value } = reader(node, '', report)
    return [{ ...program, idAt: at('id'), nameAt: value('name') && at('name') }]
  })
}

/** Two rules of one id or name would give findings that cannot be told apart. */
function reportRepeats(found: readonly Found[], faults: RuleFault[]): void {
  const seen = new Map<string, string>()
  const check = (what: string, value: string, path: string, at: Position) => {
    const earlier = seen.get(`${what} ${value}`)
    if (earlier) faults.push({ path, ...at, message: `${what} "${value}" is taken by ${earlier}` })
    else seen.set(`${what} ${value}`, `${path}:${at.line}`)
  }
  for (const { rule, idAt, nameAt } of found) {
    check('id', rule.id, rule.path, idAt)
    if (nameAt) check('name', rule.name, rule.path, nameAt)
  }
}

/** Compiles rules, in the order of their paths. Throws `RuleFaults` with all faults of all files. */
export function compileRules(
  sources: readonly RuleSource[],
  options: CompileOptions = {},
): CompiledRules {
  const faults: RuleFault[] = []
  const ordered = sources.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const found = ordered.flatMap(source => compileSource(source, options, faults))
  reportRepeats(found, faults)
  if (faults.length > 0) throw new RuleFaults(faults)
  return {
    rules: found.map(({ rule }) => rule),
    digest: sha256(ordered.map(({ text }) => sha256(text)).join('\n')),
    programs: found.map(({ rule, detection }) => ({ rule, detection })),
  }
}
