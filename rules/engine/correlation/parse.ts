/** Reads the `correlation` part of a document. Which rules the references mean is settled in `link.ts`. */
import type { Report } from '../faults.ts'
import { type Reader, reader } from '../reader.ts'
import type { YamlMap } from '../yaml.ts'
import { readAdditions } from './additions.ts'
import {
  type AliasField,
  type Bound,
  type CorrelationRule,
  type CorrelationType,
  comparisons,
  correlationTypes,
  type Reference,
} from './correlation.ts'
import { readTimespan } from './timespan.ts'

const correlationKeys = [
  'type',
  'rules',
  'aliases',
  'group-by',
  'timespan',
  'condition',
  'generate',
]
const referencesMax = 100

const isTemporal = (type: CorrelationType): boolean => type.startsWith('temporal')

function readReferences(read: Reader, report: Report): readonly Reference[] {
  const node = read.node('rules')
  if (!node || (node.kind === 'scalar' && node.value === null)) {
    report(read.at('rules'), '"correlation.rules" is missing: it names the rules to correlate')
    return []
  }
  const items = node.kind === 'list' ? node.items : [node]
  if (items.length === 0) report(node.at, '"correlation.rules" must not be empty')
  if (items.length > referencesMax) report(node.at, `at most ${referencesMax} rules fit`)
  const seen = new Set<string>()
  return items.flatMap(item => {
    if (item.kind !== 'scalar' || item.value === null) {
      report(item.at, 'a rule is named by its id or its name')
      return []
    }
    const text = String(item.value).trim()
    if (seen.has(text)) report(item.at, `"${text}" is named twice`)
    seen.add(text)
    return [{ text, at: item.at }]
  })
}

function readAliases(read: Reader, report: Report): ReadonlyMap<string, readonly AliasField[]> {
  const entries = read.map('aliases', false)?.entries ?? []
  return new Map(
    entries.map(({ key, keyNode, value }) => {
      const pairs = value.kind === 'map' ? value.entries : []
      if (pairs.length === 0) report(keyNode.at, `the alias "${key}" needs "rule: field" pairs`)
      const fields = pairs.flatMap(({ key: text, keyNode: { at }, value: field }) => {
        if (field.kind === 'scalar' && typeof field.value === 'string') {
          return [{ rule: { text, at }, field: field.value }]
        }
        report(field.at, `the alias "${key}" needs the name of a field here`)
        return []
      })
      return [key, fields] as const
    }),
  )
}

function readBounds(map: YamlMap, report: Report): readonly Bound[] {
  const bounds = map.entries.flatMap(({ key, value }) => {
    const comparison = comparisons.find(known => known === key)
    if (!comparison) return []
    const number = value.kind === 'scalar' ? value.value : undefined
    if (typeof number === 'number' && Number.isFinite(number)) return [{ comparison, number }]
    report(value.at, `"${key}" takes one number, without quotes`)
    return []
  })
  if (!map.entries.some(({ key }) => comparisons.some(known => known === key))) {
    report(map.at, `"correlation.condition" needs one of ${comparisons.join(', ')}`)
  }
  return bounds
}

function readPercentile(read: Reader, report: Report): number | undefined {
  const node = read.node('percentile')
  if (!node) return undefined
  const value = node.kind === 'scalar' ? node.value : undefined
  if (typeof value === 'number' && value >= 0 && value <= 100) return value
  return void report(node.at, '"percentile" must be a number from 0 to 100')
}

interface Condition {
  readonly bounds: readonly Bound[]
  readonly fields: readonly string[]
  readonly percentile?: number
}

function readCondition(read: Reader, type: CorrelationType, report: Report): Condition {
  const count = { bounds: [], fields: [] }
  const node = read.node('condition')
  if (node?.kind === 'scalar' && typeof node.value === 'string') {
    report(
      node.at,
      '"correlation.condition" must be a map, e.g. gte: 10; expressions are not Sigma 2.1',
    )
    return count
  }
  const map = read.map('condition', !isTemporal(type))
  if (!map) return count
  const condition = reader(map, 'correlation.condition', report)
  condition.only(['field', ...(type === 'value_percentile' ? ['percentile'] : []), ...comparisons])
  const isValue = type.startsWith('value_')
  const fields = condition.texts('field', isValue) ?? []
  if (!isValue && fields.length > 0) {
    report(condition.at('field'), `"field" needs a value_… type; ${type} counts events`)
  }
  if (isValue && type !== 'value_count' && fields.length > 1) {
    report(condition.at('field'), `${type} takes one field`)
  }
  const percentile = readPercentile(condition, report)
  return {
    bounds: readBounds(map, report),
    fields,
    ...(percentile !== undefined && { percentile }),
  }
}

/** Sigma has `generate` beside `correlation`; others write it inside. */
function readGenerate(read: Reader, document: YamlMap, report: Report): boolean {
  const node = read.node('generate') ?? reader(document, '', report).node('generate')
  if (!node) return false
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value
  report(node.at, '"generate" is true or false')
  return false
}

/** Reads a correlation document; undefined where its type, rules or timespan are unusable. Every fault is reported. */
export function parseCorrelation(document: YamlMap, report: Report): CorrelationRule | undefined {
  const map = reader(document, '', report).map('correlation', true)
  if (!map) return undefined
  const read = reader(map, 'correlation', report)
  read.only(correlationKeys)
  const type = read.oneOf('type', correlationTypes, true)
  const references = readReferences(read, report)
  const wrong = (message: string) =>
    report(read.at('timespan'), `"correlation.timespan" ${message}`)
  const timespanMs = readTimespan(read, 'timespan', wrong, true)
  const aliases = readAliases(read, report)
  const condition = type && readCondition(read, type, report)
  const generate = readGenerate(read, document, report)
  const block = reader(document, '', report).map('clientkeep', false)
  const additions = readAdditions(block, type, references, report)
  const groupBy = read.texts('group-by', false) ?? []
  if (!type || !condition || timespanMs === undefined || references.length === 0) return undefined
  return { type, references, groupBy, aliases, timespanMs, generate, ...condition, ...additions }
}
