/** Filter documents: whom they apply to, and what they change. */
import { expect, test } from 'vitest'
import { compileRules } from '../../../rules/engine/compile.ts'
import { createEngine } from '../../../rules/engine/engine.ts'
import { faultsOf } from './rule-text.ts'

const id = '7891e8ed-038b-444e-ac3e-28375f40bad9'
const rule = `title: r\nid: ${id}\nname: named\nlogsource: { product: p, category: c }\ndetection: { s: { f: 1 }, condition: s }\n`
const filter = (rules: string, logsource = '{ product: p }', condition = 'not s') =>
  `title: x\nlogsource: ${logsource}\nfilter: { rules: ${rules}, s: { user: adm }, condition: ${condition} }\n`

function firesWith(text: string): boolean {
  const compiled = compileRules([
    { path: 'a.yml', text: rule },
    { path: 'b.yml', text },
  ])
  const logsource = { product: 'p', category: 'c' }
  const engine = createEngine(compiled, { describe: () => ({ time: 0, logsource }) })
  return engine.process({ f: 1, user: 'ADM' }).length > 0
}

test.each([
  ['by id', filter(`[${id.toUpperCase()}]`), false],
  ['by name', filter('[named]'), false],
  ['any rule of the log source', filter('any'), false],
  ['another rule', filter('[other]'), true],
  ['another log source', filter('any', '{ product: q }'), true],
  ['a narrower log source', filter('any', '{ product: p, service: s }'), true],
  ['a condition that holds', filter('any', '{ product: p }', 's'), true],
])('%s', (_, text, expected) => {
  expect(firesWith(text)).toBe(expected)
})

test('a filter changes the digest of what it applies to, and only of that', () => {
  const digest = (text: string) =>
    compileRules([
      { path: 'a.yml', text: rule },
      { path: 'b.yml', text },
    ]).rules[0]?.digest
  expect(digest(filter('[other]'))).toBe(
    compileRules([{ path: 'a.yml', text: rule }]).rules[0]?.digest,
  )
  expect(digest(filter('[named]'))).not.toBe(digest(filter('[other]')))
})

test('faults of filters are told', () => {
  const text = 'title: x\nfilter: { selection: { f|wat: 1 } }\n'
  expect(
    faultsOf([{ path: 'a.yml', text }]).map(
      ({ line, column, message }) => `${line}:${column}: ${message}`,
    ),
  ).toEqual([
    '1:1: "logsource" is missing',
    '2:9: "filter.rules" is missing',
    '2:9: "detection.condition" is missing',
    '2:26: unknown modifier "wat"',
  ])
})
