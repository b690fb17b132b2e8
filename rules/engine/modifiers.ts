/** The table of Sigma modifiers: what each one does to a predicate, and those that are known but not supported yet. */
import { didYouMean, type Report } from './faults.ts'
import type { Place } from './pattern.ts'
import type { YamlScalar } from './yaml.ts'

/** How a number of the event stands to the rule's. */
export type Order = 'gt' | 'gte' | 'lt' | 'lte'

/** What the modifiers of one field add up to. */
export interface Modifiers {
  readonly place: Place
  readonly order?: Order
  readonly isAll: boolean
  readonly isCased: boolean
  readonly isExistence: boolean
  readonly isNegated: boolean
}

/** `group`: of a group only one may stand on a field; `alone`: together with no other. */
interface Modifier {
  readonly sets: Partial<Modifiers>
  readonly group: string
  readonly alone?: true
}

const modifiers: Readonly<Record<string, Modifier>> = {
  contains: { sets: { place: 'contains' }, group: 'place' },
  startswith: { sets: { place: 'startswith' }, group: 'place' },
  endswith: { sets: { place: 'endswith' }, group: 'place' },
  all: { sets: { isAll: true }, group: 'link' },
  neq: { sets: { isNegated: true }, group: 'link' },
  cased: { sets: { isCased: true }, group: 'case' },
  exists: { sets: { isExistence: true }, group: 'exists', alone: true },
  gt: { sets: { order: 'gt' }, group: 'order', alone: true },
  gte: { sets: { order: 'gte' }, group: 'order', alone: true },
  lt: { sets: { order: 'lt' }, group: 'order', alone: true },
  lte: { sets: { order: 'lte' }, group: 'order', alone: true },
}

const notYet = [
  ...['re', 'i', 'm', 's', 'base64', 'base64offset', 'utf16', 'utf16le', 'utf16be', 'wide'],
  ...['windash', 'cidr', 'expand', 'fieldref'],
  ...['minute', 'hour', 'day', 'week', 'month', 'year'],
]

const none: Modifiers = {
  place: 'whole',
  isAll: false,
  isCased: false,
  isExistence: false,
  isNegated: false,
}

function unusable(name: string, earlier: readonly string[]): string | undefined {
  if (notYet.includes(name)) return `modifier "${name}" is not supported yet`
  const modifier = Object.hasOwn(modifiers, name) ? modifiers[name] : undefined
  if (!modifier) {
    return `unknown modifier "${name}"${didYouMean(name, [...Object.keys(modifiers), ...notYet])}`
  }
  const clash = earlier.find(other => {
    const before = Object.hasOwn(modifiers, other) ? modifiers[other] : undefined
    return before && (before.group === modifier.group || before.alone || modifier.alone)
  })
  return clash && `modifier "${name}" cannot be combined with "${clash}"`
}

/** Reads `field|modifier|modifier`; undefined where a modifier cannot be used, after reporting it. */
export function readField(
  key: YamlScalar,
  report: Report,
): { readonly field: string; readonly modifiers: Modifiers } | undefined {
  const [field = '', ...names] = String(key.value).split('|')
  if (field === '') {
    report(key.at, 'keywords (a search without a field) are not supported yet')
    return undefined
  }
  let offset = field.length + 1
  let found = none
  let isUsable = true
  for (const [index, name] of names.entries()) {
    const problem = unusable(name, names.slice(0, index))
    if (problem) report(key.inside(offset), problem)
    isUsable &&= problem === undefined
    found = { ...found, ...modifiers[name]?.sets }
    offset += name.length + 1
  }
  return isUsable ? { field, modifiers: found } : undefined
}
