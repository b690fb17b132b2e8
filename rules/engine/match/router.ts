/** Finds the matcher for a log source: each source that comes gets one over just the rules for it, made when it first comes. */
import type { Logsource, Rule } from '../rule.ts'
import type { Partition } from './partition.ts'

/** `named`: what a rule names, the event must have. `compatible`: a rule fits unless the event contradicts it. */
export type Fit = 'named' | 'compatible'

type Sources = Logsource | readonly Logsource[]

const parts = ['product', 'category', 'service'] as const
/** Log sources come from events: what is remembered of them is bounded. */
const sourcesMax = 2000

const isList = (sources: Sources): sources is readonly Logsource[] => Array.isArray(sources)

const fits = (rule: Logsource, event: Logsource, fit: Fit): boolean =>
  parts.every(part => {
    const [wanted, found] = [rule[part], event[part]]
    if (wanted === undefined) return true
    return found === undefined ? fit === 'compatible' : wanted === found.toLowerCase()
  })

const keyOf = (sources: readonly Logsource[]): string =>
  JSON.stringify(sources.map(source => parts.map(part => source[part] ?? null)))

/** The matcher for each log source, made by `create` for the numbers of the rules that fit. */
export function createRouter(
  programs: readonly { readonly rule: Rule; readonly number: number }[],
  fit: Fit,
  create: (numbers: readonly number[]) => Partition,
): (sources: Sources) => Partition {
  const byObject = new WeakMap<Sources, Partition>()
  const byKey = new Map<string, Partition>()
  const bySet = new Map<string, Partition>()

  function find(sources: readonly Logsource[]): Partition {
    const key = keyOf(sources)
    const known = byKey.get(key)
    if (known) return known
    const numbers = programs
      .filter(({ rule }) => sources.some(source => fits(rule.logsource, source, fit)))
      .map(({ number }) => number)
    const set = numbers.join()
    const partition = bySet.get(set) ?? create(numbers)
    bySet.set(set, partition)
    if (byKey.size >= sourcesMax) byKey.clear()
    byKey.set(key, partition)
    return partition
  }

  return sources => {
    const known = byObject.get(sources)
    if (known) return known
    const partition = find(isList(sources) ? sources : [sources])
    byObject.set(sources, partition)
    return partition
  }
}
