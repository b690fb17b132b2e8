/** Reads filter documents and applies them to the rules that they name (Sigma filters specification). */
import type { Detection } from '../ast.ts'
import type { Report } from '../faults.ts'
import { reader } from '../reader.ts'
import type { Logsource } from '../rule.ts'
import type { YamlMap } from '../yaml.ts'
import { type DetectionOptions, readDetection } from './detection.ts'

/** A filter; `references` are ids or names, undefined for all rules of its log source. */
export interface Filter {
  readonly title: string
  readonly logsource: Logsource
  readonly references: readonly string[] | undefined
  readonly detection: Detection
}

/** What a filter has to know of a rule. */
export interface Filterable {
  readonly id: string
  readonly name: string
  readonly logsource: Logsource
}

/** Reads the `filter` part; undefined after reporting its faults. */
export function readFilter(
  map: YamlMap,
  heading: { readonly title: string; readonly logsource: Logsource },
  options: Omit<DetectionOptions, 'reserved'>,
  report: Report,
): Filter | undefined {
  const body = reader(map, '', report).map('filter', true)
  if (!body) return undefined
  const read = reader(body, 'filter', report)
  const references = read.texts('rules', true)
  const detection = readDetection(body, { ...options, reserved: ['rules'] }, report)
  if (!references || !detection) return undefined
  const isAny = references.length === 1 && references[0]?.toLowerCase() === 'any'
  return { ...heading, references: isAny ? undefined : references, detection }
}

/** A filter is for rules whose log source says at least what the filter's does. */
const covers = (filter: Logsource, rule: Logsource): boolean =>
  (['product', 'category', 'service'] as const).every(
    key => filter[key] === undefined || filter[key] === rule[key],
  )

const names = ({ references }: Filter, { id, name }: Filterable): boolean =>
  references === undefined ||
  references.some(text => text === name || text.toLowerCase() === id.toLowerCase())

/** The filters that apply to a rule. */
export const filtersFor = (rule: Filterable, filters: readonly Filter[]): readonly Filter[] =>
  filters.filter(filter => names(filter, rule) && covers(filter.logsource, rule.logsource))

/** The detection with the filters' conditions added by AND, as the tools of SigmaHQ do: a filter that excludes says `not`. */
export function applyFilters(detection: Detection, filters: readonly Filter[]): Detection {
  if (filters.length === 0) return detection
  const searches = filters.flatMap(({ title, detection: { searches: own } }) =>
    Object.entries(own).map(([name, search]) => [`filter "${title}": ${name}`, search] as const),
  )
  return {
    ...detection,
    searches: { ...detection.searches, ...Object.fromEntries(searches) },
    logic: {
      kind: 'all',
      of: [detection.logic, ...filters.map(filter => filter.detection.logic)],
    },
  }
}
