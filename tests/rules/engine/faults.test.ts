/** What the author of a rule is told: where, what, and what was probably meant. */
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../../rules/engine/compile.ts'
import { didYouMean, RuleFaults } from '../../../rules/engine/faults.ts'
import { faultLines, faultsOf, ruleText } from './rule-text.ts'

describe('detection', () => {
  test.each([
    ['s: { f|contians: x }', '4:10: unknown modifier "contians" (did you mean "contains"?)'],
    ["s: { f|re: 'a(b' }", '4:16: regular expression: a ")" is missing'],
    [
      "s: { f|re: '(?=a)b' }",
      '4:14: regular expression: "(?=" (look-around and its like) is not part of Sigma',
    ],
    ["s: { f|re: '(a)\\1' }", '4:18: regular expression: back references are not part of Sigma'],
    [
      "s: { f|re: '((a{999}){999}){9}' }",
      '4:14: regular expression: the expression is too large: its repetitions multiply',
    ],
    ['s: { f|i: x }', '4:10: modifier "i" is a flag of "re" and must follow it'],
    [
      's: { f|contains|base64: x }',
      '4:19: modifier "base64" must stand before "contains": the value is encoded before it is placed',
    ],
    ["s: { f|base64: 'a*' }", '4:18: a value with wildcards cannot be encoded'],
    [
      's: { f|cidr: 10.0.0/8 }',
      '4:16: "10.0.0/8" is no network: write it like 10.0.0.0/8 or fe80::/10',
    ],
    ["s: { f|expand: '%servers%' }", '4:18: there is no list for the placeholder %servers%'],
    ['s: { f|fieldref: 1 }', '4:20: "fieldref" takes a field name'],
    ['s: { f|hour: x }', '4:16: "hour" takes one number, without quotes'],
    ["s: { '|cidr': 10.0.0.0/8 }", '4:17: "cidr" needs a field'],
    [
      's: { f|contains|startswith: x }',
      '4:19: modifier "startswith" cannot be combined with "contains"',
    ],
    ['s: { f|gte|contains: 1 }', '4:14: modifier "contains" cannot be combined with "gte"'],
    ["s: { f|gte: '1' }", '4:15: "gte" takes one number, without quotes'],
    ['s: { f|gte: [1, 2] }', '4:16: "gte" takes one number, without quotes'],
    ['s: { f|exists: yes }', '4:18: "exists" takes true or false'],
    ['s: { f|contains|all: x }', '4:24: "all" needs more than one value'],
    [
      's: { f: [a, null] }',
      '4:12: null cannot stand in a list of values: give it a search identifier',
    ],
    [
      's: { f: { g: 1 } }',
      '4:11: a value cannot be a map or a list here: write nested fields with dots',
    ],
    ['s: { f: [] }', '4:11: the list of values is empty'],
    ['s: [word, null]', '4:7: null cannot stand in a list of values: give it a search identifier'],
    ['s: [[word]]', '4:7: a search identifier is a map, a list of maps or a list of keywords'],
    [
      's: { f: 1 }\ntimeframe: 5m',
      '5:3: "timeframe" belongs to aggregations, which Sigma 2 has replaced by correlation documents',
    ],
  ])('%s', (search, message) => {
    expect(faultLines(`${search}\ncondition: s`)).toEqual([message])
  })

  test('a fault in the condition points at the word', () => {
    expect(faultLines("sel: { f: 1 }\ncondition: 'sel and not fliter'\nfilter: { f: 2 }")).toEqual([
      '5:27: there is no search identifier "fliter" (did you mean "filter"?)',
    ])
  })

  test('a misspelt condition is recognised', () => {
    expect(faultLines('s: { f: 1 }\nconditon: s')).toContain(
      '5:3: "detection.condition" is missing (is "conditon" meant to be "condition"?)',
    )
  })
})

test('a slip in the log source is a fault, a key of its own is not', () => {
  const rule = (key: string) => `title: One
logsource: { product: x, ${key}: y }
detection:
  s: { f: 1 }
  condition: s
`
  expect(faultsOf([{ path: 'a.yml', text: rule('vendor') }])).toEqual([])
  expect(new RuleFaults(faultsOf([{ path: 'a.yml', text: rule('categry') }])).message).toBe(
    'a.yml:2:26: unknown key "logsource.categry" (did you mean "category"?)',
  )
})

