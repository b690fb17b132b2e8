/** User-swap sets: two people's accounts are exchanged from a date on, in any log. A test of baselines that needs no labels. */
import type { LabelledSet, SetPerson } from './labelled-set.ts'
import type { Random } from './random.ts'
import type { Label } from './simulate.ts'

/** Accounts as they stand in events; only whole names are exchanged. */
const named = /"user":\{"name":"([^"]*)"/
const timed = /"time":(\d+)/

interface Swap {
  readonly pairs: readonly (readonly [SetPerson, SetPerson])[]
  /** From when on, UTC epoch milliseconds. */
  readonly at: number
}

const labelOf = (person: SetPerson, other: SetPerson, { at }: Swap): Label => ({
  ...{ scenario: 'user-swap', person: person.id, others: [other.id] },
  ...{ start: at, end: at, customers: 0, stealth: 0 },
})

function exchanged({ pairs }: Swap): ReadonlyMap<string, string> {
  const names = pairs.flatMap(([a, b]) => {
    const [left, right] = [a, b].map(({ id, aliases }) => [id, ...aliases])
    return (left ?? []).flatMap((name, index) => {
      const other = right?.[index]
      return other === undefined ? [] : [[name, other] as const, [other, name] as const]
    })
  })
  return new Map(names)
}

/** Distinct pairs of people who stay, from different departments where there are any: the same job looks the same. */
function choosePairs(people: readonly SetPerson[], count: number, random: Random): Swap['pairs'] {
  const free = people.filter(({ lastDay }) => lastDay === null)
  const pairs: (readonly [SetPerson, SetPerson])[] = []
  while (pairs.length < count && free.length >= 2) {
    const [first] = free.splice(random.whole(0, free.length - 1), 1)
    const others = free.filter(({ department }) => department !== first?.department)
    const second = random.pick(others.length > 0 ? others : free)
    free.splice(free.indexOf(second), 1)
    if (first) pairs.push([first, second])
  }
  return pairs
}

/** The set with `count` pairs exchanged from `at` (UTC epoch milliseconds) on; they are its only labels. */
export function swapUsers(
  set: LabelledSet,
  { count, at, random }: { count: number; at: number; random: Random },
): LabelledSet {
  const swap: Swap = { pairs: choosePairs(set.people, count, random), at }
  const others = exchanged(swap)
  return {
    ...set,
    name: `${set.name}, ${swap.pairs.length} pairs exchanged`,
    labels: swap.pairs.flatMap(([a, b]) => [labelOf(a, b, swap), labelOf(b, a, swap)]),
    async *lines() {
      for await (const line of set.lines()) {
        const other = others.get(named.exec(line)?.[1] ?? '')
        const isLater = other !== undefined && Number(timed.exec(line)?.[1]) >= at
        yield isLater ? line.replace(named, `"user":{"name":"${other}"`) : line
      }
    },
  }
}
