/** How well rules do by what officers said of their alerts, the week's budget of false alarms, and what could be left out. */
import type { RuleEffect, Suggestion, Trait } from '../../events/tuning.ts'
import type { Database } from '../store/database.ts'

const dayMs = 86_400_000
const weekDays = 7
/** A rule that takes more of the week's budget than this is named. */
const shareWarned = 0.5
/** Fewer dismissed alerts may be chance. */
const dismissedMin = 5
const suggestionsMax = 50
/** A company of ten has days without any false alarm and one bad one. */
const budgetMin = 3

const dismissed = "a.status = 'closed' AND a.verdict IN ('false_positive', 'benign')"
const confirmed = "a.status = 'closed' AND a.verdict IN ('true_positive', 'suspicious')"
const isOpen = "a.status IN ('new', 'in_progress')"

interface EffectRow {
  readonly rule: string
  readonly findings: number
  readonly open: number
  readonly confirmed: number
  readonly dismissed: number
  readonly dismissed_this_week: number
}

interface SuggestionRow {
  readonly rule: string
  readonly kind: Trait['kind']
  readonly value: string
  readonly dismissed: number
  readonly open: number
}

export interface Effects {
  /** Over findings since `from`; the week is the last seven days before `now` (UTC epoch milliseconds). */
  rules(from: number, now: number, budget: number): readonly RuleEffect[]
  /** Alerts that were dismissed and whose last finding is of the last seven days, each once. */
  dismissedThisWeek(now: number): number
  suggestions(from: number): readonly Suggestion[]
}

/** Alerts a week that may turn out to be nothing, by how many people are watched and what is promised a day and 1,000 people. */
export const weekBudget = (people: number, perThousandAndDay: number): number =>
  Math.max(budgetMin, Math.ceil((weekDays * people * perThousandAndDay) / 1000))

/** What to say of a week. */
export function budgetWarnings(
  rules: readonly RuleEffect[],
  total: number,
  budget: number,
): string[] {
  const eaters = rules
    .filter(({ share_of_budget }) => share_of_budget >= shareWarned)
    .map(
      ({ title, dismissed_this_week, share_of_budget }) =>
        `"${title}" took ${Math.round(100 * share_of_budget)} % of the week's budget: ${dismissed_this_week} of its alerts were dismissed`,
    )
  const isOver = total > budget
  return [
    ...(isOver ? [`${total} alerts were dismissed within a week; the budget is ${budget}`] : []),
    ...eaters,
  ]
}

/** Reads the projections; `titleOf` names a rule. */
export function openEffects(database: Database, titleOf: (rule: string) => string): Effects {
  const rules = database.prepare<{ from: number; week: number }, EffectRow>(
    `SELECT f.rule, count(*) AS findings,
       count(DISTINCT CASE WHEN ${isOpen} THEN a.id END) AS open,
       count(DISTINCT CASE WHEN ${confirmed} THEN a.id END) AS confirmed,
       count(DISTINCT CASE WHEN ${dismissed} THEN a.id END) AS dismissed,
       count(DISTINCT CASE WHEN ${dismissed} AND f.time_ms >= @week THEN a.id END) AS dismissed_this_week
     FROM finding f JOIN alert a ON a.id = f.alert WHERE f.time_ms >= @from
     GROUP BY f.rule ORDER BY dismissed DESC, f.rule`,
  )
  const week = database
    .prepare<[number], number>(`SELECT count(*) FROM alert a WHERE ${dismissed} AND a.last_ms >= ?`)
    .pluck()
  const suggestions = database.prepare<[number, number, number], SuggestionRow>(
    `SELECT f.rule, t.kind, t.value,
       count(DISTINCT CASE WHEN ${dismissed} THEN a.id END) AS dismissed,
       count(DISTINCT CASE WHEN ${isOpen} THEN a.id END) AS open
     FROM finding_trait t JOIN finding f ON f.id = t.finding JOIN alert a ON a.id = f.alert
     WHERE f.time_ms >= ? AND NOT EXISTS (
       SELECT 1 FROM exclusion e WHERE e.rule = f.rule AND e.kind = t.kind AND e.value = t.value
         AND e.state <> 'withdrawn')
     GROUP BY f.rule, t.kind, t.value
     HAVING dismissed >= ? AND count(CASE WHEN ${confirmed} THEN 1 END) = 0
     ORDER BY dismissed DESC, f.rule, t.kind, t.value LIMIT ?`,
  )
  return {
    rules: (from, now, budget) =>
      rules.all({ from, week: now - weekDays * dayMs }).map(row => {
        const closed = row.confirmed + row.dismissed
        return {
          ...row,
          title: titleOf(row.rule),
          confirmed_share: closed === 0 ? null : row.confirmed / closed,
          share_of_budget: row.dismissed_this_week / budget,
        }
      }),
    dismissedThisWeek: now => week.get(now - weekDays * dayMs) ?? 0,
    suggestions: from =>
      suggestions.all(from, dismissedMin, suggestionsMax).map(({ kind, value, ...row }) => ({
        ...row,
        title: titleOf(row.rule),
        trait: { kind, value },
        words: `leave out ${kind} "${value}": ${row.dismissed} dismissed alerts, none confirmed`,
      })),
  }
}
