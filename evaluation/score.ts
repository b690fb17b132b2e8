/** Scores a run against the labels: who was found and when, what was false, what each rule and each band of risk is worth. Pure. */
import { dayMs, hourMs, startOf } from './calendar.ts'
import { type Desk, type DeskOptions, desk } from './desk.ts'
import { daysOf, type Found, type Run } from './detection.ts'
import type { LabelledSet, SetPerson } from './labelled-set.ts'
import type { Label } from './simulate.ts'

/** Before the first labelled step a thief prepares; an alert then is not false. */
const preparationMs = 14 * dayMs

export interface ScenarioScore {
  readonly scenario: string
  readonly thieves: number
  readonly found: number
  /** Found before the last working day was over; after it, where the theft begins only then, within a day of its first step. */
  readonly inTime: number
  readonly medianLeadDays: number | null
  /** From the first step to the first alert. */
  readonly medianDelayHours: number | null
}

export interface Curve {
  /** Points of the score at which to cut, falling, with what is above. */
  readonly points: readonly {
    readonly risk: number
    readonly recall: number
    readonly precision: number
    readonly falseRate: number
  }[]
  readonly rocArea: number
  readonly averagePrecision: number
}

export interface Score {
  readonly people: number
  readonly leavers: number
  readonly thieves: number
  readonly days: number
  readonly events: number
  readonly scenarios: readonly ScenarioScore[]
  readonly recall: number
  readonly recallInTime: number
  readonly medianLeadDays: number | null
  readonly alerts: number
  readonly falseAlerts: number
  readonly falseAlertsPerThousandPeopleAndDay: number
  readonly precisionAmongLeavers: number | null
  readonly rules: readonly RuleScore[]
  readonly bands: readonly BandScore[]
  readonly curve: Curve
}

export interface RuleScore {
  readonly rule: string
  readonly title: string
  readonly findings: number
  readonly falseFindings: number
  readonly falsePerThousandPeopleAndDay: number
  /** What is lost, and what noise goes, without the rule. */
  readonly lostThieves: number
  readonly fewerFalseAlerts: number
}

export interface BandScore {
  readonly band: 'low' | 'medium' | 'high' | 'critical'
  readonly from: number
  readonly people: number
  readonly thieves: number
}

/** Points from which a person's risk is called so. */
const bands = [
  ['low', 0],
  ['medium', 4],
  ['high', 8],
  ['critical', 16],
] as const

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  return middle ?? null
}

const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits))

interface Truth {
  readonly labels: readonly Label[]
  readonly byPerson: ReadonlyMap<string, Label>
  readonly people: ReadonlyMap<string, SetPerson>
}

/** Whether what is said on the subject at that time is right. */
function isTrue(
  { subject, time }: { subject: string; time: number },
  { labels, byPerson }: Truth,
): boolean {
  const label = byPerson.get(subject)
  if (label) return time >= label.start - preparationMs
  return labels.some(
    ({ others, start, end }) =>
      others.includes(subject) && time >= start - preparationMs && time <= end + preparationMs,
  )
}

/** Until when an alert on the thief is in time. */
function deadline({ person, start }: Label, { people }: Truth): number {
  const lastDay = people.get(person)?.lastDay
  const end = lastDay ? startOf(lastDay) + dayMs : Number.POSITIVE_INFINITY
  return start >= end ? start + dayMs : end
}

function firstAlerts({ raised }: Desk, truth: Truth): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  for (const alert of raised) {
    if (truth.byPerson.has(alert.subject) && isTrue(alert, truth) && !first.has(alert.subject)) {
      first.set(alert.subject, alert.time)
    }
  }
  return first
}

function scenarioScores(first: ReadonlyMap<string, number>, truth: Truth): ScenarioScore[] {
  const groups = Map.groupBy(truth.labels, ({ scenario }) => scenario)
  return [...groups].map(([scenario, labels]) => {
    const hits = labels.flatMap(label => {
      const at = first.get(label.person)
      return at === undefined ? [] : [{ label, at, lead: (deadline(label, truth) - at) / dayMs }]
    })
    const inTime = hits.filter(({ lead }) => lead >= 0)
    const finite = inTime.map(({ lead }) => lead).filter(Number.isFinite)
    const lead = median(finite)
    const delay = median(hits.map(({ label, at }) => Math.max(0, at - label.start) / hourMs))
    return {
      ...{ scenario, thieves: labels.length, found: hits.length, inTime: inTime.length },
      medianLeadDays: lead === null ? null : rounded(lead, 1),
      medianDelayHours: delay === null ? null : rounded(delay, 1),
    }
  })
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)