test('all faults of all rules are told at once, with file, line and column', () => {
  const first = `title: One
level: hihg
logsource: {}
detection:
  s: { f|wat: 1, g|lt: x }
  condition: t
`
  const faults = faultsOf([
    { path: 'b.yml', text: 'logsource: { product: x }\n' },
    { path: 'a.yml', text: first },
  ])
  expect(new RuleFaults(faults).message.split('\n')).toEqual([
    'a.yml:2:8: "level" must be one of informational, low, medium, high, critical (did you mean "high"?)',
    'a.yml:3:12: "logsource" needs product, category or service',
    'a.yml:6:14: there is no search identifier "t" (did you mean "s"?)',
    'a.yml:5:10: unknown modifier "wat"',
    'a.yml:5:24: "lt" takes one number, without quotes',
    'b.yml:1:1: "title" is missing',
    'b.yml:1:1: "detection" is missing',
  ])
})

test('a fault has a code and its details', () => {
  expect(() => compileRules([{ path: 'a.yml', text: '[]' }])).toThrow(
    expect.objectContaining({ code: 'ERR_RULES_INVALID', name: 'RuleFaults' }),
  )
})

test('the message stays readable with hundreds of faults; the list has all', () => {
  const text = Array.from({ length: 300 }, () => 'title: x').join('\n---\n')
  const faults = faultsOf([{ path: 'a.yml', text }])
  expect(faults.length).toBeGreaterThanOrEqual(600)
  expect(new RuleFaults(faults).message).toMatch(/… and \d+ more faults$/)
})

describe('YAML', () => {
  const faultsIn = (text: string) =>
    faultsOf([{ path: 'a.yml', text }]).map(
      ({ line, column, message }) => `${line}:${column}: ${message}`,
    )

  test('broken YAML is told with its place', () => {
    expect(faultsIn('title: x\ndetection: [a, b\nlevel: low\n')[0]).toMatch(/^\d+:\d+: YAML: /)
    expect(faultsIn('title: x\ntitle: y\n')).toContain('2:1: the key "title" is given twice')
  })

  test('an empty file and a file without a map are faults', () => {
    expect(faultsIn('')).toEqual(['1:1: the file has no rule in it'])
    expect(faultsIn('# only a comment\n')).toEqual(['1:1: the file has no rule in it'])
    expect(faultsIn('- a\n')).toEqual(['1:1: a rule is a map with title, logsource and detection'])
  })

  test('aliases that multiply and endless brackets are faults, not a crash', () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh']) {
      lines.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`)
    }
    expect(faultsIn(lines.join('\n'))[0]).toContain('too large')
    expect(faultsIn('['.repeat(50_000)).length).toBeGreaterThan(0)
  })

  test('a map of many keys is refused in time', () => {
    const started = performance.now()
    const text = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join('\n')
    expect(faultsIn(text)[0]).toContain('too large')
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('several documents in one file are several rules', () => {
    const text = `${ruleText('s: { f: 1 }\ncondition: s', 'A')}---\n${ruleText('s: { f: 2 }\ncondition: s', 'B')}`
    const { rules } = compileRules([{ path: 'a.yml', text }])
    expect(rules.map(({ title, line }) => [title, line])).toEqual([
      ['A', 1],
      ['B', 7],
    ])
  })
})

test('the collections of Sigma 1 and documents of two kinds are refused', () => {
  const messages = (text: string) =>
    faultsOf([{ path: 'a.yml', text }]).map(({ line, message }) => `${line}: ${message}`)
  expect(messages('title: x\naction: global\n')).toEqual([
    '2: "action" is not part of Sigma 2: write each rule out in full',
  ])
  expect(messages('title: x\nfilter: {}\ndetection: {}\n')).toEqual([
    '1: a document is a filter or a detection, not both',
  ])
})

test('two rules cannot share an id or a name', () => {
  const text = `id: 7891e8ed-038b-444e-ac3e-28375f40bad9\nname: n\n${ruleText('s: { f: 1 }\ncondition: s')}`
  const faults = faultsOf([
    { path: 'a.yml', text },
    { path: 'b.yml', text },
  ])
  expect(faults.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([
    'b.yml:1 id "7891e8ed-038b-444e-ac3e-28375f40bad9" is taken by a.yml:1',
    'b.yml:2 name "n" is taken by a.yml:2',
  ])
})

test('a suggestion is made only where the word is near', () => {
  expect(didYouMean('endswiht', ['endswith', 'startswith'])).toBe(' (did you mean "endswith"?)')
  expect(didYouMean('wat', ['endswith', 'all', 'gt'])).toBe('')
})
