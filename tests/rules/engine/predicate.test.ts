/** Search identifiers on events: values, modifiers, missing fields, nested fields, reasons. */
import { describe, expect, test } from 'vitest'
import type { EventObject } from '../../../rules/engine/event.ts'
import { engineOf, fires } from './rule-text.ts'

type Case = readonly [search: string, event: EventObject, expected: boolean]

const check = (cases: readonly Case[]) =>
  test.each(cases)('%s on %o: %s', (search, event, expected) => {
    expect(fires(search, event)).toBe(expected)
  })

describe('values', () =>
  check([
    ['f: Word', { f: 'wORD' }, true],
    ['f|cased: Word', { f: 'word' }, false],
    ['f|cased: Word', { f: 'Word' }, true],
    ['f|contains|cased: ORD', { f: 'a word' }, false],
    ['f: [a, b]', { f: 'B' }, true],
    ['f: [a, b]', { f: 'c' }, false],
    ['f: 4624', { f: 4624 }, true],
    ['f: 4624', { f: '4624' }, true],
    ["f: '4624'", { f: 4624 }, true],
    ['f: 0x10', { f: 16 }, true],
    ['f: 1.5', { f: 1.5 }, true],
    ['f: -1', { f: -1 }, true],
    ['f: 18446744073709551615', { f: '18446744073709551615' }, true],
    ['f: true', { f: true }, true],
    ['f: true', { f: 'True' }, true],
    ['f: true', { f: false }, false],
    ['f: true', { f: 1 }, false],
    ["f: '*'", { f: 'x' }, true],
    ["f: '*'", { f: null }, false],
    ["f: '*'", {}, false],
    ['f: a', { f: { a: 1 } }, false],
    ['f: constructor', { f: {} }, false],
    ['constructor: "*"', {}, false],
  ]))

describe('empty and null', () =>
  check([
    ["f: ''", { f: '' }, true],
    ["f: ''", { f: ' ' }, false],
    ["f: ''", {}, false],
    ["f: ''", { f: null }, false],
    ['f: null', {}, true],
    ['f: null', { f: null }, true],
    ['f: null', { f: [] }, true],
    ['f: null', { f: '' }, false],
    ['f: null', { f: 0 }, false],
    ['f|neq: null', { f: 0 }, true],
    ['f|exists: true', { f: null }, true],
    ['f|exists: true', { f: '' }, true],
    ['f|exists: true', {}, false],
    ['f|exists: false', {}, true],
    ['f|exists: false', { f: 0 }, false],
    ['a.b|exists: true', { a: { b: {} } }, true],
    ['a.b|exists: true', { a: 'b' }, false],
  ]))

describe('numbers', () =>
  check([
    ['f|gte: 25', { f: 25 }, true],
    ['f|gte: 25', { f: 24.99 }, false],
    ['f|gt: 25', { f: 25 }, false],
    ['f|lte: 25', { f: 25 }, true],
    ['f|lt: 25', { f: 25 }, false],
    ['f|lt: 25', { f: -1 }, true],
    ['f|gte: 25', { f: '25' }, true],
    ['f|gte: 25', { f: '9 of 25' }, false],
    ['f|lt: 25', { f: '' }, false],
    ['f|lt: 25', { f: null }, false],
    ['f|lt: 25', { f: true }, false],
    ['f|lt: 25', {}, false],
    ['f|gte: 25', { f: [3, 30] }, true],
  ]))

test('a negated comparison holds on a missing field', () => {
  expect(fires('f|lt: 25', {}, 'not s')).toBe(true)
  expect(fires('f|gte: 25', {}, 'not s')).toBe(true)
  expect(fires('f|gte: 25', { f: 30 }, 'not s')).toBe(false)
})

describe('links', () =>
  check([
    ['f|contains|all: [one, two]', { f: 'two and one' }, true],
    ['f|contains|all: [one, two]', { f: 'one' }, false],
    ['f|all: [a, b]', { f: ['b', 'a'] }, true],
    ['{ f: 1, g: 2 }', { f: 1, g: 2 }, true],
    ['{ f: 1, g: 2 }', { f: 1 }, false],
    ['[{ f: 1 }, { g: 2 }]', { g: 2 }, true],
    ['[{ f: 1 }, { g: 2 }]', { g: 1 }, false],
    ['f|neq: a', { f: 'A' }, false],
    ['f|neq: a', { f: 'b' }, true],
    ['f|neq: a', {}, true],
    ['f|neq: [a, b]', { f: 'b' }, false],
    ['f|contains|neq: a', { f: 'cat' }, false],
    ['f|startswith: ab', { f: 'ABC' }, true],
    ['f|endswith: [x, bc]', { f: 'ABC' }, true],
    ['f|contains: 20', { f: 12034 }, true],
  ]))

describe('fields', () =>
  check([
    ['a.b.c: 1', { a: { b: { c: 1 } } }, true],
    ['a.b.c: 1', { a: { b: null } }, false],
    ['a.b: x', { a: [{ b: 'y' }, { b: 'x' }] }, true],
    ['a.b: x', { a: [{ b: ['y', ['x']] }] }, true],
    ['a.b: x', { 'a.b': 'x' }, true],
    ['a: x', { a: ['y', 'z'] }, false],
  ]))

describe('reasons', () => {
  const reasons = (detection: string, event: EventObject) =>
    engineOf(detection).process(event)[0]?.reasons

  test('say field, test and value', () => {
    const detection = `s: { name|endswith: [.csv, .xlsx], kind: usb, customers.distinct|gte: 25, note: null }
condition: s`
    expect(
      reasons(detection, { name: 'a.XLSX', kind: 'USB', customers: { distinct: 812 } }),
    ).toEqual([
      'name ends with one of .csv, .xlsx (was a.XLSX)',
      'kind is usb',
      'customers.distinct ≥ 25 (was 812)',
      'note has no value',
    ])
  })

  test('name only the branch that held, once, and nothing of what is denied', () => {
    const detection = `a: { f: 1 }\nb: { g: 2 }\nc: { h: 3 }\ncondition: (a or b) and 1 of b* and not c`
    expect(reasons(detection, { f: 0, g: 2 })).toEqual(['g is 2'])
  })

  test('stay short whatever the event holds', () => {
    const [reason = ''] =
      reasons('s: { f|contains: x }\ncondition: s', { f: 'x'.repeat(1e5) }) ?? []
    expect(reason.length).toBeLessThan(200)
  })
})

test('several conditions are linked with OR', () => {
  const engine = engineOf('a: { f: 1 }\nb: { f: 2 }\ncondition: [a, b]')
  expect(engine.process({ f: 2 })).toHaveLength(1)
  expect(engine.process({ f: 3 })).toHaveLength(0)
})
