/** The week's budget of false alarms: how much of it is used, and which rules took it. */
import type { TuningReport } from '../../../events/tuning.ts'
import { titleWords } from '../said/words.ts'
import { t } from '../text.ts'
import css from './tuning.module.css'

type Props = Pick<TuningReport, 'budget' | 'rules'>

/** A rule that takes more of the week than this is named; the collector's own report says the same. */
const shareNamed = 0.5

export function NoiseBudget({
  budget: { dismissed_this_week: dismissed, per_week },
  rules,
}: Props) {
  const isOver = dismissed > per_week
  const eaters = rules.filter(({ share_of_budget }) => share_of_budget >= shareNamed)
  const used = Math.min(1, dismissed / per_week)
  return (
    <section className={css.section} data-testid="noise-budget">
      <h2>{t('tuning.budget')}</h2>
      <p className={css.figure}>
        <span className="num">{t('tuning.budgetOf', { dismissed, budget: per_week })}</span>
      </p>
      <div className={css.track} data-over={isOver || undefined} aria-hidden="true">
        <i style={{ inlineSize: `${100 * used}%` }} />
      </div>
      <p className="quiet">{t('tuning.budgetMeans')}</p>
      {(isOver || eaters.length > 0) && (
        <ul className={css.warnings}>
          {isOver && <li>{t('tuning.over')}</li>}
          {eaters.map(({ rule, title, share_of_budget, dismissed_this_week: count }) => (
            <li key={rule}>
              {t('tuning.eats', {
                title: titleWords(title),
                count,
                percent: Math.round(100 * share_of_budget),
              })}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
