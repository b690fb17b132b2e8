/** What one rule says: why it matched, the evidence, what to do, and what else it could be. */
import type { AlertDetail } from '../../../events/api.ts'
import { reasonWords, titleWords, useRuleText } from '../said/words.ts'
import { t } from '../text.ts'
import { Age } from './age.tsx'
import css from './alert.module.css'
import { EvidenceTable } from './evidence-table.tsx'
import { Heading } from './heading.tsx'
import { Prose } from './prose.tsx'
import { SeverityMark } from './severity-mark.tsx'

interface Props {
  readonly finding: AlertDetail['findings'][number]
  /** The first one shows its runbook at once. */
  readonly isFirst: boolean
  /** Where links to this rule lead; the first finding of each rule has one. */
  readonly anchor: string | undefined
}

export function FindingCard({ finding, isFirst, anchor }: Props) {
  const { time, rule, reason, why, evidence } = finding
  const say = useRuleText()
  return (
    <section className={css.finding} id={anchor}>
      <header>
        <Heading below={2}>{titleWords(rule.title)}</Heading>
        <span className={css.findingMeta}>
          <SeverityMark severity={rule.level} />
          <b className="num">+{rule.points}</b>
          <Age time={time} />
        </span>
      </header>
      <div className={css.reason}>
        <b>{t('alert.why')}</b>
        <ul>
          {reasonWords(reason, why).map(text => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </div>
      <EvidenceTable evidence={evidence} />
      <details className={css.more} open={isFirst}>
        <summary>{t('alert.what')}</summary>
        {rule.runbook === '' ? (
          <p className="quiet">{t('alert.ruleGone')}</p>
        ) : (
          <Prose text={rule.runbook} />
        )}
      </details>
      <details className={css.more}>
        <summary>{t('alert.about')}</summary>
        <Prose text={rule.description} />
        {rule.falsepositives.length > 0 && (
          <>
            <p>{t('alert.harmless')}</p>
            <ul>
              {rule.falsepositives.map(text => (
                <li key={text}>{say(text)}</li>
              ))}
            </ul>
          </>
        )}
        <p className="mono quiet">
          {rule.name} {rule.tags.join(' ')}
        </p>
      </details>
    </section>
  )
}
