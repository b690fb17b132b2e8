/** Sigma strings: `*` and `?` wildcards with their escapes, matched without regular expressions (no input can make one slow). */

const any = { wildcard: '*' } as const
const one = { wildcard: '?' } as const
/** A character (code point) or a wildcard. */
type Token = string | typeof any | typeof one

export type StringTest = (text: string) => boolean

/** Splits a Sigma string: `\*` and `\?` are plain, `\\` is one backslash, any other `\` is itself (Sigma rules specification, Escape Character). */
function tokenize(text: string): readonly Token[] {
  const characters = [...text]
  const tokens: Token[] = []
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? ''
    const next = characters[i + 1]
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      tokens.push(next)
      i++
    } else if (character === '*') tokens.push(any)
    else if (character === '?') tokens.push(one)
    else tokens.push(character)
  }
  return tokens
}

/** Greedy match that goes back to the last `*` only: text × pattern steps at worst (Krauss 2008). */
function globs(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0
  let position = 0
  let star = -1
  let resume = 0
  while (position < text.length) {
    const wanted = tokens[token]
    if (wanted === any) {
      star = token++
      resume = position
    } else if (wanted !== undefined && (wanted === one || wanted === text[position])) {
      token++
      position++
    } else if (star >= 0) {
      token = star + 1
      position = ++resume
    } else return false
  }
  while (tokens[token] === any) token++
  return token === tokens.length
}

const isLiteral = (tokens: readonly Token[]): tokens is readonly string[] =>
  tokens.every(token => typeof token === 'string')

function specialise(tokens: readonly Token[]): StringTest {
  const isOpenStart = tokens[0] === any
  const isOpenEnd = tokens.length > 1 && tokens.at(-1) === any
  const middle = tokens.slice(isOpenStart ? 1 : 0, isOpenEnd ? -1 : undefined)
  if (!isLiteral(middle)) return text => globs(tokens, [...text])
  const literal = middle.join('')
  if (isOpenStart && (isOpenEnd || literal === '')) return text => text.includes(literal)
  if (isOpenStart) return text => text.endsWith(literal)
  if (isOpenEnd) return text => text.startsWith(literal)
  return text => text === literal
}

/** Where in the field a value is expected; the modifiers of the same names. */
export type Place = 'whole' | 'contains' | 'startswith' | 'endswith'

/** Compiles a Sigma string. Case is folded (`toLowerCase`) unless `isCased`. */
export function compilePattern(
  text: string,
  { place = 'whole', isCased = false }: { place?: Place; isCased?: boolean } = {},
): StringTest {
  const tokens = tokenize(isCased ? text : text.toLowerCase())
  const isOpenStart = place === 'contains' || place === 'endswith'
  const isOpenEnd = place === 'contains' || place === 'startswith'
  const test = specialise([...(isOpenStart ? [any] : []), ...tokens, ...(isOpenEnd ? [any] : [])])
  return isCased ? test : value => test(value.toLowerCase())
}

/** True where the string has a wildcard that is not escaped. */
export function hasWildcard(text: string): boolean {
  return !isLiteral(tokenize(text))
}
