/** The condition grammar, by example and against a second evaluator that knows nothing of the parser. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConditionFault, parseCondition } from '../../../rules/engine/language/condition.ts'
import { compileLogic } from '../../../rules/engine/logic.ts'

const names = ['selection_a', 'selection_b', 'filter', '_hidden']

/** Evaluates with the named search identifiers true. */
const holds = (condition: string, trueNames: readonly string[], known = names): boolean =>
  compileLogic(
    parseCondition(condition, known),
    (name: string) => (on: ReadonlySet<string>) => on.has(name),
  )(new Set(trueNames))

describe('precedence', () => {
  test('and binds closer than or', () => {
    expect(holds('selection_a or selection_b and filter', ['selection_a'])).toBe(true)
    expect(holds('(selection_a or selection_b) and filter', ['selection_a'])).toBe(false)
  })

  test('not binds closer than and', () => {
    expect(holds('not selection_a and selection_b', ['selection_b'])).toBe(true)
    expect(holds('not (selection_a and selection_b)', ['selection_b'])).toBe(true)
    expect(holds('not selection_a and selection_b', [])).toBe(false)
  })

  test('not takes a whole quantified selector, and may be doubled', () => {
    expect(holds('not 1 of selection*', ['selection_b'])).toBe(false)
    expect(holds('not not filter', ['filter'])).toBe(true)
  })

  test('operators are read in any case', () => {
    expect(holds('selection_a AND NOT filter', ['selection_a'])).toBe(true)
  })
})

describe('selectors', () => {
  test('1 of and any of need one, all of needs each', () => {
    for (const quantifier of ['1', 'any']) {
      expect(holds(`${quantifier} of selection_*`, ['selection_b'])).toBe(true)
      expect(holds(`${quantifier} of selection_*`, ['filter'])).toBe(false)
    }
    expect(holds('all of selection_*', ['selection_b'])).toBe(false)
    expect(holds('all of selection_*', ['selection_a', 'selection_b'])).toBe(true)
  })

  test('them leaves out names with a leading underscore', () => {
    expect(holds('1 of them', ['_hidden'])).toBe(false)
    expect(holds('all of them', ['selection_a', 'selection_b', 'filter'])).toBe(true)
    expect(holds('1 of _hid*', ['_hidden'])).toBe(true)
    expect(holds('1 of *', ['_hidden'])).toBe(false)
  })

  test('a wildcard may stand anywhere in the pattern', () => {
    expect(holds('1 of *_b', ['selection_b'])).toBe(true)
    expect(holds('all of s*_*', ['selection_a', 'selection_b'])).toBe(true)
    expect(holds('1 of filter', ['filter'])).toBe(true)
  })
})

describe('faults', () => {
  const fault = (condition: string) => {
    try {
      parseCondition(condition, names)
    } catch (error) {
      if (error instanceof ConditionFault) return `${error.offset}: ${error.message}`
      throw error
    }
    return 'none'
  }

  test.each([
    [
      'filter and selecton_a',
      '11: there is no search identifier "selecton_a" (did you mean "selection_a"?)',
    ],
    ['1 of missing*', '5: no search identifier matches "missing*"'],
    [
      'filter adn selection_a',
      '7: "adn" cannot stand here: "and" or "or" is missing (did you mean "and"?)',
    ],
    ['(filter', '7: a ")" is missing here'],
    ['filter)', '6: ")" cannot stand here: "and" or "or" is missing'],
    ['filter and', '10: the condition ends too early'],
    ['and filter', '0: "and" cannot stand here: a name is missing'],
    ['2 of selection*', '0: "2 of" is not Sigma: use 1, any or all'],
    ['1 of', '4: "of" needs "them" or a name, with * where needed'],
    ['filter & filter', '7: unexpected "&"'],
    [
      'filter | count() > 5',
      '7: aggregations after "|" are obsolete in Sigma 2: write a correlation document instead',
    ],
    ['  ', '0: the condition is empty'],
  ])('%s', (condition, message) => {
    expect(fault(condition)).toBe(message)
  })

  test('endless parentheses are a fault, not a crash', () => {
    expect(fault('('.repeat(100_000))).toContain('nested too deeply')
    expect(fault('not '.repeat(100_000))).toContain('nested too deeply')
  })
})

type Tree = string | { op: 'not'; of: Tree } | { op: 'and' | 'or'; of: readonly Tree[] }

const leaves = ['a', 'b', 'c', 'd'] as const

const trees = fc.letrec<{ tree: Tree }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...leaves),
    fc.record({ op: fc.constant('not' as const), of: tie('tree') }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
  ),
})).tree

const binding = (tree: Tree): number =>
  typeof tree === 'string' ? 3 : { or: 0, and: 1, not: 2 }[tree.op]

/** Writes a tree with only the parentheses that the specification's precedence asks for. */
function write(tree: Tree): string {
  if (typeof tree === 'string') return tree
  const inner = (part: Tree, least: number) =>
    binding(part) < least ? `(${write(part)})` : write(part)
  if (tree.op === 'not') return `not ${inner(tree.of, 2)}`
  return tree.of.map(part => inner(part, binding(tree))).join(` ${tree.op} `)
}

function evaluate(tree: Tree, on: readonly string[]): boolean {
  if (typeof tree === 'string') return on.includes(tree)
  if (tree.op === 'not') return !evaluate(tree.of, on)
  const values = tree.of.map(part => evaluate(part, on))
  return tree.op === 'and' ? !values.includes(false) : values.includes(true)
}

const subsets = Array.from({ length: 16 }, (_, bits) =>
  leaves.filter((_leaf, index) => ((bits >> index) & 1) === 1),
)

test('every condition agrees with the truth table', () => {
  fc.assert(
    fc.property(trees, tree => {
      const condition = write(tree)
      for (const on of subsets) {
        expect(holds(condition, on, [...leaves]), condition).toBe(evaluate(tree, on))
      }
    }),
    { numRuns: 500 },
  )
})

test('no text makes the parser fail with anything but a condition fault', () => {
  const words = fc.constantFrom(
    '(',
    ')',
    'and',
    'or',
    'not',
    '1',
    'all',
    'of',
    'them',
    'a',
    'b*',
    '|',
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 12 }), parts => {
      try {
        parseCondition(parts.join(' '), [...leaves])
      } catch (error) {
        expect(error).toBeInstanceOf(ConditionFault)
      }
    }),
  )
})
