/** What a benchmark prints: figures against goals, peers measured in the same run, and what a reader must know. */

export interface Goal {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** In words, with its direction: `< 300`, `>= 5`. */
  readonly goal: string
  readonly met: boolean
}

export interface Peer {
  readonly name: string
  readonly version: string
  readonly value: number
  readonly unit: string
}

export interface BenchReport {
  readonly bench: string
  readonly goals: readonly Goal[]
  readonly peers: readonly Peer[]
  readonly notes: readonly string[]
}

/** Shows progress on standard error, so that standard output holds the report alone. */
export type Say = (text: string) => void

/** A goal that is met below a value. */
export const below = (what: string, value: number, unit: string, bound: number): Goal => ({
  what,
  value,
  unit,
  goal: `< ${bound}`,
  met: value < bound,
})

/** A goal that is met at or above a value. */
export const atLeast = (what: string, value: number, unit: string, bound: number): Goal => ({
  what,
  value,
  unit,
  goal: `>= ${bound}`,
  met: value >= bound,
})

/** A goal that is met at or below a value. */
export const atMost = (what: string, value: number, unit: string, bound: number): Goal => ({
  what,
  value,
  unit,
  goal: `<= ${bound}`,
  met: value <= bound,
})

/** A figure that has no goal. */
export const figure = (what: string, value: number, unit: string): Goal => ({
  what,
  value,
  unit,
  goal: 'reported',
  met: true,
})

/** The value below which a share (0 to 1) of the values lies: nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
