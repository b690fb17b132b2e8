/** Runs rules over a labelled set with the collector's own detector and looks back when somebody gives notice, as the collector does. */
import { createDetector, type Incoming } from '../collector/detect/detector.ts'
import type { Knowledge } from '../collector/detect/enrich.ts'
import { departureAt, watchWindow } from '../collector/people/departure.ts'
import { isOffHours, usualHours } from '../collector/people/working-hours.ts'
import type { DetectionFinding } from '../events/detection-finding.ts'
import type { CompiledRules } from '../rules/engine/engine.ts'
import { addDays, dayMs, startOf } from './calendar.ts'
import type { LabelledSet, SetPerson } from './labelled-set.ts'

/** A finding as scoring needs it. */
export interface Found {
  /** When an officer could see it, UTC epoch milliseconds. */
  readonly time: number
  /** Person's id, or the account that nobody is bound to. */
  readonly subject: string
  readonly rule: string
  readonly title: string
  readonly points: number
}

export interface Run {
  readonly found: readonly Found[]
  readonly events: number
  /** First and last event, UTC epoch milliseconds. */
  readonly from: number
  readonly until: number
}

const product = { name: 'Clientkeep', vendor_name: 'Clientkeep', version: 'evaluation' }
const lookBackDays = 90
/** Sets say with each event which zone it is in. */
const company = { working_hours: usualHours, zone: null, machine_zone: 'UTC' }

/** Confirms simulated tokens: each is a customer's id. Owners and canaries are not simulated. */
const baseOf = (customers: number): Knowledge['base'] => ({
  total: () => customers,
  recognise: ({ tokens }) => ({
    customers: Uint32Array.from(tokens, Number).sort(),
    canaries: new Uint32Array(),
    fields: {},
  }),
  owners: () => new Map(),
  owned: () => new Map(),
  canaries: { get: () => undefined },
})

const personOf = ({ id, department, title, lastDay }: SetPerson, notice: string | null) => ({
  ...{ id, email: id, pseudonym: id, name: null, manager: null, department, title },
  ...{ notice_date: notice, last_day: lastDay, marked_date: null },
  ...{ working_hours: null, zone: null },
})

/** A directory of the set's people; `notice` may be earlier than the person gave it, for looking back. */
function directoryOf(
  people: readonly SetPerson[],
  notice = (person: SetPerson) => person.notice,
): Knowledge['directory'] {
  const byAlias = new Map(
    people.flatMap(person => {
      const entry = personOf(person, notice(person))
      return [person.id, ...person.aliases].map(alias => [alias.toLowerCase(), entry] as const)
    }),
  )
  return {
    resolve: account => byAlias.get(account.toLowerCase()),
    get: id => byAlias.get(id.toLowerCase()),
    aliases: () => [],
    // The set tells each notice from the start; before its day nobody could know.
    departure: (person, time) => departureAt(person, time, { ...watchWindow, before: 0 }),
    isOffHours: (person, { time, timezone_offset: offset }) =>
      isOffHours(time, offset, { own: person, company }),
  }
}

/** A set is no agent: its events were made by what the set was made from, and are read as the collector's own observations are. */
const incoming = (offset: number, body: string, receivedAt: number): Incoming => ({
  ...{ offset, body, receivedAt, source: 'set:labelled' },
})

function foundOf(finding: DetectionFinding, time: number): Found {
  const { rule, subject } = finding.unmapped.clientkeep
  return {
    ...{ time, rule: rule.name, title: finding.finding_info.title },
    points: finding.risk_score,
    subject: subject.person ?? subject.account ?? '',
  }
}

interface Kept {
  readonly offset: number
  readonly body: string
  readonly time: number
}

/** The account that a line of ours names; cheaper than parsing, and only for choosing what to keep. */
const accountIn = (line: string): string | undefined =>
  /"user":\{"name":"([^"]*)"/.exec(line)?.[1]?.toLowerCase()
const timeIn = (line: string): number => Number(/"time":(\d+)/.exec(line)?.[1])

/** Findings of `rules` on the set. The same set and rules give the same findings. */
export async function detect(set: LabelledSet, rules: CompiledRules): Promise<Run> {
  const base = baseOf(set.customers)
  const detectorFor = (directory: Knowledge['directory']) =>
    createDetector({
      ...{ rules, base, directory, product, exports: { match: () => [] } },
      now: () => 0,
      entryAt: async () => undefined,
    })
  const detector = detectorFor(directoryOf(set.people))
  const leavers = set.people.filter(({ notice }) => notice !== null)
  const watched = new Map(
    leavers.flatMap(person =>
      [person.id, ...person.aliases].map(alias => [alias.toLowerCase(), person.id]),
    ),
  )
  const kept = new Map<string, Kept[]>(leavers.map(({ id }) => [id, []]))
  const waiting = leavers.toSorted((a, b) => (a.notice ?? '').localeCompare(b.notice ?? ''))
  const found: Found[] = []
  let [events, from, clock] = [0, Number.POSITIVE_INFINITY, 0]

  /** What the person did in the days before the notice, judged as a leaver's; told when the notice is known. */
  async function lookBack(person: SetPerson, at: number): Promise<void> {
    const earlier = addDays(person.notice ?? '', -lookBackDays)
    const past = detectorFor(
      directoryOf(set.people, one => (one.id === person.id ? earlier : one.notice)),
    )
    const known = new Set(
      found.filter(({ subject }) => subject === person.id).map(({ rule }) => rule),
    )
    for (const { offset, body, time } of kept.get(person.id) ?? []) {
      const { findings } = await past.process(incoming(offset, body, time))
      const told = findings.map(finding => foundOf(finding, at))
      found.push(...told.filter(({ subject, rule }) => subject === person.id && !known.has(rule)))
    }
    kept.delete(person.id)
  }

  for await (const line of set.lines()) {
    const time = timeIn(line)
    events += 1
    from = Math.min(from, time)
    clock = Math.max(clock, time)
    for (let next = waiting[0]; next && clock >= startOf(next.notice ?? ''); next = waiting[0]) {
      waiting.shift()
      await lookBack(next, clock)
    }
    const { findings } = await detector.process(incoming(events, line, clock))
    for (const finding of findings) found.push(foundOf(finding, clock))
    const owner = watched.size > 0 ? watched.get(accountIn(line) ?? '') : undefined
    if (owner !== undefined) kept.get(owner)?.push({ offset: events, body: line, time })
  }
  return { found, events, from: events === 0 ? 0 : from, until: clock }
}

/** Days that a run covers, at least one. */
export const daysOf = ({ from, until }: Run): number => Math.max(1, (until - from) / dayMs)
