/** The optimised engine against the naive interpreter, on random rules and random events of odd shapes, as objects and as lines of JSON. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRules } from '../../../rules/engine/compile.ts'
import { createEngine } from '../../../rules/engine/engine.ts'
import type { EventObject } from '../../../rules/engine/event.ts'
import { interpretAll } from '../naive.ts'

const fields = ['f', 'g', 'h.i', 'Näme'] as const
/** Few letters, so that texts meet; with letters whose cases differ in length or have a third form, dashes, escapes. */
const letters = [
  'a',
  'A',
  'b',
  'B',
  '1',
  '-',
  '/',
  '–',
  ' ',
  '\\',
  '"',
  'ß',
  'Σ',
  'ς',
  'K',
  'İ',
  '😀',
  '.',
]
const word = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: 0, maxLength })
const longWord = fc
  .tuple(word(6), fc.constantFrom('', 'abab-1/b '.repeat(4)))
  .map(([a, b]) => a + b)
const ruleText = fc
  .array(fc.oneof(word(3), fc.constantFrom('*', '?', '\\*', '\\?', '\\\\')), { maxLength: 4 })
  .map(parts => parts.join(''))

const textModifiers = fc.constantFrom(
  ...['', '|contains', '|startswith', '|endswith', '|cased', '|contains|cased', '|neq'],
  ...['|windash', '|contains|windash', '|contains|all', '|all', '|endswith|all|cased'],
)
const regexes = [
  ...[
    'a',
    '^a',
    'b$',
    '[ab]{2,}',
    '(?:a|b)+1',
    '\\bb',
    'a.b',
    '[^a]',
    '(?i)A1',
    'a{3}',
    '\\d-?\\d',
  ],
  ...['(a|ab)(b|$)', 'b*$', '^$', '\\W\\w', 'K'],
]

interface Entry {
  readonly key: string
  readonly values: readonly unknown[]
}

const keyed = (field: string, suffix: string) => `${field}${suffix}`
const field = fc.constantFrom(...fields)
const entry: fc.Arbitrary<Entry> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      key: fc.tuple(field, textModifiers).map(([name, suffix]) => keyed(name, suffix)),
      values: fc.array(ruleText, { minLength: 2, maxLength: 6 }),
    }),
  },
  fc.record({
    key: fc
      .tuple(field, fc.constantFrom('|re', '|re|i', '|re|s'))
      .map(([name, suffix]) => keyed(name, suffix)),
    values: fc.array(fc.constantFrom(...regexes), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    key: field.map(name => `${name}|cidr`),
    values: fc.array(
      fc.constantFrom('10.0.0.0/8', '192.168.1.0/29', '::1/128', 'fe80::/10', '0.0.0.0/0'),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  fc.record({
    key: fc
      .tuple(field, fc.constantFrom('|gt', '|gte', '|lt', '|lte', '|hour', '|day|gte'))
      .map(([name, suffix]) => keyed(name, suffix)),
    values: fc.tuple(fc.constantFrom(-1, 0, 1, 12, 25.5)),
  }),
  fc.record({ key: field.map(name => `${name}|exists`), values: fc.tuple(fc.boolean()) }),
  fc.record({ key: field, values: fc.tuple(fc.constantFrom(null, true, 0, 1, '', 25)) }),
  fc.record({
    key: fc
      .tuple(field, fc.constantFrom('|fieldref', '|fieldref|contains', '|fieldref|endswith|cased'))
      .map(([name, suffix]) => keyed(name, suffix)),
    values: fc.tuple(field),
  }),
)

const keywords = fc.array(
  fc.oneof(
    ruleText.filter(text => text !== ''),
    fc.constantFrom('abab', 'b -1', '10.0', 'true', '1000'),
  ),
  { minLength: 1, maxLength: 3 },
)
const search: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(entry, { minLength: 1, maxLength: 3 })
      .map(entries =>
        Object.fromEntries(
          entries.map(({ key, values }) => [key, values.length === 1 ? values[0] : values]),
        ),
      ),
  },
  { weight: 1, arbitrary: keywords },
  {
    weight: 1,
    arbitrary: fc
      .array(entry, { minLength: 1, maxLength: 3 })
      .map(entries =>
        entries.map(({ key, values }) => ({ [key]: values.length === 1 ? values[0] : values })),
      ),
  },
)
const condition = fc.constantFrom(
  ...['s', 'not s', 's and t', 's or t', 's and not t', '1 of them', 'all of them', 'not (s or t)'],
  ...['not 1 of t*', '(s and u) or (t and not u)', 's or not (t and u)'],
)
const rule = fc.record({ s: search, t: search, u: search, condition })

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: longWord },
  fc.constantFrom(
    '10.1.2.3',
    '192.168.1.7',
    '::1',
    'fe80::1',
    '2026-03-01T12:30:00Z',
    '2026-03-25',
  ),
  fc.constantFrom<unknown>(0, 1, -1, 25.5, 1000, 1e21, 1_780_000_000_000, true, false, null),
)
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.record({ i: scalar, j: scalar }, { requiredKeys: [] }),
  fc.array(fc.record({ i: scalar }), { maxLength: 2 }),
)
const event: fc.Arbitrary<EventObject> = fc.dictionary(
  fc.constantFrom('f', 'g', 'h', 'h.i', 'Näme', 'other', '__proto__'),
  value,
  { maxKeys: 6 },
)

test('engine, lines of JSON and naive interpreter say the same of random rules and events', () => {
  let hits = 0
  fc.assert(
    fc.property(
      fc.array(rule, { minLength: 1, maxLength: 6 }),
      fc.array(event, { minLength: 1, maxLength: 12 }),
      (detections, events) => {
        const compiled = compileRules(
          detections.map((detection, index) => ({
            path: `${String(index).padStart(2, '0')}.yml`,
            text: JSON.stringify({ title: `r${index}`, logsource: { product: 'p' }, detection }),
          })),
        )
        const engine = createEngine(compiled, {
          describe: () => ({ time: 0, logsource: { product: 'p' } }),
          router: { fields: [], logsource: () => ({ product: 'p' }) },
        })
        // Twice, so that what was remembered answers as well.
        for (const one of [...events, ...events]) {
          const line = JSON.stringify(one)
          const wanted = interpretAll(compiled, JSON.parse(line))
          hits += wanted.length
          const found = engine.process(JSON.parse(line)).map(match => match.rule.path)
          expect(found).toEqual(wanted.map(number => compiled.rules[number]?.path))
          expect(engine.hitsJson(line)).toEqual(wanted)
          const spaced = Buffer.from(` ${JSON.stringify(one, undefined, 1)}\n`)
          expect(engine.hitsJson(spaced)).toEqual(wanted)
        }
      },
    ),
    { numRuns: 1500 },
  )
  expect(hits).toBeGreaterThan(1000)
}, 120_000)
