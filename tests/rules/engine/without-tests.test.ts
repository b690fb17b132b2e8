/** Leaving the tests out of rules before they are read changes nothing else in them. */
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { compileRules } from '../../../rules/engine/compile.ts'
import { withoutTests } from '../../../rules/engine/without-tests.ts'
import { loadRules } from '../../../rules/load.ts'

it('leaves the catalog as it is', async () => {
  const sources = await loadRules(join(import.meta.dirname, '../../../rules/catalog'))
  const whole = compileRules(sources)
  const { rules, digest } = compileRules(sources, { isWithoutTests: true })
  const left = whole.rules.map(rule => ({ ...rule, tests: [] }))
  expect(rules.map(rule => ({ ...rule, tests: [] }))).toEqual(left)
  expect(digest).toBe(whole.digest)
  const texts = sources.map(({ text }) => withoutTests(text).trim().length)
  const bytes = sources.reduce((sum, { text }) => sum + text.length, 0)
  expect(texts.reduce((sum, length) => sum + length)).toBeLessThan(bytes / 2)
})

const word = fc.constantFrom(
  ...['tests:', '  tests:', 'clientkeep:', '- tests:', '# no', 'a\n  tests:\n    - b', "it's", 'x'],
)
const value = fc.letrec(tie => ({
  any: fc.oneof({ maxDepth: 3 }, word, fc.integer(), tie('list'), tie('map')),
  list: fc.array(tie('any'), { maxLength: 3 }),
  map: fc.dictionary(fc.constantFrom('tests', 'clientkeep', 'name', 'expect'), tie('any'), {
    maxKeys: 3,
  }),
}))
const rule = fc.record(
  {
    title: word,
    description: word,
    clientkeep: fc.record(
      { points: fc.nat(9), runbook: word, tests: value.any, after: value.any },
      { requiredKeys: ['points'] },
    ),
    tests: value.any,
    last: word,
  },
  { requiredKeys: ['clientkeep'] },
)
const form = fc.record({
  indent: fc.constantFrom(1, 2, 3, 4),
  indentSeq: fc.boolean(),
  blockQuote: fc.constantFrom('literal' as const, 'folded' as const, false),
  lineWidth: fc.constantFrom(0, 20, 80),
})

it('empties the tests and nothing else, however the rule is written', () => {
  fc.assert(
    fc.property(rule, form, (given, options) => {
      const text = stringify(given, options)
      const before: typeof given = parse(text)
      const after: typeof given = parse(withoutTests(text))
      const { tests } = before.clientkeep
      const emptied = { ...before, clientkeep: { ...before.clientkeep, tests: [] } }
      expect([before, emptied]).toContainEqual(after)
      if (Array.isArray(tests) && tests.length > 0) expect(after.clientkeep.tests).toEqual([])
      expect(withoutTests(text).split('\n').length).toBe(text.split('\n').length)
    }),
    { numRuns: 500 },
  )
})
