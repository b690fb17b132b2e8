/** Reads regular expressions of the PCRE flavour that Sigma names, without what cannot be matched in linear time. */
import {
  bothCases,
  type CharSet,
  complement,
  digits,
  everything,
  newline,
  posix,
  setOf,
  spaces,
  union,
  words,
} from './charset.ts'

/** Places that consume nothing: start and end of text or line, word boundary and its opposite. */
export type Assertion = 'start' | 'end' | 'lineStart' | 'lineEnd' | 'boundary' | 'inside'

/** A regular expression; `max` undefined means no limit. */
export type Regex =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly assertion: Assertion }
  | { readonly kind: 'cat'; readonly of: readonly Regex[] }
  | { readonly kind: 'alt'; readonly of: readonly Regex[] }
  | {
      readonly kind: 'repeat'
      readonly of: Regex
      readonly min: number
      readonly max: number | undefined
    }

/** A fault in a regular expression; `offset` counts its characters. */
export class RegexFault extends Error {
  readonly offset: number

  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}

/** The flags in force: ignore case, `^` and `$` at lines, dot takes newlines. */
interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly s: boolean
}

const repeatMax = 1000
const depthMax = 50
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7, e: 27 }
const classes: Readonly<Record<string, CharSet>> = {
  d: digits,
  D: complement(digits),
  w: words,
  W: complement(words),
  s: spaces,
  S: complement(spaces),
  h: [9, 9, 32, 32],
  N: complement(newline),
}
const anchors: Readonly<Record<string, Assertion>> = {
  b: 'boundary',
  B: 'inside',
  A: 'start',
  z: 'end',
  Z: 'end',
}

