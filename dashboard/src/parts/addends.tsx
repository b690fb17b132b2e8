/** What the risk is made of: points and the rule that gave them. */
import type { AlertSummary } from '../../../events/api.ts'
import { titleWords } from '../said/words.ts'
import { t } from '../text.ts'

type Addend = AlertSummary['addends'][number]

export function Addends({ addends }: { readonly addends: readonly Addend[] }) {
  return (
    <ul className="addends" aria-label={t('queue.riskSum')}>
      {addends.map(({ rule, title, points }) => (
        <li key={rule} title={titleWords(title)}>
          <b className="num">+{points}</b> {titleWords(title)}
        </li>
      ))}
    </ul>
  )
}
