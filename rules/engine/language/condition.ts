/** Sigma's condition language: and, or, not, parentheses, `1 of`/`any of`/`all of` names. Knows names only, not what they detect. */
import { didYouMean } from '../faults.ts'
import { join, type Logic } from '../logic.ts'
import { compilePattern, readPattern } from '../pattern.ts'

/** A fault in a condition; `offset` counts characters of its text. */
export class ConditionFault extends Error {
  readonly offset: number

  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}

interface Token {
  readonly text: string
  readonly word: string
  readonly offset: number
}

/** Deeper parentheses are no condition that a person wrote. */
const depthMax = 100
const quantifiers = new Set(['1', 'any', 'all'])
const operators = ['and', 'or', 'not', 'of', 'them', '1', 'any', 'all']

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: found, index } of text.matchAll(/[()]|[\w*.-]+|\S/g)) {
    if (found === '|') {
      throw new ConditionFault(
        index,
        'aggregations after "|" are obsolete in Sigma 2: write a correlation document instead',
      )
    }
    if (!/^[\w*.()-]/.test(found)) throw new ConditionFault(index, `unexpected "${found}"`)
    tokens.push({ text: found, word: found.toLowerCase(), offset: index })
  }
  return tokens
}

/** Names that a selector means. Names with a leading `_` are left out unless the pattern has it too (specification, Condition). */
function select(pattern: string, names: readonly string[]): readonly string[] {
  const isAll = pattern.toLowerCase() === 'them'
  const matches = isAll ? () => true : compilePattern(readPattern(pattern), true)
  return names.filter(name => matches(name) && (pattern.startsWith('_') || !name.startsWith('_')))
}

/** Parses a condition over the names of its search identifiers; throws `ConditionFault`. Binding: `or` least, `and`, `not` most. */
export function parseCondition(text: string, names: readonly string[]): Logic<string> {
  const tokens = tokenize(text)
  let next = 0
  const word = (): string | undefined => tokens[next]?.word
  const offset = (): number => tokens[next]?.offset ?? text.length

  function chain(kind: 'all' | 'any', operator: string, part: () => Logic<string>): Logic<string> {
    const parts = [part()]
    while (word() === operator) {
      next++
      parts.push(part())
    }
    return join(kind, parts)
  }

  const disjunction = (depth: number): Logic<string> =>
    chain('any', 'or', () => chain('all', 'and', () => negation(depth)))

  function negation(depth: number): Logic<string> {
    if (depth > depthMax) throw new ConditionFault(offset(), 'nested too deeply')
    if (word() !== 'not') return term(depth)
    next++
    return { kind: 'not', of: negation(depth + 1) }
  }

  function term(depth: number): Logic<string> {
    const token = tokens[next]
    if (!token) throw new ConditionFault(text.length, 'the condition ends too early')
    next++
    if (token.text === '(') {
      const inner = disjunction(depth + 1)
      if (word() !== ')') throw new ConditionFault(offset(), 'a ")" is missing here')
      next++
      return inner
    }
    if (word() === 'of') return quantified(token)
    if (names.includes(token.text)) return { kind: 'leaf', leaf: token.text }
    throw unknownName(token, names)
  }

  function quantified(token: Token): Logic<string> {
    if (!quantifiers.has(token.word)) {
      throw new ConditionFault(token.offset, `"${token.text} of" is not Sigma: use 1, any or all`)
    }
    next++
    const pattern = tokens[next]
    if (!pattern || !/^[\w*.-]+$/.test(pattern.text)) {
      throw new ConditionFault(offset(), '"of" needs "them" or a name, with * where needed')
    }
    next++
    const chosen = select(pattern.text, names)
    if (chosen.length === 0) throw unknownName(pattern, names)
    return join(
      token.word === 'all' ? 'all' : 'any',
      chosen.map(leaf => ({ kind: 'leaf', leaf })),
    )
  }

  if (tokens.length === 0) throw new ConditionFault(0, 'the condition is empty')
  const logic = disjunction(0)
  const rest = tokens[next]
  if (rest) {
    throw new ConditionFault(
      rest.offset,
      `"${rest.text}" cannot stand here: "and" or "or" is missing${didYouMean(rest.text, ['and', 'or'])}`,
    )
  }
  return logic
}

function unknownName({ text, word, offset }: Token, names: readonly string[]): ConditionFault {
  if (text === ')' || operators.includes(word)) {
    return new ConditionFault(offset, `"${text}" cannot stand here: a name is missing`)
  }
  return text.includes('*')
    ? new ConditionFault(offset, `no search identifier matches "${text}"`)
    : new ConditionFault(
        offset,
        `there is no search identifier "${text}"${didYouMean(text, names)}`,
      )
}
