/** The simulated company: the same seed gives the same, people are where they can be, thieves are labelled, events are OCSF. */
import { describe, expect, it } from 'vitest'
import { type Activity, eventOf } from '../../evaluation/activity.ts'
import { addDays, dayOf, startOf } from '../../evaluation/calendar.ts'
import { simulate } from '../../evaluation/simulate.ts'
import { scenarios } from '../../evaluation/thieves/registry.ts'
import { hasSchema, ocsfValidator } from '../events/ocsf-schema.ts'

const options = { people: 150, days: 90, seed: 'test', start: '2026-01-05', thieves: 1 } as const
const simulation = simulate(options)
const days = [...simulation.arrivals()]
const all: readonly Activity[] = days.flat()
const { members } = simulation.organisation

describe('the simulated company', () => {
  it('is the same for the same seed, and another for another', () => {
    const again = simulate(options)
    expect(again.labels).toEqual(simulation.labels)
    const first = [...again.arrivals()]
    expect(first.slice(0, 5)).toEqual(days.slice(0, 5))
    expect(first.at(-1)).toEqual(days.at(-1))
    const other = simulate({ ...options, seed: 'another' })
    expect(other.labels).not.toEqual(simulation.labels)
  })

  it('has one thief of each scenario, each of them leaving', () => {
    expect(simulation.labels.map(({ scenario }) => scenario)).toEqual(
      scenarios.map(({ name }) => name),
    )
    const leavers = new Set(members.filter(({ lastDay }) => lastDay).map(({ id }) => id))
    expect(simulation.labels.filter(({ person }) => !leavers.has(person))).toEqual([])
    expect(new Set(simulation.labels.map(({ person }) => person)).size).toBe(scenarios.length)
  })

  it('has more honest leavers than the labels name', () => {
    const leavers = members.filter(({ lastDay }) => lastDay !== null)
    expect(leavers.length).toBeGreaterThan(simulation.labels.length)
  })

  it('has nothing of people before they come, and after they left only what a label names', () => {
    const later = new Set(
      simulation.labels
        .filter(({ scenario }) => scenario === 'after-last-day')
        .map(({ person }) => person),
    )
    const wrong = all.filter(({ by, time }) => {
      // Zones reach into the neighbouring days of UTC.
      const isEarly = dayOf(time) < addDays(by.hired, -1)
      const isLate = by.lastDay !== null && dayOf(time) > addDays(by.lastDay, 1)
      return isEarly || (isLate && !later.has(by.id))
    })
    expect(wrong).toEqual([])
  })

  it('has every step of a theft between the times of its label, with the customers stolen', () => {
    const [exported] = simulation.labels.filter(({ scenario }) => scenario === 'night-export')
    const steps = all.filter(
      ({ by, time }) =>
        by.id === exported?.person && time >= exported.start && time <= exported.end,
    )
    const stolen = steps.flatMap(step => (step.kind === 'export' ? [step.customers.length] : []))
    expect(Math.max(...stolen)).toBe(exported?.customers)
  })

  it('delivers some days late, whole, and never before they happened', () => {
    const late = days.flatMap((arrived, index) => {
      const day = startOf(addDays(options.start, index))
      return arrived.filter(({ time }) => time < day - 3 * 3_600_000)
    })
    expect(late.length).toBeGreaterThan(0)
    expect(late.length / all.length).toBeLessThan(0.05)
    const early = days.flatMap((arrived, index) => {
      const end = startOf(addDays(options.start, index + 1))
      return arrived.filter(({ time }) => time > end + 12 * 3_600_000)
    })
    expect(early).toEqual([])
  })

  it('makes a customer appear once in a list', () => {
    const lists = all.flatMap(done => ('customers' in done ? [done.customers] : []))
    expect(lists.filter(list => new Set(list).size !== list.length)).toEqual([])
    const { customers } = simulation.organisation
    const outside = lists.flatMap(list => list.filter(id => id < 1 || id > customers))
    expect(outside).toEqual([])
  })

  it('takes stealth, strength and length as told', () => {
    const told = simulate({ ...options, stealth: 1, strength: 0.5, length: 2 })
    expect(told.labels.every(({ stealth }) => stealth === 1)).toBe(true)
    const half = Math.round(told.organisation.customers / 2)
    const whole = told.labels.filter(({ scenario }) => scenario !== 'drip')
    expect(whole.every(({ customers }) => customers === half)).toBe(true)
  })
})

if (!hasSchema) console.warn('skipped: OCSF schema (../shared/data/ocsf-schema is absent)')

describe.skipIf(!hasSchema)('simulated events', () => {
  it('are valid OCSF, of every kind', () => {
    const validate = ocsfValidator()
    const kinds = Map.groupBy(all, done => `${done.kind} ${'act' in done ? done.act : ''}`)
    expect(kinds.size).toBeGreaterThan(15)
    const faults = [...kinds].flatMap(([kind, [first]]) =>
      first ? validate(eventOf(first, 'e1', 1000)).map(fault => `${kind}: ${fault}`) : [],
    )
    expect(faults).toEqual([])
  })
})
