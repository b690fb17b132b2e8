/** What a theft is: the contract of every file in this folder. */
import type { Activity, Customers } from '../activity.ts'
import type { Day } from '../day.ts'
import type { Member } from '../organisation.ts'
import type { Random } from '../random.ts'

export interface Theft {
  readonly thief: Member
  /** Colleagues of the thief that the scenario may need; never leavers. */
  readonly colleagues: readonly Member[]
  readonly random: Random
  /** How many customers the thief is after. */
  readonly customers: Customers
  /** 0: careless; 1: small steps, in working hours, without traces that can be left out. */
  readonly stealth: number
  /** Working days in which it happens, in order; at least one. */
  readonly days: readonly string[]
  /** The person's day, with a stream of the theft's own. */
  dayOf(day: string, member?: Member): Day
}

export interface Scenario {
  readonly name: string
  readonly summary: string
  /** Days between the first and the last step, at most. */
  readonly length: number
  /** Whether it begins after the last working day. */
  readonly isAfterLastDay?: boolean
  /** Roles that can do it; any that works with customers where left out. */
  readonly roles?: readonly Member['role'][]
  readonly steps: (theft: Theft) => readonly Activity[]
}

export const minute = 60_000

/** The customers in parts of about `size`, one a day where the days suffice, more where not. */
export function portions(
  { customers, days }: Pick<Theft, 'customers' | 'days'>,
  size: number,
): readonly { readonly day: string; readonly customers: Customers }[] {
  const count = Math.max(1, Math.ceil(customers.length / size))
  return Array.from({ length: count }, (_, index) => {
    const day = days[Math.floor((index * days.length) / count)] ?? days[0] ?? ''
    return { day, customers: customers.slice(index * size, (index + 1) * size) }
  })
}

/** A moment that draws no attention, or late in the evening. */
export const quietMoment = ({ stealth, random }: Theft, day: Day): number =>
  random.chance(stealth) ? day.atWork() : day.at(21 + random.next() * 2)

interface Carried {
  readonly time: number
  readonly by: Member
  readonly customers: Customers
  readonly name: string
  readonly serial: string
}

/** A stick goes in, a file goes on it, the stick goes out. */
export function carryOut({ time, by, customers, name, serial }: Carried): readonly Activity[] {
  return [
    { kind: 'device', act: 'Connect', type: 'storage', serial, time, by },
    { kind: 'file', act: 'Create', place: 'removable', name, customers, time: time + minute, by },
    { kind: 'device', act: 'Disconnect', type: 'storage', serial, time: time + 6 * minute, by },
  ]
}

/** An export in the CRM with the file that the browser leaves in Downloads. */
export function exported(
  time: number,
  by: Member,
  customers: Customers,
  name: string,
): readonly Activity[] {
  return [
    { kind: 'export', time, by, customers },
    { kind: 'file', act: 'Create', place: 'folder', name, customers, time: time + 5000, by },
  ]
}
