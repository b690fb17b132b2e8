/** Compiles the `detection` part of a rule: search identifiers and the condition over them. */
import { ConditionFault, parseCondition } from './condition.ts'
import type { EventObject } from './event.ts'
import { didYouMean, type Report } from './faults.ts'
import { compileLogic, join, type Logic, substitute } from './logic.ts'
import { compilePredicate, type Predicate } from './predicate.ts'
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './yaml.ts'

/** A compiled detection. */
export interface Detection {
  readonly matches: (event: EventObject) => boolean
  /** The predicates that matched, in words, without repeats; only for events that match. */
  readonly reasons: (event: EventObject) => readonly string[]
}

export interface DetectionOptions {
  /** Also refuse search identifiers that the condition never uses. */
  readonly isStrict: boolean
}

function compileMap(map: YamlMap, report: Report): Logic<Predicate> | undefined {
  if (map.entries.length === 0) report(map.at, 'a search identifier needs at least one field')
  const parts = map.entries.flatMap(entry => compilePredicate(entry, report) ?? [])
  if (parts.length < map.entries.length || parts.length === 0) return undefined
  return join(
    'all',
    parts.map(leaf => ({ kind: 'leaf', leaf })),
  )
}

function compileSearch(node: YamlNode, report: Report): Logic<Predicate> | undefined {
  if (node.kind === 'map') return compileMap(node, report)
  const maps = node.kind === 'list' ? node.items : []
  if (node.kind === 'list' && maps.length === 0) report(node.at, 'the search identifier is empty')
  if (node.kind === 'scalar' || maps.some(item => item.kind !== 'map')) {
    report(node.at, 'keywords (a search without a field) are not supported yet')
    return undefined
  }
  const parts = maps.flatMap(item => compileSearch(item, report) ?? [])
  return parts.length === maps.length && parts.length > 0 ? join('any', parts) : undefined
}

function readConditions(entry: YamlEntry | undefined, map: YamlMap, report: Report): YamlScalar[] {
  if (!entry) {
    const near = map.entries.find(({ key }) => didYouMean(key, ['condition']) !== '')
    const hint = near ? ` (is "${near.key}" meant to be "condition"?)` : ''
    report(near?.keyNode.at ?? map.at, `"detection.condition" is missing${hint}`)
    return []
  }
  const nodes = entry.value.kind === 'list' ? entry.value.items : [entry.value]
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

const holds = (logic: Logic<Predicate>) => compileLogic(logic, ({ test }: Predicate) => test)

/** What is denied did not match, so it is no reason. */
function compileReasons(logic: Logic<Predicate>): Detection['reasons'] {
  if (logic.kind === 'leaf') return event => [logic.leaf.reason(event)]
  if (logic.kind === 'not') return () => []
  const parts = logic.of.map(part => ({ matches: holds(part), reasons: compileReasons(part) }))
  return event =>
    parts
      .filter(part => logic.kind === 'all' || part.matches(event))
      .flatMap(part => part.reasons(event))
}

/** Compiles a `detection` map; undefined after reporting all its faults. Several conditions are linked with OR. */
export function compileDetection(
  map: YamlMap,
  { isStrict }: DetectionOptions,
  report: Report,
): Detection | undefined {
  const searches = map.entries.filter(({ key }) => key !== 'condition' && key !== 'timeframe')
  const timeframe = map.entries.find(({ key }) => key === 'timeframe')
  if (timeframe) {
    report(timeframe.keyNode.at, '"timeframe" needs a correlation, which is not supported yet')
  }
  const names = searches.map(({ key }) => key)
  const scalars = readConditions(
    map.entries.find(({ key }) => key === 'condition'),
    map,
    report,
  )
  const conditions = scalars.flatMap(scalar => parse(scalar, names, report) ?? [])
  const used = new Set(conditions.flatMap(namesIn))
  for (const { key, keyNode } of isStrict && conditions.length > 0 ? searches : []) {
    if (!used.has(key)) report(keyNode.at, `the condition never uses "${key}"`)
  }
  const compiled = new Map(searches.map(({ key, value }) => [key, compileSearch(value, report)]))
  const isWhole = [...compiled.values()].every(search => search !== undefined)
  if (!isWhole || conditions.length === 0 || conditions.length < scalars.length) return undefined
  const none: Logic<Predicate> = { kind: 'any', of: [] }
  const logic = substitute(join('any', conditions), name => compiled.get(name) ?? none)
  const reasons = compileReasons(logic)
  return { matches: holds(logic), reasons: event => [...new Set(reasons(event))] }
}
