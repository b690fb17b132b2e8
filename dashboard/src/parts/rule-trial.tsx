/** What a rule would have given: alerts a week as bars, how many it is on whom, and what was known already. */
import type { RuleTrial } from '../../../events/rule-book.ts'
import { t } from '../text.ts'
import { count, day, exact, rate } from '../words.ts'
import css from './rules.module.css'

const weekMs = 7 * 86_400_000

/** All weeks of the trial, those without an alert too. */
function weeksOf({ at, days, weeks }: RuleTrial) {
  const known = new Map(weeks.map(week => [week.from, week]))
  const monday = (time: number) => {
    const number = Math.floor(time / 86_400_000)
    return (number - ((number + 3) % 7)) * 86_400_000
  }
  const first = monday(at - days * 86_400_000)
  const length = Math.floor((monday(at) - first) / weekMs) + 1
  return Array.from({ length }, (_, index) => {
    const from = new Date(first + index * weekMs).toISOString().slice(0, 10)
    return known.get(from) ?? { from, alerts: 0, findings: 0, known: 0 }
  })
}

export function RuleTrialChart({ trial }: { readonly trial: RuleTrial }) {
  const weeks = weeksOf(trial)
  const most = Math.max(1, ...weeks.map(({ alerts }) => alerts))
  return (
    <section className={css.trial} aria-label={t('rules.trial')} data-testid="trial">
      <p>
        <b className="num">{rate(trial.alerts_per_week)}</b> {t('rules.perWeek')}{' '}
        <span className="quiet">
          {t('rules.trialOf', {
            events: trial.events,
            days: trial.days,
            findings: trial.findings,
            known: trial.known,
            time: exact(trial.at),
          })}
        </span>
      </p>
      <ol className={css.weeks}>
        {weeks.map(({ from, alerts, findings }) => (
          <li key={from} title={t('rules.week', { day: day(from), alerts, findings })}>
            <i
              style={{ height: `${(alerts / most) * 100}%` }}
              data-none={alerts === 0 || undefined}
            />
            <small>
              <span className="hidden">
                {t('rules.week', { day: day(from), alerts, findings })}
              </span>
              <span aria-hidden>{day(from)}</span>
            </small>
          </li>
        ))}
      </ol>
      {trial.people.length > 0 && (
        <p className="quiet">
          {t('rules.onWhom')}{' '}
          {trial.people
            .slice(0, 10)
            .map(({ subject, findings }) => `${subject} (${count(findings)})`)
            .join(', ')}
        </p>
      )}
    </section>
  )
}
