/** What an officer's desk makes of findings: points add up per person and decay, and an alert is raised when they reach a bound. Pure. */
import { raisedFrom, riskAt } from '../collector/alerts/risk.ts'
import { dayMs } from './calendar.ts'
import type { Found } from './detection.ts'

export interface Raised {
  readonly subject: string
  readonly time: number
  /** Points at that moment. */
  readonly risk: number
  /** The rules that had given points. */
  readonly rules: readonly string[]
}

export interface DeskOptions {
  /** Points at which an alert is raised. */
  readonly bound: number
  /** Days that an alert stays open and takes further findings in; then it is judged, and its points with it. */
  readonly openDays: number
}

/** As the collector's queue does it. */
export const deskDefaults: DeskOptions = { bound: raisedFrom, openDays: 7 }

interface Standing {
  /** By rule: points and when they were given last. */
  readonly points: Map<string, { points: number; at: number }>
  openUntil: number
}

export interface Desk {
  /** In the order of arrival. */
  readonly raised: readonly Raised[]
  /** The highest risk that each subject ever had. */
  readonly highest: ReadonlyMap<string, number>
}

/** Runs findings, in the order of arrival, over the desk. */
export function desk(found: readonly Found[], { bound, openDays }: DeskOptions): Desk {
  const standings = new Map<string, Standing>()
  const highest = new Map<string, number>()
  const raised: Raised[] = []
  for (const { subject, time, rule, points } of found) {
    const standing = standings.get(subject) ?? { points: new Map(), openUntil: 0 }
    standings.set(subject, standing)
    if (standing.openUntil > 0 && time >= standing.openUntil) {
      standing.points.clear()
      standing.openUntil = 0
    }
    standing.points.set(rule, { points, at: time })
    const risk = riskAt(standing.points.values(), time)
    if (risk > (highest.get(subject) ?? 0)) highest.set(subject, risk)
    if (risk < bound || standing.openUntil > 0) continue
    standing.openUntil = time + openDays * dayMs
    raised.push({ subject, time, risk, rules: [...standing.points.keys()] })
  }
  return { raised, highest }
}
