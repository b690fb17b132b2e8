/** Turns one value of a rule into the atoms that the modifiers make of it, or says why it cannot. */
import type { Atom, Pattern, Place } from '../ast.ts'
import { interchangeDashes, placePattern, plainText, readPattern, tidy } from '../pattern.ts'
import { checkRegex, RegexFault } from '../regex/regex.ts'
import { parseNetwork } from './cidr.ts'
import { type Bytes, base64, base64offset, shownAs, utf8, wide } from './encoding.ts'
import { type FieldKey, orderOf, partOf, placeOf } from './modifiers.ts'

/** The lists that `expand` takes for placeholders, by name without the percent signs. */
export type Placeholders = Readonly<Record<string, readonly string[]>>

/** Why a value cannot be used; `offset` counts characters of its text. */
export class ValueFault extends Error {
  readonly offset: number

  constructor(message: string, offset = 0) {
    super(message)
    this.offset = offset
  }
}

type Plain = string | number | boolean

/** More texts from one value are a mistake. */
const variantsMax = 4096

/** The values that a text with `%placeholders%` stands for; `\%` is a plain percent sign. */
function expand(text: string, placeholders: Placeholders): readonly string[] {
  const parts = text.split(/(\\%|%[^%\s\\]+%)/)
  let found: readonly string[] = ['']
  let offset = 0
  for (const part of parts) {
    const name = /^%([^%]+)%$/.exec(part)?.[1]
    if (name === undefined) found = found.map(before => before + (part === '\\%' ? '%' : part))
    else {
      const list = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined
      if (!list) throw new ValueFault(`there is no list for the placeholder %${name}%`, offset)
      found = found.flatMap(before => list.map(value => before + value))
    }
    if (found.length > variantsMax) throw new ValueFault(`more than ${variantsMax} expansions`)
    offset += part.length
  }
  return found
}

/** Each text that a pattern of dashes and literals stands for; undefined where it has real wildcards. */
function variants(pattern: Pattern): readonly string[] | undefined {
  let found: readonly string[] = ['']
  for (const part of pattern) {
    if (typeof part === 'object' && part.wild !== 'dash') return undefined
    const next = typeof part === 'string' ? [part] : ['-', '/', '\u2013', '\u2014', '\u2015']
    found = found.flatMap(before => next.map(after => before + after))
    if (found.length > variantsMax) return undefined
  }
  return found
}

function encode(pattern: Pattern, names: readonly string[]): readonly Pattern[] {
  const encodings = names.filter(name => name in wide || name.startsWith('base64'))
  if (encodings.length === 0) return [pattern]
  const texts = variants(pattern)
  if (!texts) throw new ValueFault('a value with wildcards cannot be encoded')
  let found: readonly Bytes[] = texts.map(utf8)
  for (const name of encodings) {
    if (name === 'base64offset') found = found.flatMap(base64offset)
    else if (name === 'base64') found = found.map(base64)
    else if (name === 'utf16') found = found.map(wide.utf16)
    else found = found.map(name === 'utf16be' ? wide.utf16be : wide.utf16le)
  }
  if (found.length === 0) throw new ValueFault('the value is too short to be found in Base64')
  return found.map(bytes => tidy([shownAs(bytes)]))
}

function textAtoms(text: string, key: FieldKey, place: Place): readonly Atom[] {
  const { field, modifiers } = key
  const read = readPattern(text)
  const varied = modifiers.includes('windash') ? interchangeDashes(read) : read
  return encode(varied, modifiers).map(pattern => ({
    kind: 'text',
    field,
    pattern: placePattern(pattern, place),
    isCased: modifiers.includes('cased'),
  }))
}

function regexAtom(source: string, { field, modifiers }: FieldKey): Atom {
  const flags = ['i', 'm', 's'].filter(flag => modifiers.includes(flag)).join('')
  try {
    checkRegex(source, flags)
  } catch (error) {
    if (!(error instanceof RegexFault)) throw error
    throw new ValueFault(`regular expression: ${error.message}`, error.offset)
  }
  return { kind: 'regex', field, source, flags }
}

function cidrAtom(network: string, field: string): Atom {
  if (!parseNetwork(network)) {
    throw new ValueFault(`"${network}" is no network: write it like 10.0.0.0/8 or fe80::/10`)
  }
  return { kind: 'cidr', field, network }
}

function fieldrefAtom(other: Plain, field: string, key: FieldKey): Atom {
  if (typeof other !== 'string' || other === '')
    throw new ValueFault('"fieldref" takes a field name')
  const isCased = key.modifiers.includes('cased')
  return { kind: 'fieldref', field, other, place: placeOf(key), isCased }
}

function comparison(value: Plain, field: string, key: FieldKey): Atom | undefined {
  const [order, part] = [orderOf(key), partOf(key)]
  if (!order && !part) return undefined
  const isNumeral = typeof value === 'string' && part && /^\d+$/.test(value)
  const bound = isNumeral ? Number(value) : value
  if (typeof bound !== 'number') {
    throw new ValueFault(`"${order ?? part}" takes one number, without quotes`)
  }
  return { kind: 'compare', field, order: order ?? 'eq', bound, part }
}

/** Modifiers that ask for a field. */
const onFields = ['cidr', 'fieldref', 'exists', 'gt', 'gte', 'lt', 'lte'] as const

/** The atoms for one value, of which one must hold; throws `ValueFault`. */
export function atomsOf(value: Plain, key: FieldKey, placeholders: Placeholders): readonly Atom[] {
  const { field, modifiers } = key
  if (field === undefined) {
    const misplaced = onFields.find(name => modifiers.includes(name)) ?? partOf(key)
    if (misplaced) throw new ValueFault(`"${misplaced}" needs a field`)
  } else {
    if (modifiers.includes('fieldref')) return [fieldrefAtom(value, field, key)]
    const compared = comparison(value, field, key)
    if (compared) return [compared]
  }
  const texts = modifiers.includes('expand') ? expand(String(value), placeholders) : [String(value)]
  return texts.flatMap(text => {
    if (modifiers.includes('re')) return [regexAtom(text, key)]
    if (field !== undefined && modifiers.includes('cidr')) return [cidrAtom(text, field)]
    return textAtoms(text, key, placeOf(key))
  })
}

/** The plain text of a value, as far as it has one. */
export const plainOf = (text: string): string | undefined => plainText(readPattern(text))
