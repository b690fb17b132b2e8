/** Reads the entries of search identifiers (`field|modifiers: values`) and keywords to items of the syntax tree. */
import type { Item } from '../ast.ts'
import type { Report } from '../faults.ts'
import type { YamlEntry, YamlNode, YamlScalar } from '../yaml.ts'
import { type FieldKey, orderOf, readFieldKey } from './modifiers.ts'
import { atomsOf, type Placeholders, ValueFault } from './values.ts'

/** What an item needs from outside of its rule. */
export interface ItemOptions {
  readonly placeholders: Placeholders
}

/** The scalars of a value or a value list; undefined after reporting what cannot be one. */
function scalarsOf(node: YamlNode, report: Report): readonly YamlScalar[] | undefined {
  const items = node.kind === 'list' ? node.items : [node]
  if (items.length === 0) report(node.at, 'the list of values is empty')
  const scalars = items.flatMap(item => {
    if (item.kind === 'scalar') return [item]
    report(item.at, 'a value cannot be a map or a list here: write nested fields with dots')
    return []
  })
  return scalars.length === items.length && items.length > 0 ? scalars : undefined
}

const show = (value: unknown): string => (value === '' ? "''" : String(value))

function existence(key: FieldKey, scalars: readonly YamlScalar[]): Item | string {
  const [first] = scalars
  if (scalars.length !== 1 || typeof first?.value !== 'boolean') {
    return '"exists" takes true or false'
  }
  if (key.field === undefined) return '"exists" needs a field'
  return {
    ...key,
    link: 'any',
    isNegated: !first.value,
    values: [{ shown: String(first.value), of: [{ kind: 'exists', field: key.field }] }],
  }
}

function absence(key: FieldKey): Item | string {
  if (key.field === undefined) return 'null cannot be a keyword'
  const { modifiers } = key
  if (modifiers.some(name => name !== 'neq')) return 'null cannot be part of a text'
  return {
    ...key,
    link: 'any',
    isNegated: modifiers.includes('neq'),
    values: [{ shown: 'null', of: [{ kind: 'null', field: key.field }] }],
  }
}

function matching(
  key: FieldKey,
  scalars: readonly YamlScalar[],
  { placeholders }: ItemOptions,
  report: Report,
): Item | undefined {
  const values = scalars.flatMap(scalar => {
    if (scalar.value === null) return []
    try {
      return [{ shown: show(scalar.value), of: atomsOf(scalar.value, key, placeholders) }]
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error
      report(error.offset === 0 ? scalar.at : scalar.inside(error.offset), error.message)
      return []
    }
  })
  if (values.length < scalars.length) return undefined
  const link = key.modifiers.includes('all') ? 'all' : 'any'
  return { ...key, link, isNegated: key.modifiers.includes('neq'), values }
}

function itemOf(
  key: FieldKey,
  scalars: readonly YamlScalar[],
  options: ItemOptions,
  report: Report,
): Item | undefined {
  const [first] = scalars
  const settle = (found: Item | string): Item | undefined => {
    if (typeof found === 'object') return found
    if (first) report(first.at, found)
    return undefined
  }
  if (key.modifiers.includes('exists')) return settle(existence(key, scalars))
  if (scalars.length === 1 && first?.value === null) return settle(absence(key))
  if (scalars.some(({ value }) => value === null)) {
    return settle('null cannot stand in a list of values: give it a search identifier')
  }
  if (key.modifiers.includes('all') && scalars.length === 1) {
    return settle('"all" needs more than one value')
  }
  const order = orderOf(key)
  if (order && scalars.length > 1) return settle(`"${order}" takes one number, without quotes`)
  return matching(key, scalars, options, report)
}

/** Reads one `field|modifiers: value` entry; undefined after reporting its faults. */
export function readItem(
  { keyNode, value }: YamlEntry,
  options: ItemOptions,
  report: Report,
): Item | undefined {
  const key = readFieldKey(keyNode, report)
  const scalars = scalarsOf(value, report)
  return key && scalars && itemOf(key, scalars, options, report)
}

/** Reads keywords: a search without a field. */
export const readKeywords = (
  scalars: readonly YamlScalar[],
  options: ItemOptions,
  report: Report,
): Item | undefined => itemOf({ field: undefined, modifiers: [] }, scalars, options, report)
