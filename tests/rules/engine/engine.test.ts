/** The engine's face: log sources, matches, state, digests. */
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../../rules/engine/compile.ts'
import { createEngine } from '../../../rules/engine/engine.ts'
import type { Logsource } from '../../../rules/engine/rule.ts'

const rule = (title: string, logsource: string, rest = '') =>
  `title: ${title}\nlogsource: ${logsource}\ndetection: { s: { f: 1 }, condition: s }\n${rest}`

const compiled = compileRules([
  { path: 'c.yml', text: rule('three', '{ product: p, category: c, service: s }') },
  { path: 'a.yml', text: rule('one', '{ product: P }') },
  { path: 'b.yml', text: rule('two', '{ category: c }') },
])

const titles = (logsource: Logsource) =>
  createEngine(compiled, { describe: () => ({ time: 5, logsource }) })
    .process({ f: 1 })
    .map(match => match.rule.title)

test('each part of the log source that a rule names must equal the event’s', () => {
  expect(titles({ product: 'p', category: 'c', service: 's' })).toEqual(['one', 'two', 'three'])
  expect(titles({ product: 'p', category: 'c' })).toEqual(['one', 'two'])
  expect(titles({ category: 'c' })).toEqual(['two'])
  expect(titles({ product: 'q' })).toEqual([])
  expect(titles({})).toEqual([])
})

test('a match names rule, time, event and reasons', () => {
  const engine = createEngine(compiled, {
    describe: event => ({
      offset: Number(event.id),
      time: Number(event.at),
      logsource: { product: 'p' },
    }),
  })
  const matches = engine.process({ id: 7, at: 1234, f: 1 })
  expect(
    matches.map(({ rule, time, startedAt, group, offsets, reasons }) => [
      rule,
      time,
      startedAt,
      group,
      offsets,
      reasons,
    ]),
  ).toEqual([[compiled.rules[0], 1234, 1234, {}, [7], ['f is 1']]])
})

test('a snapshot is plain JSON and opens again; one of another version is refused', () => {
  const options = { describe: () => ({ time: 0, logsource: {} }) }
  const state = createEngine(compiled, options).snapshot()
  expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  expect(createEngine(compiled, { ...options, state }).snapshot()).toEqual(state)
  expect(() => createEngine(compiled, { ...options, state: { ...state, version: 99 } })).toThrow(
    expect.objectContaining({ code: 'ERR_DATA_NEWER' }),
  )
})

describe('digests', () => {
  const digestsOf = (text: string) => {
    const { rules, digest } = compileRules([{ path: 'a.yml', text }])
    return { rule: rules[0]?.digest, all: digest }
  }
  const before = digestsOf(rule('x', '{ product: p }'))

  test('a new title changes the digest of the set, not what the rule detects', () => {
    const after = digestsOf(rule('y', '{ product: p }', '# a comment\n'))
    expect(after.rule).toBe(before.rule)
    expect(after.all).not.toBe(before.all)
  })

  test('another detection or log source changes the rule’s digest', () => {
    expect(digestsOf(rule('x', '{ product: q }')).rule).not.toBe(before.rule)
    expect(digestsOf(rule('x', '{ product: p }').replace('f: 1', 'f: 2')).rule).not.toBe(
      before.rule,
    )
  })

  test('the order in which sources come does not matter', () => {
    const sources = ['a', 'b'].map(name => ({
      path: `${name}.yml`,
      text: rule(name, `{ product: ${name} }`),
    }))
    expect(compileRules(sources.toReversed()).digest).toBe(compileRules(sources).digest)
  })
})

test('a plain Sigma rule gets name, id and points', () => {
  const { rules } = compileRules([
    { path: 'some/where/proc_creation_x.yml', text: rule('x', '{ product: p }', 'level: high\n') },
  ])
  expect(rules[0]).toMatchObject({
    name: 'proc_creation_x',
    id: rules[0]?.digest,
    level: 'high',
    points: 6,
    status: 'experimental',
    runbook: '',
    tests: [],
  })
})
