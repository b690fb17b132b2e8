/** Correlation documents: what is read, and that each mistake is told with its place. */
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCorrelation } from '../../../../rules/engine/correlation/parse.ts'
import { readYaml } from '../../../../rules/engine/yaml.ts'
import { correlationsOf, link } from './correlating.ts'

const examples = resolve(
  import.meta.dirname,
  '../../../../../shared/data/sigma-specification/tests/schema/correlation',
)
const hasExamples = (() => {
  try {
    return readdirSync(examples).length > 0
  } catch {
    console.log('skipped: the examples of the Sigma specification are not beside the repository')
    return false
  }
})()

const whole = `
name: many
correlation:
  type: value_count
  rules: [a, b]
  group-by: [user]
  aliases: { user: { a: SourceUser, b: TargetUser } }
  timespan: 90m
  condition: { field: [ip, port], gt: 2, lte: 10 }
clientkeep: { suppress: 1d }
`

describe('parsing a correlation', () => {
  it('reads all of it', () => {
    const [found] = correlationsOf(whole)
    expect(found).toMatchObject({
      references: [0, 1],
      groupFields: [['SourceUser'], ['TargetUser']],
      spec: {
        type: 'value_count',
        timespanMs: 90 * 60_000,
        fields: ['ip', 'port'],
        bounds: [
          { comparison: 'gt', number: 2 },
          { comparison: 'lte', number: 10 },
        ],
        suppressMs: 86_400_000,
        generate: false,
      },
    })
  })

  it.skipIf(!hasExamples)('accepts every example of the specification', () => {
    for (const file of readdirSync(examples)) {
      const faults: string[] = []
      const report = (_: unknown, message: string) => faults.push(message)
      const [document] = readYaml(readFileSync(`${examples}/${file}`, 'utf8'), report)
      const parsed = document?.kind === 'map' ? parseCorrelation(document, report) : undefined
      expect({ file, faults, isParsed: parsed !== undefined }).toEqual({
        ...{ file, faults: [], isParsed: true },
      })
    }
  })

  it('tells all faults at once, with place and suggestion', () => {
    const { faults } = link(`
correlation:
  type: event_cuont
  rules: [a, aa, nobody]
  group_by: [user]
  timespan: 10x
  condition: { gte: "5" }
clientkeep: { absence: z, suppress: soon }
`)
    expect(faults).toEqual([
      expect.stringMatching(
        /^5:3: unknown key "correlation.group_by" \(did you mean "group-by"\?\)/,
      ),
      expect.stringMatching(/^3:9: "correlation.type" must be one of .*did you mean "event_count"/),
      expect.stringMatching(/^6:13: "correlation.timespan" must be a number and one of/),
      expect.stringMatching(/^8:24: "absence" must name the last .* "nobody"/),
      expect.stringMatching(/^8:37: "clientkeep.suppress" must be a number and one of/),
    ])
  })

  it.each([
    ['condition: { gte: "5" }', '"gte" takes one number'],
    ['condition: { field: x, gte: 5 }', 'event_count counts events'],
    ['condition: { }', 'needs one of gt, gte'],
    ['condition: a and b', 'expressions are not Sigma 2.1'],
    ['', '"correlation.condition" is missing'],
  ])('refuses the condition of a count: %s', (condition, message) => {
    const { faults } = link(
      `correlation:\n  type: event_count\n  rules: a\n  timespan: 1m\n  ${condition}\n`,
    )
    expect(faults).toEqual([expect.stringContaining(message)])
  })

  it('names unknown rules, repeats and cycles', () => {
    const of = (name: string, rules: string) =>
      `name: ${name}\ncorrelation: { type: temporal, rules: ${rules}, timespan: 1m }\n`
    expect(link(of('x', '[a, fisrt]'), of('first', '[a, b]')).faults).toEqual([
      '2:43: there is no rule "fisrt" (did you mean "first"?)',
    ])
    expect(link(of('x', '[a, a]')).faults).toContainEqual(expect.stringContaining('named twice'))
    expect(link(of('x', '[a, y]'), of('y', '[b, x]')).faults).toEqual([
      '2:43: "x" refers back to this correlation',
    ])
    expect(link(of('x', '[a, x]')).faults).toEqual(['2:43: "x" refers back to this correlation'])
  })

  it('puts correlations after those they refer to', () => {
    const of = (name: string, rules: string) =>
      `name: ${name}\ncorrelation: { type: temporal, rules: ${rules}, timespan: 1m }\n`
    const order = correlationsOf(
      of('top', '[a, middle]'),
      of('middle', '[low, b]'),
      of('low', '[a, b]'),
    )
    expect(order.map(({ rule }) => rule)).toEqual([6, 5, 4])
  })

  it('wants a field of an alias for each rule', () => {
    expect(link(whole.replace(', b: TargetUser', '')).faults).toEqual([
      expect.stringContaining('the alias "user" has no field for "b"'),
    ])
    expect(link(whole.replace('b: Target', 'c: Target')).faults).toContainEqual(
      expect.stringContaining('"c" is none of this correlation\'s rules'),
    )
  })

  it('wants one form of deviation and a minimum', () => {
    const baseline = (text: string) =>
      link(`${whole.replace('{ suppress: 1d }', `{ baseline: ${text} }`)}`).faults
    expect(baseline('{ own: { days: 30, minimum: 7, deviations: 3 } }')).toEqual([])
    expect(baseline('{ peers: { field: d, days: 9, minimum: 2, percentile: 95 } }')).toEqual([])
    expect(baseline('{ own: { days: 30, deviations: 3 } }')).toEqual([
      expect.stringContaining('"baseline.own.minimum" is missing'),
    ])
    expect(baseline('{ own: { days: 30, minimum: 7, deviations: 3, percentile: 9 } }')).toEqual([
      expect.stringContaining('needs either "deviations" or "percentile"'),
    ])
    expect(baseline('{ }')).toEqual([expect.stringContaining('needs "own", "peers" or both')])
  })

  it('never throws, whatever the text', () => {
    const words = [
      'correlation:',
      'type:',
      'rules:',
      '[a]',
      'timespan:',
      '1m',
      'condition:',
      '{',
      '}',
      'gte: 1',
      '\n  ',
      '- ',
      'null',
      'clientkeep:',
      'baseline:',
      'own:',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), parts => {
        const { correlations, faults } = link(parts.join(' '))
        expect(Array.isArray(correlations) && Array.isArray(faults)).toBe(true)
      }),
    )
  })
})
