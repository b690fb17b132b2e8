/** One person's day: the clock on the wall, the customers at hand, and a place to note what was done. */
import type { Activity, Customers } from './activity.ts'
import { hourMs, minuteMs, startOf } from './calendar.ts'
import type { Member, Organisation } from './organisation.ts'
import type { Random } from './random.ts'

export interface Day {
  readonly member: Member
  readonly day: string
  readonly random: Random
  /** A moment of the day by the clock on the wall, as UTC epoch milliseconds. */
  at(hour: number): number
  /** A moment within the person's working hours. */
  atWork(): number
  /** Distinct customers of the person's own; of anybody where the person has none. */
  own(count: number): Customers
  /** Distinct customers of the whole base. */
  anyones(count: number): Customers
}

/** So many distinct numbers from `first` on, ascending. */
function sample(
  random: Random,
  [first, size]: readonly [number, number],
  count: number,
): Customers {
  const wanted = Math.min(count, size)
  if (wanted > size / 2) {
    // Mostly all of them: leave some out instead.
    const all = Array.from({ length: size }, (_, index) => first + index)
    for (let left = size - wanted; left > 0; left -= 1) {
      all.splice(random.whole(0, all.length - 1), 1)
    }
    return all
  }
  const chosen = new Set<number>()
  while (chosen.size < wanted) chosen.add(first + random.whole(0, size - 1))
  return [...chosen].sort((a, b) => a - b)
}

/** The day of a member; `random` must be the stream of that person and day. */
export function dayFor(
  member: Member,
  day: string,
  { customers }: Pick<Organisation, 'customers'>,
  random: Random,
): Day {
  const midnight = startOf(day) - member.site.zone * minuteMs
  const [start, end] = member.hours
  const at = (hour: number) => Math.round(midnight + hour * hourMs)
  const everyone = [1, customers] as const
  return {
    ...{ member, day, random, at },
    // Nobody starts something in the last half hour.
    atWork: () => at(start + 0.2 + random.next() * (end - start - 0.7)),
    own: count => sample(random, member.own[1] === 0 ? everyone : member.own, count),
    anyones: count => sample(random, everyone, count),
  }
}

/** Activities in the order of their time. */
export const byTime = (activities: readonly Activity[]): readonly Activity[] =>
  activities.toSorted((a, b) => a.time - b.time)
