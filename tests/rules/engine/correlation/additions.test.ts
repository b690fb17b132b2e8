/** What we add to Sigma's correlations, and the correlator's limits. */
import { describe, expect, it } from 'vitest'
import type {
  Correlator,
  CorrelatorOptions,
  CorrelatorState,
} from '../../../../rules/engine/correlation/correlation.ts'
import { createCorrelator } from '../../../../rules/engine/correlation/correlator.ts'
import { correlationsOf } from './correlating.ts'

const dayMs = 86_400_000
const start = 19_000 * dayMs

const count = (rest: string, condition = '{ gte: 1 }') => `
correlation:
  type: event_count
  rules: [a]
  group-by: [user]
  timespan: 1d
  condition: ${condition}
${rest}`

interface Day {
  readonly user?: string
  readonly day: number
  readonly events: number
  readonly department?: string
}

/** Sends events of one day, a second apart; gives how many results came. */
function send(correlator: Correlator, { user = 'ann', day, events, department }: Day): number {
  let results = 0
  for (let index = 0; index < events; index++) {
    const stamp = { offset: index, time: start + day * dayMs + index * 1000 }
    results += correlator.process([0], { user, department }, stamp).length
  }
  return results
}

const correlatorOf = (text: string, options: CorrelatorOptions = {}): Correlator =>
  createCorrelator(correlationsOf(text), options)

/** The same correlator after a restart. */
const restarted = (text: string, correlator: Correlator): Correlator =>
  correlatorOf(text, { state: JSON.parse(JSON.stringify(correlator.snapshot())) })

describe('a baseline', () => {
  const own = count('clientkeep: { baseline: { own: { days: 10, minimum: 3, deviations: 2 } } }')

  it('is silent before the minimum of days', () => {
    const correlator = correlatorOf(own)
    expect(send(correlator, { day: 0, events: 2 })).toBe(0)
    expect(send(correlator, { day: 1, events: 500 })).toBe(0)
  })

  it('fires above the mean and so many deviations of the own days, also after a restart', () => {
    let correlator = correlatorOf(own)
    // Peaks 4, 6, 4, 6: mean 5, deviation 1, so the limit is 7.
    for (const [day, events] of [4, 6, 4, 6].entries()) {
      expect(send(correlator, { day: day * 2, events })).toBe(0)
      correlator = restarted(own, correlator)
    }
    // Days between count as 0: peaks 4 0 6 0 4 0 6 0, mean 2.5, deviation 2.598, limit 7.69.
    expect(send(correlator, { day: 8, events: 7 })).toBe(0)
    // Now with 7 and 0 more: mean 2.7, deviation 2.83, limit 8.36.
    expect(send(correlator, { day: 10, events: 9 })).toBe(1)
  })

  it('knows a percentile as well, and forgets days that are over', () => {
    const text = count(
      'clientkeep: { baseline: { own: { days: 3, minimum: 3, percentile: 100 } } }',
    )
    const correlator = correlatorOf(text)
    send(correlator, { day: 0, events: 50 })
    for (const day of [1.5, 3, 4.5]) send(correlator, { day, events: 2 })
    expect(send(correlator, { day: 6, events: 4 })).toBe(2)
  })

  it('compares with the peers of a field, not with others, and not with too few', () => {
    const text = count(
      'clientkeep: { baseline: { peers: { field: department, days: 5, minimum: 2, percentile: 100 } } }',
    )
    const feed = (peers: readonly string[]) => {
      const correlator = correlatorOf(text)
      for (const user of peers) send(correlator, { user, day: 0, events: 3, department: 'sales' })
      send(correlator, { user: 'zoe', day: 0, events: 90, department: 'support' })
      const before = restarted(text, correlator)
      return send(before, { user: 'eve', day: 2, events: 5, department: 'sales' })
    }
    expect(feed(['bob'])).toBe(0)
    expect(feed(['bob', 'cid'])).toBe(2)
  })
})

