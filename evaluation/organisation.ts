/** A made-up company: who works there, where, on what, with which customers, and who will leave. Pure: seed in, people out. */
import { addDays, type Site, sites } from './calendar.ts'
import type { Random } from './random.ts'

export type Role = 'sales' | 'sales manager' | 'marketing' | 'back office' | 'support' | 'other'

export interface Member {
  /** Also the CRM log-in and the first part of the e-mail address. */
  readonly id: string
  readonly email: string
  readonly role: Role
  readonly department: string
  readonly title: string
  /** E-mail of the manager; empty for the head of the company. */
  readonly manager: string
  readonly site: Site
  /** The endpoint's host name; people at a counter share one, under accounts of their own. */
  readonly host: string
  readonly ip: string
  /** Local working hours. */
  readonly hours: readonly [start: number, end: number]
  /** First working day; before it there is nothing of the person. */
  readonly hired: string
  readonly notice: string | null
  readonly lastDay: string | null
  /** Ids of the customers that the CRM has as the person's own: from, and how many. */
  readonly own: readonly [first: number, count: number]
  /** How much of each habit this person has; 1 is the role's average. */
  readonly pace: number
  /** The customers' spreadsheet keeper: exports more often than colleagues. */
  readonly isListKeeper: boolean
  /** Uses a stick of the company at work. */
  readonly stick: string | null
  /** Works at night or at weekends now and then. */
  readonly isNightOwl: boolean
}

export interface Organisation {
  readonly members: readonly Member[]
  /** Customers in the base; their ids are 1 to this. */
  readonly customers: number
}

export interface OrganisationOptions {
  readonly people: number
  readonly days: number
  /** First day of the log. */
  readonly start: string
  /** How many people leave in the time of the log, thieves among them. */
  readonly leavers: number
}

const roles: readonly (readonly [Role, share: number, title: string])[] = [
  ['sales', 0.36, 'Account manager'],
  ['sales manager', 0.05, 'Sales manager'],
  ['marketing', 0.05, 'Marketing specialist'],
  ['back office', 0.1, 'Order desk'],
  ['support', 0.2, 'Support agent'],
  ['other', 0.24, 'Engineer'],
]

/** Weekly hours differ by person more than by role. */
const noticeDays = [14, 30, 30, 60, 90] as const
/** Share of people who were hired while the log was written. */
const newHires = 0.06

function roleAt(index: number, people: number): readonly [Role, string] {
  let until = 0
  for (const [role, share, title] of roles) {
    until += share * people
    if (index < until) return [role, title]
  }
  return ['other', 'Engineer']
}

/** When somebody leaves: notice and last working day, both within the log, with at least a month of history before the notice. */
function departure(random: Random, { start, days }: OrganisationOptions) {
  const length = Math.min(random.pick(noticeDays), Math.floor(days / 4))
  const last = random.whole(Math.min(days - 8, Math.max(40, length + 20)), days - 7)
  return { notice: addDays(start, last - length), lastDay: addDays(start, last) }
}

interface Place {
  readonly role: Role
  readonly title: string
  readonly department: string
  readonly manager: string
  readonly own: readonly [number, number]
}

function memberOf(
  number: number,
  { role, title, department, manager, own }: Place,
  options: OrganisationOptions,
  random: Random,
): Omit<Member, 'notice' | 'lastDay'> {
  const id = `p${String(number + 1).padStart(5, '0')}`
  const site = sites[Math.floor(number / 25) % sites.length] ?? random.pick(sites)
  const isCounter = role === 'support' && random.chance(0.2)
  const first = Math.max(6, Math.min(10, Math.round(random.normal(8, 0.8))))
  const isHired = random.chance(newHires)
  return {
    ...{ id, role, title, department, manager, own, site },
    email: `${id}@company.example`,
    host: isCounter ? `counter-${Math.floor(number / 8)}` : `lt-${id}`,
    ip: `10.${Math.floor(number / 62_500) % 250}.${Math.floor(number / 250) % 250}.${(number % 250) + 2}`,
    hours: [first, first + random.whole(8, 10)],
    hired: isHired
      ? addDays(options.start, random.whole(5, Math.floor(options.days / 2)))
      : options.start,
    pace: Math.min(4, random.logNormal(1, 1.6)),
    isListKeeper: (role === 'sales' || role === 'back office') && random.chance(0.05),
    stick: random.chance(0.06) ? `CO-${id}` : null,
    isNightOwl: random.chance(role === 'sales' || role === 'sales manager' ? 0.06 : 0.03),
  }
}

/** Builds the company. The same options and stream give the same people. */
export function organisationOf(options: OrganisationOptions, random: Random): Organisation {
  const { people } = options
  const teams = Math.max(1, Math.ceil(people / 12))
  let customer = 1
  const places = Array.from({ length: people }, (_, number): Place => {
    const [role, title] = roleAt(number, people)
    const count = role === 'sales' ? random.whole(25, 90) : role === 'sales manager' ? 15 : 0
    const own = [customer, count] as const
    customer += count
    const department = role === 'sales' || role === 'sales manager' ? 'Sales' : role
    const team = Math.floor(number / 12)
    // The first of each team leads it; leaders report to the first of all.
    const lead = number === 0 ? '' : number % 12 === 0 ? 0 : Math.min(team, teams - 1) * 12
    const manager = lead === '' ? '' : `p${String(lead + 1).padStart(5, '0')}@company.example`
    return { role, title, department, manager, own }
  })
  const base = places.map((place, number) =>
    memberOf(number, place, options, random.fork(`member ${number}`)),
  )
  const leaving = chooseLeavers(base, options, random.fork('leavers'))
  const members = base.map((member): Member => {
    const isLeaving = leaving.has(member.id)
    const days = isLeaving ? departure(random.fork(`leave ${member.id}`), options) : undefined
    return { ...member, notice: days?.notice ?? null, lastDay: days?.lastDay ?? null }
  })
  // A fifth of the base belongs to nobody in particular.
  return { members, customers: Math.ceil(customer * 1.2) }
}

/** Two leavers in three are from sales, as in the trade; nobody who was just hired. */
function chooseLeavers(
  members: readonly Omit<Member, 'notice' | 'lastDay'>[],
  { leavers, start }: OrganisationOptions,
  random: Random,
): ReadonlySet<string> {
  const settled = members.filter(({ hired }) => hired === start)
  const sales = settled.filter(({ role }) => role === 'sales' || role === 'sales manager')
  const chosen = new Set<string>()
  const wanted = Math.min(leavers, settled.length)
  for (let tries = 0; chosen.size < wanted && tries < wanted * 50; tries += 1) {
    const pool = sales.length > 0 && random.chance(0.66) ? sales : settled
    chosen.add(random.pick(pool).id)
  }
  return chosen
}
