/** Risk: the points of the rules that spoke about a person, each rule once, half of them gone after a half-life. Pure; tuned with `clientkeep evaluate`. */

/** Points of one rule. */
export interface Addend {
  readonly rule: string
  readonly title: string
  readonly points: number
  /** When the rule spoke last, UTC epoch milliseconds. */
  readonly at: number
}

/** Below it findings are watched; from it on they are an alert that somebody handles. */
export const raisedFrom = 8

/** 14 days. */
const halfLifeMs = 14 * 86_400_000

/** What is left of points given at `at`. */
export const pointsLeft = ({ points, at }: Pick<Addend, 'points' | 'at'>, time: number): number =>
  points * 2 ** (Math.min(0, at - time) / halfLifeMs)

/** The sum of what is left. */
export const riskAt = (addends: Iterable<Pick<Addend, 'points' | 'at'>>, time: number): number => {
  let risk = 0
  for (const addend of addends) risk += pointsLeft(addend, time)
  return risk
}

/** Orders risks of different times: who ranks higher now does so at any later time, as all points fade alike. */
export const rankOf = (risk: number, time: number): number => Math.log2(risk) + time / halfLifeMs
