/** Alerts and cases that were closed long ago: what of the journal goes with them. */
import { readDecision } from '../journal/decisions.ts'
import type { RetentionParts } from './retention.ts'

export interface OldAlerts {
  readonly alerts: string[]
  readonly cases: readonly string[]
  /** Journal offsets of their findings. */
  readonly findings: ReadonlySet<number>
  /** Journal offsets of the decisions on them. */
  readonly decisions: readonly number[]
}

const perRun = 500

/** Closed cases, and closed alerts whose last finding is older than `before`, on nobody who is on hold; a run takes at most 500. */
export async function oldAlerts(
  { journal, projections, holds, cases }: RetentionParts,
  before: number,
): Promise<OldAlerts> {
  const alerts = projections
    .prepare<[number, number], { id: string; person: string | null }>(
      `SELECT id, person FROM alert WHERE status = 'closed' AND last_ms < ? ORDER BY last_ms LIMIT ?`,
    )
    .all(before, perRun)
    .filter(({ person }) => person === null || !holds.has(person))
    .map(({ id }) => id)
  const chosen = JSON.stringify(alerts)
  const findings = projections
    .prepare<[string], { offset: number }>(
      'SELECT offset FROM finding WHERE alert IN (SELECT value FROM json_each(?))',
    )
    .all(chosen)
  const oldCases = cases.old(before, person => holds.has(person))
  const isNone = alerts.length + oldCases.length === 0
  const decisions = isNone
    ? []
    : await decisionsOn({ alerts: new Set(alerts), cases: new Set(oldCases) }, journal)
  const offsets = new Set(findings.map(({ offset }) => offset))
  return { alerts, cases: oldCases, findings: offsets, decisions }
}

async function decisionsOn(
  { alerts, cases }: { readonly alerts: ReadonlySet<string>; readonly cases: ReadonlySet<string> },
  journal: RetentionParts['journal'],
): Promise<number[]> {
  const found: number[] = []
  for (let after = 0; ; ) {
    const entries = await journal.readTold(after, 500, 'decision')
    const last = entries.at(-1)
    if (!last) return found
    after = last.offset
    for (const { offset, body } of entries) {
      const decision = body === '' ? undefined : readDecision(body)
      if (decision && 'case' in decision.data && cases.has(decision.data.case)) found.push(offset)
      if (decision?.kind === 'alert.decided' && alerts.has(decision.data.alert)) found.push(offset)
      if (
        decision?.kind === 'customers.viewed' &&
        decision.data.alert !== undefined &&
        alerts.has(decision.data.alert)
      )
        found.push(offset)
    }
  }
}
