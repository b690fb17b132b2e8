/** Correlations through the engine's own face: who is told, why, and that a restart changes nothing. */
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../../rules/engine/compile.ts'
import { createEngine, type Engine, type EngineState } from '../../../rules/engine/engine.ts'
import type { EventObject } from '../../../rules/engine/event.ts'

const text = (generate: boolean) => `
title: Copy
name: copy
logsource: { product: test }
detection: { s: { kind: copy }, condition: s }
---
title: Approval
name: approval
logsource: { product: test }
detection: { s: { kind: approval }, condition: s }
---
title: Three copies
name: three
correlation: { type: event_count, rules: copy, group-by: who, timespan: 1h, condition: { gte: 3 } }
generate: ${generate}
---
title: Never approved
name: unapproved
correlation: { type: temporal_ordered, rules: [copy, approval], group-by: who, timespan: 1d }
clientkeep: { absence: approval }
`

const describeEvent = (event: EventObject) => ({
  offset: Number(event.uid),
  time: Number(event.time),
  logsource: { product: 'test' },
  ...(event.inner === undefined ? {} : { view: [Object(event.inner), event] }),
})

const engineOf = (generate = false, state?: EngineState): Engine =>
  createEngine(compileRules([{ path: 'x.yml', text: text(generate) }]), {
    describe: describeEvent,
    ...(state && { state }),
  })

const minute = 60_000
const copy = (uid: number, who = 'ann'): EventObject => ({
  ...{ kind: 'copy', who, uid, time: uid * minute },
})
const names = (engine: Engine, events: readonly EventObject[]) =>
  events.flatMap(event => engine.process(event).map(({ rule }) => rule.name))

describe('correlations in the engine', () => {
  test('refuse to tell the evidence of a window that has moved on', () => {
    const engine = engineOf()
    const [match] = [copy(1), copy(2), copy(3)].flatMap(event => engine.process(event))
    engine.process(copy(4))
    expect(() => match?.offsets).toThrow('before the next event')
  })

  test('tell the group, the evidence and why', () => {
    const engine = engineOf()
    const [match] = [copy(1), copy(2), copy(3)].flatMap(event => engine.process(event))
    expect(match).toMatchObject({
      rule: { name: 'three' },
      startedAt: minute,
      time: 3 * minute,
      group: { who: 'ann' },
      offsets: [1, 2, 3],
      reasons: ['number of "Copy": 3 (≥ 3) within 1h'],
    })
  })

  test('keep the rules they refer to silent unless they say generate', () => {
    const events = [copy(1), copy(2), copy(3)]
    expect(names(engineOf(false), events)).toEqual(['three'])
    expect(names(engineOf(true), events)).toEqual(['copy', 'copy', 'copy', 'three'])
  })

  test('read fields of an event that is seen in layers', () => {
    const layered = [1, 2, 3].map(uid => ({
      ...{ uid, time: uid, inner: { kind: 'copy', who: 'bob' } },
    }))
    const engine = engineOf()
    expect(layered.flatMap(event => engine.process(event)).map(({ group }) => group)).toEqual([
      { who: 'bob' },
    ])
  })

  test('say what did not happen once time has passed, without an event', () => {
    const engine = engineOf()
    engine.process(copy(0))
    expect(engine.advance(23 * 60 * minute)).toEqual([])
    expect(engine.advance(25 * 60 * minute)).toMatchObject([
      {
        rule: { name: 'unapproved' },
        offsets: [0],
        reasons: ['"Copy" not followed by "Approval" within 1d'],
      },
    ])
  })

  test('go on after a restart at any event as if there had been none', () => {
    const events = [copy(1), copy(2, 'bob'), copy(3), copy(4), copy(5, 'bob'), copy(6, 'bob')]
    const wanted = names(engineOf(), events)
    expect(wanted).toEqual(['three', 'three'])
    for (const cut of events.keys()) {
      const first = engineOf()
      const before = names(first, events.slice(0, cut))
      const state: EngineState = JSON.parse(JSON.stringify(first.snapshot()))
      expect([...before, ...names(engineOf(false, state), events.slice(cut))]).toEqual(wanted)
    }
  })

  test('are found on lines of JSON as well', () => {
    const engine = engineOf()
    const lines = [copy(1), copy(2), copy(3)].map(event => JSON.stringify(event))
    expect(lines.flatMap(line => engine.processJson(line)).map(({ rule }) => rule.name)).toEqual([
      'three',
    ])
  })
})
