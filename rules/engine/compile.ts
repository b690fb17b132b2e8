/** Compiles rule files to what the engine runs, or throws every fault of every file at once. */
import { createHash } from 'node:crypto'
import type { Detection } from './ast.ts'
import type { Correlation, CorrelationRule } from './correlation/correlation.ts'
import { linkCorrelations } from './correlation/link.ts'
import { parseCorrelation } from './correlation/parse.ts'
import { type Position, type Report, type RuleFault, RuleFaults } from './faults.ts'
import { readDetection } from './language/detection.ts'
import { applyFilters, type Filter, filtersFor, readFilter } from './language/filter.ts'
import type { Placeholders } from './language/values.ts'
import { type Heading, kindOf, type ParseOptions, parseHeading } from './parse.ts'
import { reader } from './reader.ts'
import type { Rule, RuleSource } from './rule.ts'
import { withoutTests } from './without-tests.ts'
import { readYaml, toPlain, type YamlMap, type YamlNode } from './yaml.ts'

export interface CompileOptions extends ParseOptions {
  /** Lists for the placeholders of `expand`, by name without percent signs; a rule whose list is missing is refused. */
  readonly placeholders?: Placeholders
}

/** A detection with its rule. */
export interface Program {
  readonly rule: Rule
  /** Index of the rule in the list of all rules. */
  readonly number: number
  readonly detection: Detection
}

/** Rules that can run. */
export interface CompiledRules {
  /** Detections and correlations, in the order of their files. */
  readonly rules: readonly Rule[]
  /** Hash of all rule texts. */
  readonly digest: string
  /** For the engine: the detections. */
  readonly programs: readonly Program[]
  /** For the engine: correlations in the order in which they run; indexes count in `rules`. */
  readonly correlations: readonly Correlation[]
  /** What is no fault but should be known: correlations that name rules which are not here never fire. */
  readonly warnings: readonly RuleFault[]
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The file name without folder and ending: the name of rules that have none. */
const stem = (path: string): string => path.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '')

/** A document that has no faults. */
interface Document {
  readonly rule: Rule
  readonly detection: Detection | undefined
  readonly correlation: CorrelationRule | undefined
  readonly filter: Filter | undefined
  readonly idAt: Position
  readonly nameAt: Position | undefined
  readonly report: Report
}

const digestedKeys = ['detection', 'correlation', 'filter', 'generate', 'clientkeep'] as const

/** A rule is the same with other tests: what its correlation remembers stays. */
const untested = (node: YamlNode): YamlNode =>
  node.kind === 'map'
    ? { ...node, entries: node.entries.filter(({ key }) => key !== 'tests') }
    : node

function digestOf(map: YamlMap, { id, logsource }: Heading, isDetection: boolean): string {
  const node = (key: string) => map.entries.find(entry => entry.key === key)?.value
  const found = node('detection')
  if (isDetection && found) return sha256(JSON.stringify([id, logsource, toPlain(found)]))
  return sha256(
    JSON.stringify([
      id,
      digestedKeys.map(key => {
        const value = node(key)
        return value && toPlain(key === 'clientkeep' ? untested(value) : value)
      }),
    ]),
  )
}

/** Undefined where the document has faults; they are reported. */
function readDocument(
  map: YamlMap,
  path: string,
  options: CompileOptions,
  report: Report,
): Document | undefined {
  const kind = kindOf(map, report)
  if (!kind) return undefined
  const heading = parseHeading(map, kind, options, report)
  const read = reader(map, '', report)
  const reading = { isStrict: options.catalog ?? false, placeholders: options.placeholders ?? {} }
  const body = kind === 'detection' ? read.map('detection', true) : undefined
  const detection = body && readDetection(body, { ...reading, reserved: [] }, report)
  const correlation = kind === 'correlation' ? parseCorrelation(map, report) : undefined
  const filter = kind === 'filter' ? readFilter(map, heading, reading, report) : undefined
  if (!detection && !correlation && !filter) return undefined
  const digest = digestOf(map, heading, kind === 'detection')
  const { id = digest, name = stem(path) } = heading
  return {
    rule: { ...heading, id, name, path, line: map.at.line, digest },
    detection,
    correlation,
    filter,
    idAt: read.at('id'),
    nameAt: read.node('name') && read.at('name'),
    report,
  }
}

