/** Sigma strings: wildcards, escapes, case. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Place } from '../../../rules/engine/ast.ts'
import { compilePattern, placePattern, readPattern } from '../../../rules/engine/pattern.ts'

const compile = (text: string, place: Place = 'whole', isCased = false) =>
  compilePattern(placePattern(readPattern(text), place), isCased)
const matches = (pattern: string, text: string) => compile(pattern)(text)

describe('wildcards', () => {
  test.each([
    ['prog?.exe', 'progA.exe', true],
    ['prog?.exe', 'prog.exe', false],
    ['*', '', true],
    ['a*', 'A and more', true],
    ['*end', 'the END', true],
    ['*mid*', 'in the middle', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['a*a', 'a', false],
    ['?', '😀', true],
    ['**?', '', false],
    ['*\n*', 'two\nlines', true],
    ['.*', 'x', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
  })

  test('many stars on a long text end at once', () => {
    const started = performance.now()
    expect(matches(`${'*a'.repeat(200)}*b?`, 'a'.repeat(20_000))).toBe(false)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('escapes', () => {
  test.each([
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['\\?', '?', true],
    ['\\\\*', '\\anything', true],
    ['\\\\*', 'anything', false],
    ['\\\\\\*', '\\*', true],
    ['\\\\\\*', '\\x', false],
    ['C:\\Windows\\cmd.exe', 'c:\\windows\\CMD.EXE', true],
    ['C:\\\\Windows', 'C:\\Windows', true],
    ['\\\\\\\\server', '\\\\server', true],
    ['ends\\', 'ends\\', true],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
  })

  test('an escaped text matches itself, folded, and nothing longer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const escaped = text.replace(/[\\*?]/g, '\\$&')
        expect(compile(escaped, 'whole', true)(text)).toBe(true)
        expect(compile(escaped)(text.toLowerCase())).toBe(true)
        expect(compile(escaped, 'whole', true)(`${text}x`)).toBe(false)
      }),
    )
  })
})

test('agrees with a backtracking matcher', () => {
  const naive = (pattern: string, text: string): boolean => {
    if (pattern === '') return text === ''
    if (pattern.startsWith('*')) {
      return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)))
    }
    const isSame = text !== '' && (pattern.startsWith('?') || pattern[0] === text[0])
    return isSame && naive(pattern.slice(1), text.slice(1))
  }
  const word = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 })
  fc.assert(
    fc.property(word('ab*?'), word('ab'), (pattern, text) => {
      expect(matches(pattern, text)).toBe(naive(pattern, text))
    }),
    { numRuns: 3000 },
  )
})

test('contains, startswith and endswith put the value in its place, wildcards inside', () => {
  expect(compile('b?d', 'contains')('abcde')).toBe(true)
  expect(compile('a*c', 'startswith')('abcde')).toBe(true)
  expect(compile('c*e', 'endswith')('abcde')).toBe(true)
  expect(compile('b', 'startswith')('abc')).toBe(false)
  expect(compile('\\', 'contains')('a\\b')).toBe(true)
})