/** Parses; throws `RegexFault`. `flags` out of `ims`. */
export function parseRegex(source: string, flags = ''): Regex {
  const characters = [...source]
  let next = 0
  let depth = 0
  const fault = (message: string, at = next): RegexFault =>
    new RegexFault(characters.slice(0, at).join('').length, message)
  const peek = (ahead = 0): string => characters[next + ahead] ?? ''
  const rest = (length: number): string => characters.slice(next, next + length).join('')
  function take(text: string): boolean {
    if (rest([...text].length) !== text) return false
    next += [...text].length
    return true
  }
  /** Only single characters and ranges have cases; the classes of escapes stay as they are. */
  const cased = (set: CharSet, { i }: Flags): CharSet =>
    i && set.length === 2 ? bothCases(set) : set
  const literal = (set: CharSet, flags: Flags): Regex => ({ kind: 'set', set: cased(set, flags) })

  function alternation(outer: Flags): Regex {
    let flags = outer
    const branches: Regex[] = []
    let parts: Regex[] = []
    while (next < characters.length && peek() !== ')') {
      if (take('|')) {
        branches.push({ kind: 'cat', of: parts })
        parts = []
        continue
      }
      const inline = inlineFlags(flags)
      if (inline) flags = inline
      else parts.push(quantified(flags))
    }
    branches.push({ kind: 'cat', of: parts })
    const [only] = branches
    return branches.length === 1 && only ? only : { kind: 'alt', of: branches }
  }

  /** `(?i)` and its like hold until the group ends. */
  function inlineFlags(flags: Flags): Flags | undefined {
    const found = /^\(\?([imsx]*)(?:-([imsx]+))?\)/.exec(rest(12))
    if (!found || found[0] === '(?)') return undefined
    next += found[0].length
    return changeFlags(flags, found[1] ?? '', found[2] ?? '')
  }

  function changeFlags(flags: Flags, on: string, off: string): Flags {
    if (on.includes('x')) throw fault('the flag x is not supported')
    const of = (flag: 'i' | 'm' | 's') => (flags[flag] || on.includes(flag)) && !off.includes(flag)
    return { i: of('i'), m: of('m'), s: of('s') }
  }

  function quantified(flags: Flags): Regex {
    const start = next
    const of = atom(flags)
    let found = of
    for (let range = quantifier(); range; range = quantifier()) {
      if (of.kind === 'assert') throw fault('an anchor cannot be repeated', start)
      if (found !== of) throw fault('a quantifier on a quantifier: use a group')
      found = { kind: 'repeat', of, ...range }
      if (peek() === '+') throw fault('possessive quantifiers are not part of Sigma')
      take('?')
    }
    return found
  }

  function quantifier(): { min: number; max: number | undefined } | undefined {
    if (take('*')) return { min: 0, max: undefined }
    if (take('+')) return { min: 1, max: undefined }
    if (take('?')) return { min: 0, max: 1 }
    const found = /^\{(\d+)(,?)(\d*)\}/.exec(rest(16))
    if (!found) return undefined
    const min = Number(found[1])
    const max = found[2] === '' ? min : found[3] === '' ? undefined : Number(found[3])
    if (min > repeatMax || (max ?? 0) > repeatMax) {
      throw fault(`a repetition goes up to ${repeatMax} at most`)
    }
    if (max !== undefined && max < min) throw fault('the limits of the repetition are swapped')
    next += found[0].length
    return { min, max }
  }

  function atom(flags: Flags): Regex {
    const start = next
    const character = characters[next++] ?? ''
    if (character === '(') return group(flags, start)
    if (character === '[') return { kind: 'set', set: bracket(start, flags) }
    if (character === '.') {
      return { kind: 'set', set: flags.s ? everything : complement(newline) }
    }
    if (character === '^') return { kind: 'assert', assertion: flags.m ? 'lineStart' : 'start' }
    if (character === '$') return { kind: 'assert', assertion: flags.m ? 'lineEnd' : 'end' }
    if ('*+?'.includes(character)) throw fault(`nothing stands before "${character}"`, start)
    if (character !== '\\') return literal(point(character), flags)
    const letter = peek()
    const assertion = Object.hasOwn(anchors, letter) ? anchors[letter] : undefined
    if (!assertion) return literal(escaped(start), flags)
    next++
    return { kind: 'assert', assertion }
  }

  const point = (character: string): CharSet => {
    const code = character.codePointAt(0) ?? 0
    return [code, code]
  }

  function group(flags: Flags, start: number): Regex {
    if (++depth > depthMax) throw fault('groups are nested too deeply', start)
    const head = /^\?(?:([ims]*)(?:-([ims]+))?:|P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*')/.exec(rest(60))
    if (peek() === '?') {
      if (!head) throw fault(`"(${rest(2)}" (look-around and its like) is not part of Sigma`, start)
      next += head[0].length
    }
    const inner = alternation(changeFlags(flags, head?.[1] ?? '', head?.[2] ?? ''))
    if (!take(')')) throw fault('a ")" is missing', start)
    depth--
    return inner
  }

  /** What follows a backslash, inside of brackets or out. */
  function escaped(start: number): CharSet {
    const letter = characters[next++]
    if (letter === undefined) throw fault('the expression ends with a backslash', start)
    const known = Object.hasOwn(classes, letter) ? classes[letter] : undefined
    if (known) return known
    const control = Object.hasOwn(controls, letter) ? controls[letter] : undefined
    if (control !== undefined) return [control, control]
    const hex =
      letter === 'x' || letter === 'u'
        ? /^(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{2})([0-9a-f]{2})?)/i.exec(rest(8))
        : null
    if (hex && (letter === 'x' || hex[1] !== undefined || hex[3] !== undefined)) {
      const text = hex[1] ?? (letter === 'x' ? hex[2] : `${hex[2]}${hex[3]}`) ?? ''
      next += hex[1] === undefined ? text.length : text.length + 2
      const code = Number.parseInt(text, 16)
      if (code > 0x10ffff) throw fault('there is no such character', start)
      return [code, code]
    }
    if (letter === '0') return [0, 0]
    if (/[1-9]/.test(letter)) throw fault('back references are not part of Sigma', start)
    if (/[A-Za-z]/.test(letter)) throw fault(`"\\${letter}" is not part of Sigma`, start)
    return point(letter)
  }

  function bracket(start: number, flags: Flags): CharSet {
    const isNegated = take('^')
    const found: CharSet[] = []
    for (let isFirst = true; isFirst || peek() !== ']'; isFirst = false) {
      if (next >= characters.length) throw fault('a "]" is missing', start)
      const named = /^\[:(\w+):\]/.exec(rest(12))
      const known = named && posix[named[1] ?? '']
      if (named && known) {
        next += named[0].length
        found.push(known)
        continue
      }
      const first = member()
      if (peek() !== '-' || peek(1) === ']' || peek(1) === '' || first.length !== 2) {
        found.push(cased(first, flags))
        continue
      }
      const at = next++
      const last = member()
      const [from = 0, to = 0] = [first[0], last[1]]
      if (first[0] !== first[1] || last[0] !== last[1]) {
        found.push(cased(first, flags), point('-'), cased(last, flags))
      } else if (to < from) throw fault('the range is swapped', at)
      else found.push(cased(setOf([[from, to]]), flags))
    }
    next++
    const set = union(...found)
    return isNegated ? complement(set) : set
  }

  function member(): CharSet {
    const start = next
    const character = characters[next++] ?? ''
    if (character !== '\\') return point(character)
    if (take('b')) return [8, 8]
    return escaped(start)
  }

  const of = (flag: string) => flags.includes(flag)
  const regex = alternation({ i: of('i'), m: of('m'), s: of('s') })
  if (next < characters.length) throw fault('a "(" is missing')
  return regex
}