function readSource(
  { path, text }: RuleSource,
  options: CompileOptions,
  faults: RuleFault[],
): readonly Document[] {
  const report: Report = (at, message) => faults.push({ path, ...at, message })
  const before = faults.length
  const documents = readYaml(options.isWithoutTests ? withoutTests(text) : text, report)
  if (documents.length === 0 && faults.length === before) {
    report({ line: 1, column: 1 }, 'the file has no rule in it')
  }
  return documents.flatMap(node => {
    if (node.kind !== 'map') {
      report(node.at, 'a rule is a map with title, logsource and detection')
      return []
    }
    const earlier = faults.length
    const document = readDocument(node, path, options, report)
    return document && faults.length === earlier ? [document] : []
  })
}

/** Two rules of one id or name would give findings that cannot be told apart. The later ones are left out. */
function withoutRepeats(documents: readonly Document[]): readonly Document[] {
  const seen = new Map<string, string>()
  const isNew = (what: string, value: string, { rule, report }: Document, at: Position) => {
    const earlier = seen.get(`${what} ${value}`)
    if (earlier) report(at, `${what} "${value}" is taken by ${earlier}`)
    else seen.set(`${what} ${value}`, `${rule.path}:${at.line}`)
    return !earlier
  }
  return documents.filter(document => {
    const { rule, idAt, nameAt } = document
    const isNewId = isNew('id', rule.id, document, idAt)
    return (!nameAt || isNew('name', rule.name, document, nameAt)) && isNewId
  })
}

/** Detections with their filters; what a filter changes, changes the digest. */
function filtered(document: Document, filters: readonly Filter[]): Document {
  const { rule, detection } = document
  const found = detection ? filtersFor(rule, filters) : []
  if (!detection || found.length === 0) return document
  const digest = sha256(JSON.stringify([rule.digest, found.map(filter => filter.detection)]))
  return {
    ...document,
    rule: { ...rule, digest },
    detection: applyFilters(detection, found),
  }
}

/** A correlation that names a rule which is not here cannot fire: a fault in our own rules, a warning elsewhere. */
function withoutMissing(
  documents: readonly Document[],
  isCatalog: boolean,
  warnings: RuleFault[],
): readonly Document[] {
  const known = new Set(documents.flatMap(({ rule: { id, name } }) => [id, name]))
  return documents.map(document => {
    const missing = (document.correlation?.references ?? []).filter(
      ({ text }) => !known.has(text) && !known.has(text.toLowerCase()),
    )
    if (missing.length === 0 || isCatalog) return document
    for (const { text, at } of missing) {
      const message = `there is no rule "${text}" here: the correlation never fires`
      warnings.push({ path: document.rule.path, ...at, message })
    }
    return { ...document, correlation: undefined }
  })
}

/** Compiles what can be: the rules without faults, and the faults of the others. For rules of others, which are taken as they come. */
export function compileGood(
  sources: readonly RuleSource[],
  options: CompileOptions = {},
): { readonly compiled: CompiledRules; readonly faults: readonly RuleFault[] } {
  const faults: RuleFault[] = []
  const warnings: RuleFault[] = []
  const ordered = sources.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const read = withoutRepeats(ordered.flatMap(source => readSource(source, options, faults)))
  const filters = read.flatMap(({ filter }) => filter ?? [])
  const rules = withoutMissing(
    read.filter(({ filter }) => !filter).map(document => filtered(document, filters)),
    options.catalog ?? false,
    warnings,
  )
  const correlations = linkCorrelations(
    rules.map(({ rule: { id, name, digest }, correlation, report }) => {
      return { id, name, digest, correlation, report }
    }),
  )
  const compiled = {
    rules: rules.map(({ rule }) => rule),
    digest: sha256(ordered.map(({ text }) => sha256(text)).join('\n')),
    programs: rules.flatMap(({ rule, detection }, number) =>
      detection ? [{ rule, number, detection }] : [],
    ),
    correlations,
    warnings,
  }
  return { compiled, faults }
}

/** Compiles rules, in the order of their paths. Throws `RuleFaults` with all faults of all files. */
export function compileRules(
  sources: readonly RuleSource[],
  options: CompileOptions = {},
): CompiledRules {
  const { compiled, faults } = compileGood(sources, options)
  if (faults.length > 0) throw new RuleFaults(faults)
  return compiled
}
