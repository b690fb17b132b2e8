/** The naive interpreter: reads the syntax tree of a detection and tries every part of it on an event, one after the other. Shares no code with the engine's matching; slow and plain on purpose. */
import { isIPv4, isIPv6 } from 'node:net'
import type { Atom, Detection, Item, Pattern, TimePart } from '../../rules/engine/ast.ts'
import type { CompiledRules } from '../../rules/engine/compile.ts'
import type { EventObject } from '../../rules/engine/event.ts'
import type { Logic } from '../../rules/engine/logic.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function reach(value: unknown, path: readonly string[]): unknown[] {
  const [step, ...rest] = path
  if (step === undefined) return value === undefined ? [] : [value]
  if (Array.isArray(value)) return value.flatMap(item => reach(item, path))
  return isRecord(value) && Object.hasOwn(value, step) ? reach(value[step], rest) : []
}

/** Everything that stands at a field: under the name itself and along its path. */
function valuesAt(event: EventObject, field: string): unknown[] {
  const flat = reach(event, [field])
  return field.includes('.') ? [...flat, ...reach(event, field.split('.'))] : flat
}

const elements = (values: readonly unknown[]): unknown[] =>
  values.flatMap(value => (Array.isArray(value) ? elements(value) : [value]))

function allValues(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(allValues)
  return isRecord(value) ? Object.values(value).flatMap(allValues) : [value]
}

const asText = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'number' || typeof value === 'boolean'
      ? [String(value)]
      : []

const lower = (text: string) => text.toLowerCase().replaceAll('ς', 'σ')
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const patterns = new WeakMap<Pattern, RegExp>()
function patternOf(pattern: Pattern, isCased: boolean): RegExp {
  const known = patterns.get(pattern)
  if (known) return known
  const source = pattern.map(part => {
    if (typeof part === 'string') return escaped(isCased ? part : lower(part))
    return { '*': '.*', '?': '.', dash: '[-/\u2013\u2014\u2015]' }[part.wild]
  })
  const made = new RegExp(`^(?:${source.join('')})$`, 'su')
  patterns.set(pattern, made)
  return made
}

const expressions = new Map<string, RegExp>()
function expressionOf(source: string, flags: string): RegExp {
  const key = `${flags}/${source}`
  const known = expressions.get(key)
  if (known) return known
  const isInsensitive = source.startsWith('(?i)')
  const made = new RegExp(
    isInsensitive ? source.slice(4) : source,
    isInsensitive ? `i${flags}` : flags,
  )
  expressions.set(key, made)
  return made
}

/** The address as a string of bits. */
function bitsOf(address: string): string | undefined {
  const bits = (number: number, width: number) => number.toString(2).padStart(width, '0')
  if (isIPv4(address))
    return address
      .split('.')
      .map(part => bits(Number(part), 8))
      .join('')
  if (!isIPv6(address)) return undefined
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address.replace(/%.*$/, ''))
  const [a = 0, b = 0, c = 0, d = 0] = dotted?.slice(2).map(Number) ?? []
  const plain = dotted
    ? `${dotted[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
    : address.replace(/%.*$/, '')
  const [head = '', tail] = plain.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const missing = 8 - groups(head).length - groups(tail ?? '').length
  const zeros = tail === undefined ? [] : Array<string>(missing).fill('0')
  return [...groups(head), ...zeros, ...groups(tail ?? '')]
    .map(group => bits(Number.parseInt(group, 16), 16))
    .join('')
}

function isIn(network: string, address: string): boolean {
  const [base = '', prefix] = network.split('/')
  const [wanted, found] = [bitsOf(base), bitsOf(address)]
  if (wanted === undefined || wanted.length !== found?.length) return false
  const length = prefix === undefined ? wanted.length : Number(prefix)
  return wanted.slice(0, length) === found.slice(0, length)
}

function partOf(value: unknown, part: TimePart): number | undefined {
  const text =
    typeof value === 'number'
      ? new Date(Math.abs(value) < 1e11 ? value * 1000 : value).toISOString()
      : String(value)
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)|$)/.exec(text)
  if (!found) return undefined
  const index = { year: 1, month: 2, day: 3, hour: 4, minute: 5, week: 0 }[part]
  if (index > 0) return found[index] === undefined ? undefined : Number(found[index])
  // The ISO week of a day is that of its week's Thursday.
  const date = new Date(`${found[1]}-${found[2]}-${found[3]}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7) + 3)
  const first = Date.UTC(date.getUTCFullYear(), 0, 1)
  return 1 + Math.floor((date.getTime() - first) / (7 * 86_400_000))
}

function toNumber(value: unknown): number {
  if (typeof value === 'string') return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN
  return typeof value === 'number' ? value : Number.NaN
}

function holdsOnElement(atom: Atom, element: unknown, event: EventObject): boolean {
  switch (atom.kind) {
    case 'text':
      return asText(element).some(text =>
        patternOf(atom.pattern, atom.isCased).test(atom.isCased ? text : lower(text)),
      )
    case 'regex':
      return asText(element).some(text => expressionOf(atom.source, atom.flags).test(text))
    case 'cidr':
      return asText(element).some(text => isIn(atom.network, text))
    case 'compare': {
      const number = atom.part ? partOf(element, atom.part) : toNumber(element)
      if (number === undefined) return false
      const { order, bound } = atom
      if (order === 'eq') return number === bound
      if (order === 'gt') return number > bound
      if (order === 'gte') return number >= bound
      return order === 'lt' ? number < bound : number <= bound
    }
    case 'fieldref':
      return asText(element).some(left =>
        elements(valuesAt(event, atom.other))
          .flatMap(asText)
          .some(right => {
            const [a, b] = atom.isCased ? [left, right] : [lower(left), lower(right)]
            if (atom.place === 'whole') return a === b
            if (atom.place === 'contains') return a.includes(b)
            return atom.place === 'startswith' ? a.startsWith(b) : a.endsWith(b)
          }),
      )
    default:
      return false
  }
}

function holdsAtom(atom: Atom, event: EventObject): boolean {
  if (atom.field === undefined) {
    return allValues(event).some(value => holdsOnElement(atom, value, event))
  }
  const values = valuesAt(event, atom.field)
  if (atom.kind === 'exists') return values.length > 0
  if (atom.kind === 'null') return elements(values).every(value => value === null)
  return elements(values).some(value => holdsOnElement(atom, value, event))
}

function holdsItem({ link, isNegated, values }: Item, event: EventObject): boolean {
  const hits = values.map(({ of }) => of.some(atom => holdsAtom(atom, event)))
  const holds = link === 'all' ? hits.every(hit => hit) : hits.some(hit => hit)
  return holds !== isNegated
}

function holds(logic: Logic<Item>, event: EventObject): boolean {
  if (logic.kind === 'leaf') return holdsItem(logic.leaf, event)
  if (logic.kind === 'not') return !holds(logic.of, event)
  return logic.kind === 'all'
    ? logic.of.every(part => holds(part, event))
    : logic.of.some(part => holds(part, event))
}

/** Whether a detection holds on an event. */
export const interpret = ({ logic }: Detection, event: EventObject): boolean => holds(logic, event)

/** Indexes in `rules` of the detections that hold on an event, whatever their log sources. */
export const interpretAll = ({ programs }: CompiledRules, event: EventObject): readonly number[] =>
  programs.filter(({ detection }) => interpret(detection, event)).map(({ number }) => number)
