/** Rules with what became of their alerts. */
import type { RuleEffect } from '../../../events/tuning.ts'
import { titleWords } from '../said/words.ts'
import { t } from '../text.ts'
import { count, share } from '../words.ts'
import access from './access.module.css'
import css from './tuning.module.css'

const Bar = ({ confirmed, dismissed }: RuleEffect) => {
  const closed = confirmed + dismissed
  if (closed === 0) return null
  return (
    <div
      className={css.bar}
      role="img"
      aria-label={t('tuning.bar', { confirmed, dismissed })}
      title={t('tuning.bar', { confirmed, dismissed })}
    >
      <i style={{ inlineSize: `${(100 * confirmed) / closed}%` }} />
    </div>
  )
}

export const RuleEffects = ({ rules }: { readonly rules: readonly RuleEffect[] }) => (
  <section className={css.section}>
    <h2>{t('tuning.rules')}</h2>
    <section className={access.scroll} aria-label={t('tuning.rules')} tabIndex={-1}>
      <table className={`${access.table} ${css.effects}`}>
        <thead>
          <tr>
            <th scope="col">{t('tuning.rule')}</th>
            <th scope="col">{t('tuning.findings')}</th>
            <th scope="col">{t('tuning.open')}</th>
            <th scope="col">{t('tuning.confirmed')}</th>
            <th scope="col">{t('tuning.dismissed')}</th>
            <th scope="col">{t('tuning.thisWeek')}</th>
            <th scope="col">{t('tuning.right')}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(rule => (
            <tr key={rule.rule} data-testid="rule-effect">
              <th scope="row">
                {titleWords(rule.title)}
                <small>{rule.rule}</small>
                <Bar {...rule} />
              </th>
              <td>{count(rule.findings)}</td>
              <td>{count(rule.open)}</td>
              <td>{count(rule.confirmed)}</td>
              <td>{count(rule.dismissed)}</td>
              <td>{count(rule.dismissed_this_week)}</td>
              <td>
                {rule.confirmed_share === null
                  ? '–'
                  : share(rule.confirmed, rule.confirmed + rule.dismissed)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </section>
)
