/** What events of any origin are taken for, and when they happened. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeAny } from '../../rules/describe-any.ts'
import { compileRules } from '../../rules/engine/compile.ts'
import type { EventObject } from '../../rules/engine/event.ts'
import { usualTime } from '../../rules/event-time.ts'

const rule = (source: string) =>
  `title: ${source}\nlogsource: { product: ${source} }\ndetection: { s: { a: ${source} }, condition: s }\n`
const rules = compileRules(
  ['linux', 'zeek'].map(source => ({ path: `${source}.yml`, text: rule(source) })),
)

describe('the log source', () => {
  const sourceOf = (event: EventObject) => describeAny(rules)(event).logsource

  test('is by class for OCSF, by channel and id for Windows, and all that rules name for the rest', () => {
    expect(sourceOf({ class_uid: 6001 })).toEqual({
      ...{ product: 'clientkeep', category: 'web_resources_activity' },
    })
    expect(sourceOf({ class_uid: 77 })).toEqual({ product: 'clientkeep' })
    expect(sourceOf({ Channel: 'Security', EventID: 4625 })).toEqual([
      { product: 'windows', service: 'security' },
    ])
    expect(sourceOf({ a: 1 })).toEqual([{ product: 'linux' }, { product: 'zeek' }])
  })

  test('is what the caller says for events that do not tell themselves', () => {
    const describeLinux = describeAny(rules, { logsource: { product: 'linux' } })
    expect(describeLinux({ a: 1 }).logsource).toEqual([{ product: 'linux' }])
    expect(describeLinux({ class_uid: 1001 }).logsource).toMatchObject({ product: 'clientkeep' })
  })
})

describe('a mapping', () => {
  test('puts the first field that is there before the event, and leaves the rest as it is', () => {
    const mapping = new Map([
      ['User', ['user.name', 'who']],
      ['Gone', ['nowhere']],
    ])
    const viewOf = (event: EventObject) => describeAny(rules, { mapping })(event).view
    expect(viewOf({ who: 'ann' })).toEqual([{ User: 'ann' }, { who: 'ann' }])
    expect(viewOf({ who: 'ann', user: { name: 'bob' } })?.[0]).toEqual({ User: 'bob' })
  })
})

describe('the time', () => {
  const time = Date.UTC(2026, 0, 5, 9, 30)

  test.each<[string, EventObject]>([
    ['milliseconds', { time }],
    ['seconds', { ts: time / 1000 }],
    ['microseconds', { timestamp: time * 1000 }],
    ['nanoseconds as text', { _time: String(time * 1e6) }],
    ['an ISO date', { '@timestamp': '2026-01-05T09:30:00Z' }],
    ['a date in another zone', { eventTime: '2026-01-05T16:30:00+07:00' }],
    ['a date without a zone', { EventTime: '2026-01-05 09:30:00' }],
    ['a nested date', { event: { created: '2026-01-05T09:30:00.000Z' } }],
    ['what follows a field that holds none', { time: 'soon', timestamp: time }],
  ])('is read from %s', (_name, event) => {
    expect(usualTime(event)).toBe(time)
  })

  test('of any value is a whole number, or none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const found = usualTime({ time: value, ts: value })
        expect(found === undefined || Number.isInteger(found)).toBe(true)
      }),
    )
  })
})
