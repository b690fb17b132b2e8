/** The risk as a sum: a bar of its parts, and each part with its points, leading to the finding that gave them. */
import type { AlertSummary } from '../../../events/api.ts'
import { titleWords } from '../said/words.ts'
import { t } from '../text.ts'
import css from './alert.module.css'
import { Heading } from './heading.tsx'

export function RiskSum({ alert: { risk, addends } }: { readonly alert: AlertSummary }) {
  return (
    <section className={css.risk}>
      <Heading below={1}>
        {t('queue.risk')} <b className="num">{risk}</b>
      </Heading>
      <div className={css.riskBar} aria-hidden>
        {addends.map(({ rule, points }) => (
          <i key={rule} style={{ flexGrow: points }} />
        ))}
      </div>
      <ul className="addends">
        {addends.map(({ rule, title, points }) => (
          <li key={rule}>
            <a href={`#${rule}`}>
              <b className="num">+{points}</b> {titleWords(title)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
