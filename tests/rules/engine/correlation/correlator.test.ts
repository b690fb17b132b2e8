/** The correlator against an oracle that counts everything anew, on random streams with disorder, restarts and silence. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type {
  Correlation,
  CorrelationResult,
  CorrelatorState,
} from '../../../../rules/engine/correlation/correlation.ts'
import { createCorrelator } from '../../../../rules/engine/correlation/correlator.ts'
import { correlationsOf } from './correlating.ts'
import { createOracle, type Plain } from './oracle.ts'

const plain = (results: readonly CorrelationResult[]): readonly Plain[] =>
  results.map(result => ({ ...result, offsets: result.offsets() }))

const sorted = (results: readonly Plain[]): readonly string[] =>
  results
    .map(({ rule, time, startedAt, group, value, offsets }) =>
      JSON.stringify([rule, time, startedAt, Object.entries(group).sort(), value, offsets]),
    )
    .sort()

const document = (lines: readonly string[]): string => `correlation:\n  ${lines.join('\n  ')}\n`

const bound = fc
  .tuple(fc.constantFrom('gt', 'gte', 'lt', 'lte', 'eq', 'neq'), fc.integer({ min: 0, max: 6 }))
  .map(([comparison, number]) => `${comparison}: ${number}`)

const timespan = fc.constantFrom('1s', '5s', '10s', '30s').map(span => `timespan: ${span}`)
const groupBy = fc.constantFrom('[user]', '[user, host]', '[]').map(fields => `group-by: ${fields}`)

const counting = fc
  .record({
    type: fc.constantFrom(
      ...['event_count', 'value_count', 'value_sum', 'value_avg', 'value_percentile'],
    ),
    rules: fc.constantFrom('[a]', '[a, b]'),
    bounds: fc.uniqueArray(bound, {
      minLength: 1,
      maxLength: 2,
      selector: text => text.split(':')[0],
    }),
    percentile: fc.constantFrom('', ', percentile: 50', ', percentile: 90'),
    isTuple: fc.boolean(),
    timespan,
    groupBy,
  })
  .map(({ type, rules, bounds, percentile, isTuple, timespan: span, groupBy: by }) => {
    const isNumber = type === 'value_sum' || type === 'value_avg' || percentile !== ''
    const field = isNumber ? 'n' : isTuple && type === 'value_count' ? '[ip, host]' : 'ip'
    const parts = [...(type === 'event_count' ? [] : [`field: ${field}`]), bounds.join(', ')]
    const extra = type === 'value_percentile' ? percentile : ''
    return document([
      `type: ${type}`,
      `rules: ${rules}`,
      `condition: {${parts.join(', ')}${extra}}`,
      span,
      by,
    ])
  })

const temporal = fc
  .record({
    type: fc.constantFrom('temporal', 'temporal_ordered'),
    rules: fc.constantFrom('[a, b]', '[a, b, c]', '[b, a]'),
    condition: fc.constantFrom('', 'condition: { gte: 2 }', 'condition: { eq: 1 }'),
    timespan,
    groupBy,
  })
  .map(({ type, rules, condition, timespan: span, groupBy: by }) =>
    document([`type: ${type}`, `rules: ${rules}`, span, by, ...(condition ? [condition] : [])]),
  )

const absence = fc
  .record({ rules: fc.constantFrom('[a, b]', '[a, c, b]'), timespan, groupBy })
  .map(({ rules, timespan: span, groupBy: by }) =>
    [
      document(['type: temporal_ordered', `rules: ${rules}`, span, by]),
      'clientkeep: { absence: b }\n',
    ].join(''),
  )

const suppressed = fc
  .tuple(counting, fc.constantFrom('3s', '20s'))
  .map(([text, suppress]) => `${text}clientkeep: { suppress: ${suppress} }\n`)

/** A correlation of the first one. */
const chained = fc
  .record({
    type: fc.constantFrom('event_count', 'temporal', 'temporal_ordered'),
    timespan,
    groupBy: fc.constantFrom('group-by: [user]', 'group-by: []'),
  })
  .map(({ type, timespan: span, groupBy: by }) =>
    document([
      `type: ${type}`,
      `rules: ${type === 'event_count' ? '[first]' : '[first, d]'}`,
      span,
      by,
      ...(type === 'event_count' ? ['condition: { gte: 2 }'] : []),
    ]),
  )

const rules = fc
  .tuple(
    fc.array(fc.oneof(counting, temporal, absence, suppressed), { minLength: 1, maxLength: 4 }),
    fc.option(chained, { nil: undefined }),
  )
  .map(([texts, last]) =>
    correlationsOf(
      ...texts.map((text, index) => (index === 0 ? `name: first\n${text}` : text)),
      ...(last ? [last] : []),
    ),
  )

const event = fc.record(
  {
    user: fc.constantFrom('ann', 'bob'),
    host: fc.constantFrom('h1', 'h2'),
    ip: fc.oneof(
      fc.constantFrom('1', '2', '3', 4),
      fc.uniqueArray(fc.constantFrom('1', '2', '3', '5'), { maxLength: 3 }),
    ),
    n: fc.oneof(fc.integer({ min: -3, max: 5 }), fc.constantFrom(0.1, 0.2, 0.7, 2.5, 1e10, -1e10)),
  },
  { requiredKeys: ['host'] },
)

const step = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 4_000 }) },
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: -12_000, max: -1 }) },
  { weight: 1, arbitrary: fc.integer({ min: 10_000, max: 60_000 }) },
)

const action = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      step,
      fired: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
      event,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      step: fc.integer({ min: 0, max: 40_000 }),
    }),
  },
)

const run = { numRuns: Number(process.env.RUNS ?? 300) }
const limits = { evidenceMax: 10_000 }
const allowances = fc.constantFrom(0, 2_000, 10_000, 60_000)

/** Through JSON, as on disk. */
const kept = (state: CorrelatorState): CorrelatorState => JSON.parse(JSON.stringify(state))

function compare(
  correlations: readonly Correlation[],
  allowedLatenessMs: number,
  actions: readonly (typeof action extends fc.Arbitrary<infer Action> ? Action : never)[],
): void {
  const oracle = createOracle(correlations, allowedLatenessMs)
  let correlator = createCorrelator(correlations, { allowedLatenessMs, limits })
  let time = 1_000_000
  for (const [index, act] of actions.entries()) {
    if (act.kind === 'restart') {
      const state = kept(correlator.snapshot())
      correlator = createCorrelator(correlations, { allowedLatenessMs, limits, state })
      continue
    }
    time += act.step
    const ours =
      act.kind === 'advance'
        ? correlator.advance(time)
        : correlator.process(act.fired, act.event, { offset: index, time })
    const theirs =
      act.kind === 'advance'
        ? oracle.advance(time)
        : oracle.process(act.fired, act.event, { offset: index, time })
    expect({ index, found: sorted(plain(ours)) }).toEqual({ index, found: sorted(theirs) })
  }
}

describe('the correlator', () => {
  it('finds what the oracle finds, in any order, across restarts', () => {
    fc.assert(fc.property(rules, allowances, fc.array(action, { maxLength: 60 }), compare), run)
  }, 300_000)
})
