/** What each modifier of the specification's appendix does to values. */
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../../rules/engine/compile.ts'
import { createEngine } from '../../../rules/engine/engine.ts'
import type { EventObject } from '../../../rules/engine/event.ts'
import { faultsOf, fires, ruleText } from './rule-text.ts'

type Case = readonly [search: string, event: EventObject, expected: boolean]

const check = (cases: readonly Case[]) =>
  test.each(cases)('%s on %o: %s', (search, event, expected) => {
    expect(fires(search, event)).toBe(expected)
  })

const base64 = (text: string, encoding: 'utf8' | 'utf16le' = 'utf8') =>
  Buffer.from(text, encoding).toString('base64')

describe('encodings', () => {
  check([
    ['f|base64: foobar', { f: 'Zm9vYmFy' }, true],
    ['f|base64|contains: foobar', { f: `x ${base64('foobar')} y` }, true],
    ['f|wide: cmd', { f: 'c\0m\0d\0' }, true],
    ['f|utf16be: cmd', { f: '\0c\0m\0d' }, true],
    ['f|utf16: cmd', { f: '\xff\xfec\0m\0d\0' }, true],
    ['f|utf16le|base64: cmd', { f: base64('cmd', 'utf16le') }, true],
  ])

  test.each([0, 1, 2, 3, 4])('base64offset finds the value after %d bytes', count => {
    const around = (middle: string, encoding: 'utf8' | 'utf16le' = 'utf8') =>
      Buffer.concat([
        Buffer.alloc(count, 'x'),
        Buffer.from(middle, encoding),
        Buffer.from('tail'),
      ]).toString('base64')
    expect(fires('f|base64offset|contains: /bin/bash', { f: around('/bin/bash') })).toBe(true)
    expect(fires('f|base64offset|contains: /bin/bash', { f: around('/bin/dash') })).toBe(false)
    const wide = { f: around('http', 'utf16le') }
    expect(fires('f|wide|base64offset|contains: http', wide)).toBe(true)
  })
})

describe('windash', () =>
  check([
    ["f|windash: '-a /b'", { f: '/a -b' }, true],
    ["f|windash: '-a'", { f: '–a' }, true],
    ["f|windash: '-a'", { f: '—a' }, true],
    ["f|windash: '-a'", { f: '―a' }, true],
    ["f|windash: '-a'", { f: '+a' }, false],
    ["f|contains|windash: ' -exec '", { f: 'cmd /exec x' }, true],
    ["f|windash|contains|all: [' -a ', ' -b ']", { f: 'x /a –b y' }, true],
  ]))

describe('networks', () =>
  check([
    ['f|cidr: 10.0.0.0/8', { f: '10.255.0.1' }, true],
    ['f|cidr: 10.0.0.0/8', { f: '11.0.0.1' }, false],
    ['f|cidr: 192.168.1.128/25', { f: '192.168.1.127' }, false],
    ['f|cidr: [10.0.0.0/8, fe80::/10]', { f: 'FE80::1' }, true],
    ["f|cidr: '::ffff:0:0/96'", { f: '::ffff:10.0.0.1' }, true],
    ['f|cidr: 10.0.0.0/8', { f: '10.0.0' }, false],
    ['f|cidr: 10.0.0.0/8', { f: 'name' }, false],
  ]))

describe('other fields', () =>
  check([
    ['f|fieldref: g', { f: 'A', g: 'a' }, true],
    ['f|fieldref|cased: g', { f: 'A', g: 'a' }, false],
    ['f|fieldref: g', { f: 'a' }, false],
    ['f|fieldref|startswith: g', { f: 'abc', g: 'AB' }, true],
    ['f|fieldref|endswith: g', { f: 'abc', g: 'bc' }, true],
    ['f|fieldref|contains: g', { f: 'abc', g: ['x', 'b'] }, true],
    ['f|fieldref|neq: g', { f: 'a', g: 'b' }, true],
  ]))

describe('dates', () =>
  check([
    ['f|minute: 59', { f: '2026-02-03T04:59:06Z' }, true],
    ['f|hour: 4', { f: '2026-02-03 04:59:06' }, true],
    ['f|hour|gte: 18', { f: '2026-02-03T19:00' }, true],
    ['f|day: [3, 4]', { f: '2026-02-03' }, true],
    ['f|week: 53', { f: '2021-01-03' }, true],
    ['f|month: 2', { f: Date.UTC(2026, 1, 3) }, true],
    ['f|year: 2026', { f: Date.UTC(2026, 1, 3) / 1000 }, true],
    ['f|year: 2026', { f: 'yesterday' }, false],
    ['f|hour: 4', { f: '2026-02-03' }, false],
  ]))

describe('keywords', () =>
  check([
    ['[abc, xyz]', { a: { b: ['..XYZ..'] } }, true],
    ['[abc, xyz]', { abc: 1 }, false],
    ["'|all': [abc, xyz]", { a: 'abc', b: 'xyz' }, true],
    ["'|all': [abc, xyz]", { a: 'abc' }, false],
    ["'|re': '^a.c$'", { a: 'abc' }, true],
    ['[4625]', { a: 4625 }, true],
    ["['a*c']", { a: 'xabcx' }, true],
    ['[abc, { f: 1 }]', { f: 1 }, true],
  ]))

test('an empty text that is contained asks for a value', () => {
  expect(fires("f|contains: ''", { f: 'x' })).toBe(true)
  expect(fires("f|contains: ''", {})).toBe(false)
})

describe('expand', () => {
  const text = (value: string) => ruleText(`s: { f|expand: '${value}' }\ncondition: s`)
  const run = (value: string, f: string) => {
    const compiled = compileRules([{ path: 'a.yml', text: text(value) }], {
      placeholders: { servers: ['srv*', 'dc1'], plain: ['x'] },
    })
    const describeEvent = () => ({ time: 0, logsource: { product: 'test' } })
    return createEngine(compiled, { describe: describeEvent }).process({ f }).length > 0
  }

  test.each([
    ['%servers%', 'SRV12', true],
    ['%servers%', 'dc1', true],
    ['%servers%', '%servers%', false],
    ['a-%servers%-b', 'a-dc1-b', true],
    ['\\%plain%servers%', '%plaindc1', true],
    ['100\\%', '100%', true],
  ])('%s on %s: %s', (value, f, expected) => {
    expect(run(value, f)).toBe(expected)
  })

  test('a placeholder without a list is refused', () => {
    expect(faultsOf([{ path: 'a.yml', text: text('%servers%') }])).toHaveLength(1)
  })
})
