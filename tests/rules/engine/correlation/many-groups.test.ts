/** Groups beyond the first few: the arrays that hold them have grown by then. */
import { expect, test } from 'vitest'
import { compileRules } from '../../../../rules/engine/compile.ts'
import { createEngine } from '../../../../rules/engine/engine.ts'

const text = `title: copied
id: 00000000-0000-4000-8000-000000000001
name: copied
logsource: { product: test }
detection: { selection: { kind: copy }, condition: selection }
---
title: often
id: 00000000-0000-4000-8000-000000000002
name: often
correlation:
  type: event_count
  rules: [copied]
  group-by: [person]
  timespan: 300s
  condition: { gte: 3 }
---
title: much
id: 00000000-0000-4000-8000-000000000003
name: much
correlation:
  type: value_sum
  rules: [copied]
  group-by: [person]
  timespan: 300s
  condition: { field: amount, gte: 30 }
`

const spanMs = 300_000

test.each([4, 8, 13, 100])('counts and adds up for each of %i persons apart', persons => {
  const engine = createEngine(compileRules([{ path: 'many-groups.yml', text }]), {
    describe: ({ time }) => ({
      time: Number(time),
      logsource: { product: 'test' },
    }),
  })
  const histories = new Map<string, { time: number; amount: number }[]>()
  const wrong: string[] = []
  for (let index = 0; index < 3000; index++) {
    const person = `person-${(index * index + (index >> 3)) % persons}`
    const [time, amount] = [1_780_000_000_000 + index * 7000, index % 17]
    const history = histories.get(person) ?? []
    histories.set(person, history)
    history.push({ time, amount })
    const inside = history.filter(entry => entry.time >= time - spanMs)
    const sum = inside.reduce((total, entry) => total + entry.amount, 0)
    const expected = [...(inside.length >= 3 ? ['often'] : []), ...(sum >= 30 ? ['much'] : [])]
    const found = engine.process({ kind: 'copy', person, amount, time })
    const names = found.map(({ rule }) => rule.name)
    if (names.join() !== expected.join()) wrong.push(`${index}: ${names} for ${expected}`)
  }
  expect(wrong).toEqual([])
})
