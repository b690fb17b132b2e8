/** The table of Sigma's modifiers: which may stand together, and what a chain of them adds up to. */
import type { Order, Place, TimePart } from '../ast.ts'
import { didYouMean, type Report } from '../faults.ts'
import type { YamlScalar } from '../yaml.ts'

/** What a modifier belongs to: of a group only one may stand on a field. */
type Group =
  | 'place'
  | 'link'
  | 'case'
  | 'type'
  | 'flag'
  | 'order'
  | 'part'
  | 'wide'
  | 'base64'
  | 'text'

interface Modifier {
  readonly group: Group
  /** Groups that may stand on the same field; of names, where a group is too wide. */
  readonly beside: readonly string[]
}

const onTexts = ['place', 'link', 'neq', 'case', 'wide', 'base64', 'windash', 'expand']
const text = (group: Group, ...more: readonly string[]): Modifier => ({
  group,
  beside: [...onTexts, ...more],
})

const modifiers: Readonly<Record<string, Modifier>> = {
  contains: text('place', 'fieldref'),
  startswith: text('place', 'fieldref'),
  endswith: text('place', 'fieldref'),
  all: text('link', 're', 'flag', 'cidr', 'fieldref', 'part'),
  neq: text('text', 're', 'flag', 'cidr', 'fieldref', 'part', 'order'),
  cased: text('case', 'fieldref'),
  wide: text('wide'),
  utf16le: text('wide'),
  utf16be: text('wide'),
  utf16: text('wide'),
  base64: text('base64'),
  base64offset: text('base64'),
  windash: text('text'),
  expand: text('text', 're', 'flag', 'cidr'),
  re: { group: 'type', beside: ['flag', 'link', 'neq', 'expand'] },
  i: { group: 'flag', beside: ['re', 'flag', 'link', 'neq', 'expand'] },
  m: { group: 'flag', beside: ['re', 'flag', 'link', 'neq', 'expand'] },
  s: { group: 'flag', beside: ['re', 'flag', 'link', 'neq', 'expand'] },
  cidr: { group: 'type', beside: ['link', 'neq', 'expand'] },
  fieldref: { group: 'type', beside: ['place', 'link', 'neq', 'case'] },
  exists: { group: 'type', beside: [] },
  gt: { group: 'order', beside: ['part', 'neq'] },
  gte: { group: 'order', beside: ['part', 'neq'] },
  lt: { group: 'order', beside: ['part', 'neq'] },
  lte: { group: 'order', beside: ['part', 'neq'] },
  minute: { group: 'part', beside: ['order', 'neq', 'link'] },
  hour: { group: 'part', beside: ['order', 'neq', 'link'] },
  day: { group: 'part', beside: ['order', 'neq', 'link'] },
  week: { group: 'part', beside: ['order', 'neq', 'link'] },
  month: { group: 'part', beside: ['order', 'neq', 'link'] },
  year: { group: 'part', beside: ['order', 'neq', 'link'] },
}

/** Groups of which several may stand on one field. */
const repeatable: readonly Group[] = ['flag', 'text']

/** Pairs that must come in this order, with the reason. */
const sequences: readonly (readonly [early: Group | string, late: Group, why: string])[] = [
  ['wide', 'base64', 'the bytes are made before they are encoded'],
  ['windash', 'wide', 'the value is varied before it is encoded'],
  ['windash', 'base64', 'the value is varied before it is encoded'],
  ['wide', 'place', 'the value is encoded before it is placed'],
  ['base64', 'place', 'the value is encoded before it is placed'],
]

const lookUp = (name: string): Modifier | undefined =>
  Object.hasOwn(modifiers, name) ? modifiers[name] : undefined

const isOf = (name: string, group: string): boolean =>
  name === group || lookUp(name)?.group === group

function mayStandTogether(name: string, other: string): boolean {
  const [modifier, before] = [lookUp(name), lookUp(other)]
  if (!modifier || !before || name === other) return false
  if (modifier.group === before.group && !repeatable.includes(modifier.group)) return false
  return modifier.beside.some(group => isOf(other, group))
}

function unusable(name: string, earlier: readonly string[]): string | undefined {
  if (!lookUp(name)) return `unknown modifier "${name}"${didYouMean(name, Object.keys(modifiers))}`
  const clash = earlier.find(other => lookUp(other) && !mayStandTogether(name, other))
  if (clash !== undefined) return `modifier "${name}" cannot be combined with "${clash}"`
  if (isOf(name, 'flag') && !earlier.includes('re')) {
    return `modifier "${name}" is a flag of "re" and must follow it`
  }
  for (const [early, late, why] of sequences) {
    const wrong = isOf(name, early) ? earlier.find(other => isOf(other, late)) : undefined
    if (wrong !== undefined) return `modifier "${name}" must stand before "${wrong}": ${why}`
  }
  return undefined
}

/** A field name with its modifiers, in order; no field means keywords. */
export interface FieldKey {
  readonly field: string | undefined
  readonly modifiers: readonly string[]
}

/** Reads `field|modifier|modifier`; undefined where a modifier cannot be used, after reporting it. */
export function readFieldKey(key: YamlScalar, report: Report): FieldKey | undefined {
  const [field = '', ...names] = String(key.value).split('|')
  let offset = field.length + 1
  let isUsable = true
  for (const [index, name] of names.entries()) {
    const problem = unusable(name, names.slice(0, index))
    if (problem) report(key.inside(offset), problem)
    isUsable &&= problem === undefined
    offset += name.length + 1
  }
  if (!isUsable) return undefined
  return { field: field === '' ? undefined : field, modifiers: names }
}

const orders = ['gt', 'gte', 'lt', 'lte'] as const
const parts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
const places = ['contains', 'startswith', 'endswith'] as const

/** The comparison among the modifiers. */
export const orderOf = ({ modifiers: names }: FieldKey): Order | undefined =>
  orders.find(order => names.includes(order))

/** The part of a date among the modifiers. */
export const partOf = ({ modifiers: names }: FieldKey): TimePart | undefined =>
  parts.find(part => names.includes(part))

/** Where the value is expected; keywords may stand anywhere. */
export const placeOf = ({ field, modifiers: names }: FieldKey): Place =>
  places.find(place => names.includes(place)) ?? (field === undefined ? 'contains' : 'whole')
