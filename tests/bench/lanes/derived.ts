/** Events made from the rules themselves, so that most rules fire at least once: the lane that shows what a hit count is worth. */
import { parseAllDocuments } from 'yaml'
import { type EventObject, isObject } from '../../../rules/engine/event.ts'

/** What a pattern of a rule becomes in an event: wildcards get text, escapes lose their backslash. */
function example(pattern: unknown, modifiers: readonly string[]): unknown {
  if (typeof pattern !== 'string') return pattern
  const has = (name: string) => modifiers.includes(name)
  if (has('cidr')) return pattern.replace(/\/\d+$/, '')
  if (has('re')) return pattern.replaceAll(/\\([^dwsbDWSB])|[()^$?+*|]/g, '$1')
  const text = pattern.replaceAll(/\\([\\*?])|\*|\?/g, (_, escaped) => escaped ?? 'x')
  if (has('contains')) return `ab ${text} yz`
  if (has('startswith')) return `${text} yz`
  if (has('endswith')) return `ab ${text}`
  return text
}

function examples(field: string, value: unknown, turn: number): readonly [string, unknown] {
  const [name = '', ...modifiers] = field.split('|')
  const values = [value].flat()
  if (!modifiers.includes('all')) return [name, example(values[turn % values.length], modifiers)]
  return [name, values.map(one => String(example(one, modifiers))).join(' ')]
}

/** Field values that satisfy a selection; where fields repeat, their values stand side by side. */
function satisfy(selection: unknown, turn: number): EventObject {
  if (Array.isArray(selection)) {
    const item: unknown = selection[turn % selection.length]
    return isObject(item)
      ? satisfy(item, turn)
      : { Message: `ab ${String(item).replaceAll('*', 'x')} yz` }
  }
  if (!isObject(selection)) return {}
  const event: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(selection)) {
    const [fieldName, found] = examples(field, value, turn)
    // A key without a field is a search in all of the event.
    const name = fieldName === '' ? 'Message' : fieldName
    const before = event[name]
    event[name] =
      typeof before !== 'string'
        ? found
        : /\|endswith/.test(field)
          ? `${before}${String(found)}`
          : `${String(found)} ${before}`
  }
  return event
}

function merge(parts: readonly EventObject[]): EventObject {
  const event: Record<string, unknown> = {}
  for (const [name, value] of parts.flatMap(part => Object.entries(part))) {
    const before = event[name]
    event[name] =
      typeof before === 'string' && typeof value === 'string' && before !== value
        ? `${before} ${value}`
        : value
  }
  return event
}

/** Three events: the first values of all selections, later values of them, and the same with what the rule filters out. */
function fromRule(rule: EventObject): readonly EventObject[] {
  const { logsource, detection } = rule
  if (!isObject(detection) || !isObject(logsource)) return []
  const { product = 'none', service = 'none', category = 'none' } = logsource
  const parts = Object.entries(detection).filter(
    ([name]) => name !== 'condition' && name !== 'timeframe',
  )
  const wanted = parts.filter(([name]) => !/^(filter|exclu|falsepos)/i.test(name))
  const make = (chosen: typeof parts, turn: number) => ({
    product,
    service,
    category,
    ...merge(chosen.map(([, selection]) => satisfy(selection, turn))),
  })
  return [make(wanted, 0), make(wanted.slice(0, 1), 1), make(parts, 2)]
}

/** Events derived from rule texts. */
export const deriveEvents = (texts: readonly string[]): readonly EventObject[] =>
  texts.flatMap(text =>
    parseAllDocuments(text).flatMap(document => {
      const rule: unknown = 'toJS' in document ? document.toJS() : undefined
      return isObject(rule) ? fromRule(rule) : []
    }),
  )
