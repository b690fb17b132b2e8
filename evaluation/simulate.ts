/** Simulates a company with thieves in it: yields what happened, day by day in the order of arrival, with the labels apart. */
import type { Activity } from './activity.ts'
import { addDays, dayMs, dayOf, isWorkday, startOf } from './calendar.ts'
import { byTime, dayFor } from './day.ts'
import { type Member, type Organisation, organisationOf } from './organisation.ts'
import { type Random, randomOf } from './random.ts'
import { scenarios } from './thieves/registry.ts'
import type { Scenario } from './thieves/scenario.ts'
import { leaving } from './work/leaving.ts'
import { workday } from './work/workday.ts'

export interface SimulationOptions {
  readonly people: number
  readonly days: number
  readonly seed: string
  /** First day, ISO 8601. */
  readonly start: string
  /** Thieves of each scenario. */
  readonly thieves: number
  /** 0 (careless) to 1; drawn for each thief where left out. */
  readonly stealth?: number
  /** Share of the base that each is after; drawn where left out. */
  readonly strength?: number
  /** Factor on how long scenarios take. */
  readonly length?: number
}

/** What is known of a theft; never shown to the rules. */
export interface Label {
  readonly scenario: string
  readonly person: string
  /** Colleagues whose accounts or help the thief used: what is said on them is not false. */
  readonly others: readonly string[]
  /** UTC epoch milliseconds of the first and the last step. */
  readonly start: number
  readonly end: number
  readonly customers: number
  readonly stealth: number
}

export interface Simulation {
  readonly organisation: Organisation
  readonly labels: readonly Label[]
  /** What arrives on each day, in the order of arrival. */
  readonly arrivals: () => Iterable<readonly Activity[]>
}

/** Share of people's days whose endpoint is offline until the next day, or whose events never come. */
const lateShare = 0.015
const lostShare = 0.004
/** People leave by the year: one in seven. */
const turnover = 0.14

const crmRoles: readonly Member['role'][] = ['sales', 'sales manager', 'back office', 'marketing']

/** A distinct leaver for each theft, from those who work with customers. */
function chooseThieves({ members }: Organisation, { thieves }: SimulationOptions, random: Random) {
  const free = new Set(
    members.filter(({ lastDay, role }) => lastDay !== null && crmRoles.includes(role)),
  )
  const take = ({ roles }: Scenario): Member | undefined => {
    const fits = [...free].filter(({ role }) => roles?.includes(role) ?? true)
    const taken = fits.length > 0 ? random.pick(fits) : undefined
    if (taken) free.delete(taken)
    return taken
  }
  return scenarios.flatMap(scenario =>
    Array.from({ length: thieves }, () => take(scenario)).flatMap(thief =>
      thief ? [{ scenario, thief }] : [],
    ),
  )
}

/** The working days of a theft, drawn within the notice period or shortly before it. */
function daysOf(
  { length, isAfterLastDay }: Scenario,
  { site, notice, lastDay, hired }: Member,
  { days, start, length: factor = 1 }: SimulationOptions,
  random: Random,
): readonly string[] {
  const end = addDays(start, days - 1)
  const [noticed, last] = [notice ?? start, lastDay ?? end]
  const span = Math.max(1, Math.round(length * factor))
  // Two in five begin before giving notice.
  const early = random.chance(0.4) ? random.whole(3, 25) : 0
  const firstPossible = isAfterLastDay ? addDays(last, 1) : addDays(noticed, -early)
  const lastPossible = isAfterLastDay ? end : addDays(last, -1)
  const room = Math.max(0, (startOf(lastPossible) - startOf(firstPossible)) / dayMs - span)
  const first = addDays(firstPossible, early > 0 ? 0 : random.whole(0, room))
  const all = Array.from({ length: span }, (_, index) => addDays(first, index))
  const possible = all.filter(day => day >= hired && day >= start && day <= lastPossible)
  const working = possible.filter(day => isAfterLastDay || isWorkday(day, site))
  return working.length > 0 ? working : [possible[0] ?? lastPossible]
}

function theftsOf(organisation: Organisation, options: SimulationOptions, random: Random) {
  return chooseThieves(organisation, options, random.fork('choice')).map(({ scenario, thief }) => {
    const own = random.fork(`${scenario.name} ${thief.id}`)
    const stealth = options.stealth ?? Math.round(own.next() * 100) / 100
    const share = options.strength ?? Math.min(0.6, own.logNormal(0.04, 2))
    const wanted = Math.max(40, Math.round(share * organisation.customers))
    const count = scenario.name === 'drip' ? Math.min(wanted, 260) : wanted
    const days = daysOf(scenario, thief, options, own)
    const colleagues = organisation.members.filter(
      ({ id, role, lastDay, hired }) =>
        id !== thief.id && role === 'sales' && lastDay === null && hired === options.start,
    )
    const dayAt = (day: string, member = thief) =>
      dayFor(member, day, organisation, own.fork(`${member.id} ${day}`))
    const { anyones } = dayAt(days[0] ?? '')
    const steps = scenario.steps({
      ...{ thief, random: own, stealth, days, customers: anyones(count), dayOf: dayAt },
      colleagues: [own.pick(colleagues), own.pick(colleagues)],
    })
    return { scenario, thief, stealth, steps: byTime(steps), count }
  })
}

function labelOf({
  scenario,
  thief,
  stealth,
  steps,
  count,
}: ReturnType<typeof theftsOf>[number]): Label {
  const accounts = steps.flatMap(step => ('account' in step && step.account ? [step.account] : []))
  const helpers = steps.map(({ by }) => by.id)
  const others = [...new Set([...accounts, ...helpers])].filter(id => id !== thief.id)
  return {
    ...{ scenario: scenario.name, person: thief.id, others, customers: count, stealth },
    start: steps[0]?.time ?? 0,
    end: steps.at(-1)?.time ?? 0,
  }
}

/** A simulation; the same options give the same one. */
export function simulate(options: SimulationOptions): Simulation {
  const { people, days, start, thieves, seed } = options
  const random = randomOf(seed)
  const honest = Math.round((people * turnover * days) / 365)
  const leavers = Math.min(Math.floor(people * 0.4), honest + thieves * scenarios.length)
  const organisation = organisationOf({ people, days, start, leavers }, random.fork('people'))
  const thefts = theftsOf(organisation, options, random.fork('thefts'))
  const stolen = Map.groupBy(
    thefts.flatMap(({ steps }) => steps),
    ({ time }) => dayOf(time),
  )

  function* arrivals(): Iterable<readonly Activity[]> {
    let late: readonly Activity[] = []
    for (let index = 0; index < days; index += 1) {
      const day = addDays(start, index)
      const delayed: Activity[] = []
      const now: Activity[] = [...(stolen.get(day) ?? [])]
      for (const member of organisation.members) {
        const own = random.fork(`${member.id} ${day}`)
        const theirs = dayFor(member, day, organisation, own)
        const done = [...workday(theirs), ...leaving(theirs)]
        if (own.chance(lostShare)) continue
        if (own.chance(lateShare)) delayed.push(...done)
        else now.push(...done)
      }
      // What was late is sent when the endpoint is back, before the new day's own.
      yield [...byTime(late), ...byTime(now)]
      late = delayed
    }
    if (late.length > 0) yield byTime(late)
  }
  return { organisation, labels: thefts.map(labelOf), arrivals }
}
