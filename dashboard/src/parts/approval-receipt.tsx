/** What was answered to a request: by whom, under which conditions, what was seen and what the key signed. */
import type { Approval, ApprovalConditions } from '../../../events/approvals.ts'
import { t } from '../text.ts'
import { exact } from '../words.ts'
import { Age } from './age.tsx'
import css from './approvals.module.css'

function conditionWords({ rows_max, drop_columns, canaries, until }: ApprovalConditions): string {
  return [
    rows_max === null
      ? t('approvals.given.allRows')
      : t('approvals.given.rows', { rows: rows_max }),
    ...(drop_columns.length > 0
      ? [t('approvals.given.columns', { names: drop_columns.join(', ') })]
      : []),
    ...(canaries ? [t('approvals.given.canaries')] : []),
    t('approvals.given.until', { time: exact(until) }),
  ].join(', ')
}

export function ApprovalReceipt({ approval }: { readonly approval: Approval }) {
  const { answers, conditions, rows_used } = approval
  if (answers.length === 0) return null
  return (
    <section aria-labelledby="receipt" className={css.receipt} data-testid="receipt">
      <h2 id="receipt">{t('approvals.receipt')}</h2>
      {approval.state === 'approved' && conditions && <p>{conditionWords(conditions)}</p>}
      {rows_used > 0 && <p>{t('approvals.used', { rows: rows_used })}</p>}
      <ul className={css.receipt}>
        {answers.map(answer => (
          <li key={`${answer.by} ${answer.at}`}>
            <strong>
              {t.rich(`approvals.answer.${answer.verdict}`, {
                by: answer.by,
                time: () => <Age time={answer.at} isSentence />,
              })}
            </strong>
            {answer.reason !== '' && <p>“{answer.reason}”</p>}
            {answer.conditions && <p>{conditionWords(answer.conditions)}</p>}
            {answer.fate !== 'counted' && <p>{t(`approvals.fate.${answer.fate}`)}</p>}
            <dl>
              <dt>{t('approvals.seen')}</dt>
              <dd className="mono">{answer.seen}</dd>
              <dt>{t('approvals.touched')}</dt>
              <dd className="mono">{answer.touch ?? t('approvals.noTouch')}</dd>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  )
}
