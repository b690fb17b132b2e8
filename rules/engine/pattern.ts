/** Sigma strings: `*` and `?` wildcards with their escapes, as data, and a matcher without regular expressions (no input can make it slow). */
import type { Pattern, Place, Wildcard } from './ast.ts'

const any: Wildcard = { wild: '*' }
const one: Wildcard = { wild: '?' }
const dash: Wildcard = { wild: 'dash' }

/** The characters that `windash` interchanges: hyphen, slash, en dash, em dash, horizontal bar. */
export const dashes: readonly string[] = ['-', '/', '\u2013', '\u2014', '\u2015']

/** Joins neighbouring literals and drops repeated `*`. */
export function tidy(parts: Pattern): Pattern {
  const found: (string | Wildcard)[] = []
  for (const part of parts) {
    const last = found.at(-1)
    if (part === '') continue
    if (typeof part === 'string' && typeof last === 'string') found[found.length - 1] = last + part
    else if (isStar(part) && last !== undefined && isStar(last)) continue
    else found.push(part)
  }
  return found
}

/** True for the wildcard `*`. */
export function isStar(part: string | Wildcard | undefined): boolean {
  return typeof part === 'object' && part.wild === '*'
}

/** Reads a Sigma string: `\*` and `\?` are plain, `\\` is one backslash, any other `\` is itself (Sigma rules specification, Escape Character). */
export function readPattern(text: string): Pattern {
  const parts: (string | Wildcard)[] = []
  let plain = ''
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    const next = text.charAt(i + 1)
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next
      i++
    } else if (character === '*' || character === '?') {
      parts.push(plain, character === '*' ? any : one)
      plain = ''
    } else plain += character
  }
  return tidy([...parts, plain])
}

/** Opens the pattern at the ends that the place leaves open. */
export function placePattern(pattern: Pattern, place: Place): Pattern {
  const isOpenStart = place === 'contains' || place === 'endswith'
  const isOpenEnd = place === 'contains' || place === 'startswith'
  return tidy([...(isOpenStart ? [any] : []), ...pattern, ...(isOpenEnd ? [any] : [])])
}

/** Lets each dash stand for every other (appendix, `windash`). */
export function interchangeDashes(pattern: Pattern): Pattern {
  return tidy(
    pattern.flatMap(part =>
      typeof part === 'string'
        ? [...part.split(/([-/\u2013\u2014\u2015])/).map(p => (dashes.includes(p) ? dash : p))]
        : [part],
    ),
  )
}

/** The text of a pattern without wildcards. */
export function plainText(pattern: Pattern): string | undefined {
  if (pattern.length === 0) return ''
  const [only] = pattern
  return pattern.length === 1 && typeof only === 'string' ? only : undefined
}

/** How values are compared without regard to case: lower case, with both forms of the small sigma as one. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower
}

/** The pattern in folded letters. */
export function foldPattern(pattern: Pattern): Pattern {
  return pattern.map(part => (typeof part === 'string' ? fold(part) : part))
}

type Token = string | Wildcard

function fits(token: Token, character: string): boolean {
  if (typeof token === 'string') return token === character
  return token.wild === '?' || (token.wild === 'dash' && dashes.includes(character))
}

/** Greedy match that goes back to the last `*` only: text × pattern steps at worst (Krauss 2008). */
function globs(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0
  let position = 0
  let star = -1
  let resume = 0
  while (position < text.length) {
    const wanted = tokens[token]
    if (isStar(wanted)) {
      star = token++
      resume = position
    } else if (wanted !== undefined && fits(wanted, text[position] ?? '')) {
      token++
      position++
    } else if (star >= 0) {
      token = star + 1
      position = ++resume
    } else return false
  }
  while (isStar(tokens[token])) token++
  return token === tokens.length
}

/** A test of values against a pattern. */
export type StringTest = (text: string) => boolean

function specialise(pattern: Pattern): StringTest {
  const isOpenStart = isStar(pattern[0])
  const isOpenEnd = pattern.length > 1 && isStar(pattern.at(-1))
  const literal = plainText(pattern.slice(isOpenStart ? 1 : 0, isOpenEnd ? -1 : undefined))
  if (literal === undefined) {
    const tokens = pattern.flatMap((part): Token[] =>
      typeof part === 'string' ? [...part] : [part],
    )
    return text => globs(tokens, [...text])
  }
  if (isOpenStart && (isOpenEnd || literal === '')) return text => text.includes(literal)
  if (isOpenStart) return text => text.endsWith(literal)
  if (isOpenEnd) return text => text.startsWith(literal)
  return text => text === literal
}

/** Compiles a pattern to a test of whole values. Case is folded unless `isCased`. */
export function compilePattern(pattern: Pattern, isCased: boolean): StringTest {
  if (isCased) return specialise(pattern)
  const test = specialise(foldPattern(pattern))
  return text => test(fold(text))
}
