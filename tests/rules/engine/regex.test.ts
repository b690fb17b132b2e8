/** Regular expressions: what they match, that JavaScript agrees, that no text makes one slow. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRegex, compileRegex, RegexFault } from '../../../rules/engine/regex/regex.ts'

const found = (source: string, text: string, flags = '') => compileRegex(source, flags).test(text)

describe('syntax', () => {
  test.each([
    ['a.c', 'a\nc', '', false],
    ['a.c', 'a\nc', 's', true],
    ['^b', 'a\nb', '', false],
    ['^b', 'a\nb', 'm', true],
    ['a$', 'a\nb', 'm', true],
    ['A', 'a', '', false],
    ['A', 'a', 'i', true],
    ['(?i)a(?-i)B', 'AB', '', true],
    ['(?i)a(?-i)B', 'Ab', '', false],
    ['(?i:a)B', 'AB', '', true],
    ['[^a]', 'A', 'i', false],
    ['[^a]$', '😀', '', true],
    ['[[:digit:]]+x', '12x', '', true],
    ['\\x41\\u0042\\x{43}', 'ABC', '', true],
    ['x{2}', 'axxb', '', true],
    ['x{3,}', 'axxb', '', false],
    ['x{,2}', 'x{,2}', '', true],
    ['\\bfoo\\B', 'a foox', '', true],
    ['[\\w.-]+@', 'a.b-c@', '', true],
    ['[]a]', ']', '', true],
    ['a??b', 'b', '', true],
    ['(?<name>a)', 'a', '', true],
    ['.{3}', '😀😀', '', false],
    ['ÄÖ', 'äö', 'i', true],
  ])('%s on %j with "%s": %s', (source, text, flags, expected) => {
    expect(found(source, text, flags)).toBe(expected)
  })

  test.each([
    ...[
      '(?=a)',
      '(?!a)',
      '(?<=a)b',
      '(?>a)',
      '(a)\\1',
      'a*+',
      'a**',
      '*a',
      '(a',
      'a)',
      '[a',
      'a\\',
    ],
    ...['[b-a]', 'a{2,1}', 'a{2000}', '((a{900}){900}){9}', '\\p{L}', '(?x)a', '^*'],
  ])('%s is refused', source => {
    expect(() => checkRegex(source, '')).toThrow(RegexFault)
  })
})

const atom = fc.constantFrom(
  'a',
  'b',
  'A',
  '1',
  '.',
  '[ab]',
  '[^a]',
  '\\d',
  '\\w',
  '\\s',
  'ä',
  '\\b',
  '^',
  '$',
)
const source = fc.letrec<{ regex: string }>(tie => ({
  regex: fc.oneof(
    { maxDepth: 4 },
    atom,
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => a + b),
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie('regex'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
      .map(([a, quantifier]) => `(?:${a})${quantifier}`),
  ),
})).regex
const text = fc.string({ unit: fc.constantFrom(...'abA1 äÄ\n_-😀'), maxLength: 12 })

test('JavaScript agrees', () => {
  fc.assert(
    fc.property(source, text, fc.constantFrom('', 'i', 'm', 's', 'im'), (regex, value, flags) => {
      // V8 says that /[^a]$/u does not match '😀', which it does.
      fc.pre(!(regex.includes('[^a]') && value.includes('😀')))
      // The dot of PCRE leaves out the newline only; the texts have no other line ends.
      const compiled = compileRegex(regex, flags)
      const wanted = new RegExp(regex, `${flags}u`).test(value)
      expect(compiled.test(value)).toBe(wanted)
      const folded = value.toLowerCase()
      if (wanted && compiled.literals) {
        expect(compiled.literals.some(literal => folded.includes(literal))).toBe(true)
      }
    }),
    { numRuns: 5000 },
  )
})

test('expressions that backtrack without end elsewhere are done at once', () => {
  const started = performance.now()
  expect(found('(a+)+$', `${'a'.repeat(50_000)}b`)).toBe(false)
  expect(found('(a|aa)+$', `${'a'.repeat(50_000)}b`)).toBe(false)
  expect(found('(.*,){20}x', 'a,'.repeat(20_000))).toBe(false)
  expect(found('(?:a?){50}a{50}', 'a'.repeat(50))).toBe(true)
  expect(performance.now() - started).toBeLessThan(10_000)
})
