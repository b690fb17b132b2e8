/** The officer's desk: points add up per person, count once per rule, decay, and raise one alert at a time. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs } from '../../evaluation/calendar.ts'
import { desk } from '../../evaluation/desk.ts'
import type { Found } from '../../evaluation/detection.ts'

const options = { bound: 8, openDays: 7 }
const found = (day: number, rule: string, points: number, subject = 'p1'): Found => ({
  ...{ time: day * dayMs, rule, points, subject, title: rule },
})

describe('the desk', () => {
  it('raises an alert when points of several rules reach the bound', () => {
    const { raised } = desk([found(1, 'a', 4), found(1, 'b', 4)], options)
    expect(raised).toEqual([{ subject: 'p1', time: dayMs, risk: 8, rules: ['a', 'b'] }])
  })

  it('counts a rule once however often it speaks', () => {
    const { raised, highest } = desk(
      [found(1, 'a', 5), found(1, 'a', 5), found(1, 'a', 5)],
      options,
    )
    expect(raised).toEqual([])
    expect(highest.get('p1')).toBe(5)
  })

  it('halves what is a half-life old', () => {
    const { highest, raised } = desk([found(0, 'a', 6), found(14, 'b', 4)], options)
    expect(highest.get('p1')).toBe(7)
    expect(raised).toEqual([])
  })

  it('takes what follows into the open alert, and begins anew when that was judged', () => {
    const days = [0, 1, 6, 8, 9]
    const { raised } = desk(
      days.map(day => found(day, 'a', 9)),
      options,
    )
    expect(raised.map(({ time }) => time / dayMs)).toEqual([0, 8])
  })

  it('keeps people apart', () => {
    const { raised } = desk([found(1, 'a', 5, 'p1'), found(1, 'b', 5, 'p2')], options)
    expect(raised).toEqual([])
  })

  it('never raises more alerts with a higher bound', () => {
    const finding = fc.record({
      day: fc.nat(60),
      rule: fc.constantFrom('a', 'b', 'c', 'd'),
      points: fc.integer({ min: 1, max: 9 }),
      subject: fc.constantFrom('p1', 'p2'),
    })
    fc.assert(
      fc.property(
        fc.array(finding, { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        (list, bound) => {
          const sorted = list
            .map(({ day, rule, points, subject }) => found(day, rule, points, subject))
            .toSorted((a, b) => a.time - b.time)
          const people = (limit: number) =>
            new Set(
              desk(sorted, { ...options, bound: limit, openDays: 1000 }).raised.map(
                ({ subject }) => subject,
              ),
            )
          const more = people(bound)
          for (const subject of people(bound + 3)) expect(more.has(subject)).toBe(true)
        },
      ),
    )
  })
})
