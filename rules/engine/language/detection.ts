/** Reads the `detection` part of a rule, and the `filter` part of a filter, to the syntax tree. */
import type { Detection, Item } from '../ast.ts'
import { didYouMean, type Report } from '../faults.ts'
import { join, type Logic, substitute } from '../logic.ts'
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../yaml.ts'
import { ConditionFault, parseCondition } from './condition.ts'
import { type ItemOptions, readItem, readKeywords } from './item.ts'

export interface DetectionOptions extends ItemOptions {
  /** Also refuse search identifiers that the condition never uses. */
  readonly isStrict: boolean
  /** Keys that are no search identifiers. */
  readonly reserved: readonly string[]
}

type Search = Logic<Item>

const leaf = (item: Item): Search => ({ kind: 'leaf', leaf: item })

function readMap(map: YamlMap, options: ItemOptions, report: Report): Search | undefined {
  if (map.entries.length === 0) report(map.at, 'a search identifier needs at least one field')
  const items = map.entries.flatMap(entry => readItem(entry, options, report) ?? [])
  if (items.length < map.entries.length || items.length === 0) return undefined
  return join('all', items.map(leaf))
}

/** A list links maps and keywords with OR. */
function readList(
  items: readonly YamlNode[],
  options: ItemOptions,
  report: Report,
): Search | undefined {
  const scalars = items.filter((item): item is YamlScalar => item.kind === 'scalar')
  const rest = items.filter(item => item.kind !== 'scalar')
  const keywords = scalars.length > 0 ? readKeywords(scalars, options, report) : undefined
  const parts = rest.flatMap(item => {
    if (item.kind === 'map') return readMap(item, options, report) ?? []
    report(item.at, 'a search identifier is a map, a list of maps or a list of keywords')
    return []
  })
  if (parts.length < rest.length || (scalars.length > 0 && !keywords)) return undefined
  return join('any', [...(keywords ? [leaf(keywords)] : []), ...parts])
}

function readSearch(node: YamlNode, options: ItemOptions, report: Report): Search | undefined {
  if (node.kind === 'map') return readMap(node, options, report)
  const items = node.kind === 'list' ? node.items : [node]
  if (items.length === 0) report(node.at, 'the search identifier is empty')
  return items.length > 0 ? readList(items, options, report) : undefined
}

function readConditions(entry: YamlEntry | undefined, map: YamlMap, report: Report): YamlScalar[] {
  if (!entry) {
    const near = map.entries.find(({ key }) => didYouMean(key, ['condition']) !== '')
    const hint = near ? ` (is "${near.key}" meant to be "condition"?)` : ''
    report(near?.keyNode.at ?? map.at, `"detection.condition" is missing${hint}`)
    return []
  }
  const nodes = entry.value.kind === 'list' ? entry.value.items : [entry.value]
  if (nodes.length === 0) report(entry.value.at, 'the condition is empty')
  return nodes.flatMap(node => {
    if (node.kind === 'scalar' && typeof node.value === 'string') return [node]
    report(node.at, '"condition" must be text, or a list of texts')
    return []
  })
}

function parse(
  scalar: YamlScalar,
  names: readonly string[],
  report: Report,
): Logic<string> | undefined {
  try {
    return parseCondition(String(scalar.value), names)
  } catch (error) {
    if (!(error instanceof ConditionFault)) throw error
    report(scalar.inside(error.offset), error.message)
    return undefined
  }
}

/** Names that a condition looks at. */
function namesIn(logic: Logic<string>): readonly string[] {
  if (logic.kind === 'leaf') return [logic.leaf]
  return logic.kind === 'not' ? namesIn(logic.of) : logic.of.flatMap(namesIn)
}

const obsolete =
  '"timeframe" belongs to aggregations, which Sigma 2 has replaced by correlation documents'

/** Reads search identifiers and condition; undefined after reporting all faults. Several conditions are linked with OR. */
export function readDetection(
  map: YamlMap,
  options: DetectionOptions,
  report: Report,
): Detection | undefined {
  const known = ['condition', 'timeframe', ...options.reserved]
  const entries = map.entries.filter(({ key }) => !known.includes(key))
  const timeframe = map.entries.find(({ key }) => key === 'timeframe')
  if (timeframe) report(timeframe.keyNode.at, obsolete)
  const names = entries.map(({ key }) => key)
  const scalars = readConditions(
    map.entries.find(({ key }) => key === 'condition'),
    map,
    report,
  )
  const conditions = scalars.flatMap(scalar => parse(scalar, names, report) ?? [])
  const used = new Set(conditions.flatMap(namesIn))
  for (const { key, keyNode } of options.isStrict && conditions.length > 0 ? entries : []) {
    if (!used.has(key)) report(keyNode.at, `the condition never uses "${key}"`)
  }
  const searches = entries.flatMap(({ key, value }) => {
    const search = readSearch(value, options, report)
    return search ? [[key, search] as const] : []
  })
  if (searches.length < entries.length || timeframe) return undefined
  if (conditions.length === 0 || conditions.length < scalars.length) return undefined
  const byName = new Map(searches)
  const condition = join('any', conditions)
  const never: Search = { kind: 'any', of: [] }
  return {
    searches: Object.fromEntries(searches),
    condition,
    logic: substitute(condition, name => byName.get(name) ?? never),
  }
}
