/** What a back-test says, by week and by person. Pure. */
import type { Backtest, BacktestFinding } from './backtest.ts'

const dayMs = 86_400_000

/** The Monday (UTC) of the week in which it happened. */
function weekOf(time: number): string {
  const day = Math.floor(time / dayMs)
  // 1 January 1970 was a Thursday.
  return new Date((day - ((day + 3) % 7)) * dayMs).toISOString().slice(0, 10)
}

function grouped(
  findings: readonly BacktestFinding[],
  keyOf: (finding: BacktestFinding) => string,
) {
  return [...Map.groupBy(findings, keyOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => ({
      key,
      findings: group.length,
      people: new Set(group.map(({ subject }) => subject)).size,
      known: group.filter(({ known }) => known).length,
    }))
}

/** Counts over `days`; open findings on one person within a week are one alert. */
export function backtestReport(days: number, { events, findings }: Backtest) {
  const weeks = grouped(findings, ({ time }) => weekOf(time))
  const people = grouped(findings, ({ subject }) => subject)
  const alerts = weeks.reduce((sum, week) => sum + week.people, 0)
  return {
    days,
    events,
    alerts_per_week: Math.round((alerts / (days / 7)) * 100) / 100,
    already_there: findings.filter(({ known }) => known).length,
    weeks: weeks.map(({ key, ...rest }) => ({ from: key, ...rest })),
    people: people.map(({ key, findings, known }) => ({ subject: key, findings, known })),
    findings,
  }
}