describe('limits', () => {
  const text = count('', '{ gte: 3 }')

  it('cut the oldest entries of a group and count them, so that it counts too few', () => {
    const correlator = correlatorOf(text, { limits: { entriesPerGroupMax: 2 } })
    expect(send(correlator, { day: 0, events: 5 })).toBe(0)
    expect(correlator.counts.entriesCut).toBe(3)
  })

  it('forget the group that was silent longest when there are too many', () => {
    const correlator = correlatorOf(text, { limits: { groupsMax: 2 } })
    send(correlator, { user: 'ann', day: 0, events: 2 })
    send(correlator, { user: 'bob', day: 0, events: 2 })
    send(correlator, { user: 'cid', day: 0, events: 2 })
    expect(correlator.counts).toMatchObject({ groupsCut: 1, entriesCut: 2 })
    expect(send(correlator, { user: 'bob', day: 0.001, events: 1 })).toBe(1)
    expect(send(correlator, { user: 'ann', day: 0.002, events: 1 })).toBe(0)
  })

  it('bound all entries', () => {
    const correlator = correlatorOf(text, { limits: { entriesMax: 3 } })
    for (const user of ['ann', 'bob', 'cid', 'dan', 'eve'])
      send(correlator, { user, day: 0, events: 1 })
    expect(correlator.counts.entriesCut).toBe(2)
  })

  it('bound the values of one event', () => {
    const values = `
correlation:
  type: value_count
  rules: [a]
  group-by: [user]
  timespan: 1d
  condition: { field: customers, gte: 4 }
`
    const process = (valuesPerEventMax: number) => {
      const correlator = correlatorOf(values, { limits: { valuesPerEventMax } })
      const event = { user: 'ann', customers: [1, 2, 3, 4, 4] }
      const results = correlator.process([0], event, { offset: 1, time: start })
      return [results[0]?.value, correlator.counts.valuesCut]
    }
    expect(process(4)).toEqual([4, 0])
    expect(process(3)).toEqual([undefined, 1])
  })

  it('name the newest events of a long window, and for temporal types one of each rule', () => {
    const correlator = correlatorOf(text, { limits: { evidenceMax: 2 } })
    send(correlator, { day: 0, events: 3 })
    const stamp = { offset: 9, time: start + 5000 }
    const [result] = correlator.process([0], { user: 'ann' }, stamp)
    expect(result?.offsets()).toEqual([2, 9])
    const ordered = correlatorOf(
      'correlation: { type: temporal_ordered, rules: [a, b], group-by: user, timespan: 1d }',
      { limits: { evidenceMax: 2 } },
    )
    ordered.process([0], { user: 'ann' }, { offset: 0, time: start })
    const found = [1, 2, 3].flatMap(index =>
      ordered
        .process([1], { user: 'ann' }, { offset: index, time: start + index })
        .map(result => result.offsets()),
    )
    expect(found.at(-1)).toEqual([0, 2, 3])
  })
})

describe('time', () => {
  const text = count('', '{ gte: 2 }')

  it('counts what comes later than allowed and leaves it out', () => {
    const correlator = correlatorOf(text, { allowedLatenessMs: 1000 })
    const at = (time: number) =>
      correlator.process([0], { user: 'ann' }, { offset: time, time: start + time }).length
    expect([at(5000), at(4000), at(3999)]).toEqual([0, 1, 0])
    expect(correlator.counts.tooLate).toBe(1)
  })

  it('judges an endpoint that was offline by its own times', () => {
    const correlator = correlatorOf(text, { allowedLatenessMs: 0 })
    send(correlator, { user: 'bob', day: 9, events: 1 })
    expect(send(correlator, { user: 'ann', day: 2, events: 3 })).toBe(2)
    expect(correlator.counts.tooLate).toBe(0)
  })

  it('keeps the state of a correlation that stays when another comes', () => {
    const before = correlatorOf(text)
    send(before, { day: 0, events: 1 })
    const more = correlationsOf(text, count('', '{ gte: 100 }'))
    const after = createCorrelator(more, { state: before.snapshot() })
    expect(send(after, { day: 0.5, events: 1 })).toBe(1)
  })

  it('reads state of version 1, which called events by texts', () => {
    const before = correlatorOf(text)
    send(before, { day: 0, events: 1 })
    const saved = JSON.stringify({ ...before.snapshot(), version: 1 })
    const state: CorrelatorState = JSON.parse(saved.replace('"offsets":[0]', '"uids":["42"]'))
    const after = correlatorOf(text, { state })
    const stamp = { offset: 43, time: start + 1000 }
    const [result] = after.process([0], { user: 'ann' }, stamp)
    expect(result?.offsets()).toEqual([42, 43])
  })

  it('drops the state of a correlation whose rules changed, and refuses a newer version', () => {
    const before = correlatorOf(text)
    send(before, { day: 0, events: 1 })
    const state = before.snapshot()
    const changed = createCorrelator(correlationsOf(text.replace('[a]', '[b]')), { state })
    const stamp = { offset: 1, time: start + 1000 }
    expect(changed.process([1], { user: 'ann' }, stamp)).toEqual([])
    expect(() => correlatorOf(text, { state: { ...state, version: 99 } })).toThrow(/version 99/)
  })
})
