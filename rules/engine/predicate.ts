/** One field of a search identifier, compiled: a test of an event, and the words that say why it matched. */
import { type EventObject, type FieldReader, fieldReader, isObject, someElement } from './event.ts'
import type { Report } from './faults.ts'
import { type Modifiers, type Order, readField } from './modifiers.ts'
import { compilePattern, hasWildcard } from './pattern.ts'
import type { YamlEntry, YamlNode, YamlScalar } from './yaml.ts'

/** A compiled field test. A missing field fulfils only `null`, `exists: false` and `neq`. */
export interface Predicate {
  readonly test: (event: EventObject) => boolean
  /** In words, e.g. `file.size ≥ 25 (was 812)`; only for events that it matches. */
  readonly reason: (event: EventObject) => string
}

type ElementTest = (element: unknown) => boolean

const valuesShown = 6
const charsShown = 120
const show = (value: unknown): string => {
  const text = value === '' ? "''" : String(isObject(value) ? '{…}' : value)
  return text.length > charsShown ? `${text.slice(0, charsShown)}…` : text
}

const ordering: Record<Order, { sign: string; holds: (a: number, b: number) => boolean }> = {
  gt: { sign: '>', holds: (a, b) => a > b },
  gte: { sign: '≥', holds: (a, b) => a >= b },
  lt: { sign: '<', holds: (a, b) => a < b },
  lte: { sign: '≤', holds: (a, b) => a <= b },
}

/** Logs carry numbers as text as well; text that is no plain number is not comparable. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN
}

/** Sigma compares as text: the event's number 4624 equals the rule's '4624', and the other way round. */
function valueTest(value: string | number | boolean, modifiers: Modifiers): ElementTest {
  const matches = compilePattern(String(value), modifiers)
  return element =>
    typeof element === 'string'
      ? matches(element)
      : (typeof element === 'number' || typeof element === 'boolean') && matches(String(element))
}

function firstValue(read: FieldReader, event: EventObject, test: ElementTest): unknown {
  let found: unknown
  read(event, value =>
    someElement(value, element => {
      if (!test(element)) return false
      found = element
      return true
    }),
  )
  return found
}

function existence(field: string, read: FieldReader, isWanted: boolean): Predicate {
  const words = `${field} ${isWanted ? 'exists' : 'is missing'}`
  return { test: event => read(event, () => true) === isWanted, reason: () => words }
}

/** Null means no value: the field is missing, null or an empty list. */
function absence(field: string, read: FieldReader): Predicate {
  const hasValue = (value: unknown) => someElement(value, element => element !== null)
  return { test: event => !read(event, hasValue), reason: () => `${field} has no value` }
}

function comparison(field: string, read: FieldReader, order: Order, bound: number): Predicate {
  const { sign, holds } = ordering[order]
  const test: ElementTest = element => holds(numberOf(element), bound)
  return {
    test: event => read(event, value => someElement(value, test)),
    reason: event => `${field} ${sign} ${bound} (was ${show(firstValue(read, event, test))})`,
  }
}

const verbs = {
  whole: 'is',
  contains: 'contains',
  startswith: 'starts with',
  endswith: 'ends with',
} as const

function matching(
  field: string,
  read: FieldReader,
  values: readonly (string | number | boolean)[],
  modifiers: Modifiers,
): Predicate {
  const tests = values.map(value => valueTest(value, modifiers))
  const holds = (test: ElementTest) => (event: EventObject) =>
    read(event, value => someElement(value, test))
  const either: ElementTest = element => tests.some(test => test(element))
  const every = tests.map(holds)
  const some = holds(either)
  const listed = values.slice(0, valuesShown).map(show).join(', ')
  const rest = values.length > valuesShown ? `, … (${values.length} values)` : ''
  const link = values.length === 1 ? '' : modifiers.isAll ? ' all of' : ' one of'
  const words = `${field} ${verbs[modifiers.place]}${link} ${listed}${rest}`
  if (modifiers.isNegated) {
    return { test: event => !some(event), reason: () => `not: ${words}` }
  }
  const isPlain = values.length === 1 && !values.some(value => hasWildcard(String(value)))
  const saysItAll = isPlain && modifiers.place === 'whole'
  return {
    test: modifiers.isAll ? event => every.every(test => test(event)) : some,
    reason: event =>
      saysItAll ? words : `${words} (was ${show(firstValue(read, event, either))})`,
  }
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

function compileValues(
  field: string,
  modifiers: Modifiers,
  scalars: readonly YamlScalar[],
  entry: YamlEntry,
  report: Report,
): Predicate | undefined {
  const read = fieldReader(field)
  const [first] = scalars
  const refuse = (message: string) => report(first?.at ?? entry.value.at, message)
  if (modifiers.isExistence) {
    if (scalars.length === 1 && typeof first?.value === 'boolean') {
      return existence(field, read, first.value)
    }
    return void refuse('"exists" takes true or false')
  }
  if (modifiers.order) {
    if (scalars.length === 1 && typeof first?.value === 'number') {
      return comparison(field, read, modifiers.order, first.value)
    }
    return void refuse(`"${modifiers.order}" takes one number, without quotes`)
  }
  const values = scalars.flatMap(({ value }) => (value === null ? [] : [value]))
  if (values.length === 0 && scalars.length === 1) {
    if (modifiers.place !== 'whole') return void refuse('null cannot be part of a text')
    const { test, reason } = absence(field, read)
    if (!modifiers.isNegated) return { test, reason }
    return { test: event => !test(event), reason: () => `${field} has a value` }
  }
  if (values.length < scalars.length) {
    return void refuse('null cannot stand in a list of values: give it a search identifier')
  }
  if (modifiers.isAll && values.length === 1) return void refuse('"all" needs more than one value')
  return matching(field, read, values, modifiers)
}

/** Compiles one `field|modifiers: value` entry; undefined after reporting its faults. */
export function compilePredicate(entry: YamlEntry, report: Report): Predicate | undefined {
  const target = readField(entry.keyNode, report)
  const scalars = scalarsOf(entry.value, report)
  if (!target || !scalars) return undefined
  return compileValues(target.field, target.modifiers, scalars, entry, report)
}