/** Recall, precision and false rate at each cut of the highest risk per person; people without a finding have 0. */
function curveOf(highest: ReadonlyMap<string, number>, { people, byPerson }: Truth): Curve {
  const scored = [...people.keys()]
    .map(id => ({ risk: highest.get(id) ?? 0, isThief: byPerson.has(id) }))
    .toSorted((a, b) => b.risk - a.risk)
  const thieves = byPerson.size
  const honest = scored.length - thieves
  const points: Curve['points'][number][] = []
  let [hits, misses, rocArea, averagePrecision, lastRecall, lastRate] = [0, 0, 0, 0, 0, 0]
  for (const [index, { risk, isThief }] of scored.entries()) {
    if (isThief) hits += 1
    else misses += 1
    if (scored[index + 1]?.risk === risk) continue
    const recall = thieves === 0 ? 0 : hits / thieves
    const falseRate = honest === 0 ? 0 : misses / honest
    const precision = hits / (hits + misses)
    rocArea += ((falseRate - lastRate) * (recall + lastRecall)) / 2
    averagePrecision += (recall - lastRecall) * precision
    lastRecall = recall
    lastRate = falseRate
    points.push({
      ...{ risk: rounded(risk), recall: rounded(recall, 4) },
      ...{ precision: rounded(precision, 4), falseRate: rounded(falseRate, 5) },
    })
  }
  return {
    ...{ points, rocArea: rounded(rocArea, 4), averagePrecision: rounded(averagePrecision, 4) },
  }
}

function bandScores(highest: ReadonlyMap<string, number>, { byPerson }: Truth): BandScore[] {
  return bands.map(([band, from], index) => {
    const until = bands[index + 1]?.[1] ?? Number.POSITIVE_INFINITY
    const inside = [...highest].filter(([, risk]) => risk >= from && risk < until)
    return {
      ...{ band, from, people: inside.length },
      thieves: inside.filter(([subject]) => byPerson.has(subject)).length,
    }
  })
}

interface Outcome {
  readonly first: ReadonlyMap<string, number>
  readonly falseAlerts: number
}

function outcomeOf(found: readonly Found[], options: DeskOptions, truth: Truth): Outcome {
  const result = desk(found, options)
  const falseAlerts = result.raised.filter(alert => !isTrue(alert, truth)).length
  return { first: firstAlerts(result, truth), falseAlerts }
}

function ruleScores(
  { found }: Run,
  options: DeskOptions,
  truth: Truth,
  { all, personDays }: { all: Outcome; personDays: number },
): RuleScore[] {
  return [...Map.groupBy(found, ({ rule }) => rule)]
    .map(([rule, theirs]): RuleScore => {
      const without = outcomeOf(
        found.filter(one => one.rule !== rule),
        options,
        truth,
      )
      const falseFindings = theirs.filter(one => !isTrue(one, truth)).length
      return {
        ...{ rule, title: theirs[0]?.title ?? '', findings: theirs.length, falseFindings },
        falsePerThousandPeopleAndDay: rounded((falseFindings / personDays) * 1000, 4),
        lostThieves: all.first.size - without.first.size,
        fewerFalseAlerts: all.falseAlerts - without.falseAlerts,
      }
    })
    .toSorted((a, b) => b.findings - a.findings)
}

/** Scores one run. */
export function score(set: LabelledSet, run: Run, options: DeskOptions): Score {
  const truth: Truth = {
    labels: set.labels,
    byPerson: new Map(set.labels.map(label => [label.person, label])),
    people: new Map(set.people.map(person => [person.id, person])),
  }
  const result = desk(run.found, options)
  const first = firstAlerts(result, truth)
  const scenarios = scenarioScores(first, truth)
  const wrong = result.raised.filter(alert => !isTrue(alert, truth))
  const personDays = Math.max(1, set.people.length * daysOf(run))
  const leavers = set.people.filter(({ lastDay }) => lastDay !== null)
  const suspected = leavers.filter(({ id }) => result.raised.some(({ subject }) => subject === id))
  const leads = set.labels.flatMap(label => {
    const at = first.get(label.person)
    const lead = at === undefined ? -1 : (deadline(label, truth) - at) / dayMs
    return lead >= 0 && Number.isFinite(lead) ? [lead] : []
  })
  const lead = median(leads)
  const thieves = Math.max(1, truth.byPerson.size)
  const all = { first, falseAlerts: wrong.length }
  return {
    ...{ people: set.people.length, leavers: leavers.length, thieves: truth.byPerson.size },
    ...{ days: rounded(daysOf(run), 1), events: run.events, scenarios },
    recall: rounded(first.size / thieves, 4),
    recallInTime: rounded(sum(scenarios.map(({ inTime }) => inTime)) / thieves, 4),
    medianLeadDays: lead === null ? null : rounded(lead, 1),
    alerts: result.raised.length,
    falseAlerts: wrong.length,
    falseAlertsPerThousandPeopleAndDay: rounded((wrong.length / personDays) * 1000, 4),
    precisionAmongLeavers:
      suspected.length === 0
        ? null
        : rounded(
            suspected.filter(({ id }) => truth.byPerson.has(id)).length / suspected.length,
            4,
          ),
    rules: ruleScores(run, options, truth, { all, personDays }),
    bands: bandScores(result.highest, truth),
    curve: curveOf(result.highest, truth),
  }
}
