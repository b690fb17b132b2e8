/** How bad an alert is and how far it has come, in one line. */
import type { AlertSummary } from '../../../events/api.ts'
import { t } from '../text.ts'
import { statusWord, verdictWord } from '../words.ts'
import css from './alert.module.css'
import { SeverityMark } from './severity-mark.tsx'

export function AlertState({ alert }: { readonly alert: AlertSummary }) {
  return (
    <span className={css.state}>
      <SeverityMark severity={alert.severity} />
      <span data-testid="alert-status">
        {alert.verdict
          ? t('alert.closedAs', {
              status: statusWord(alert.status),
              verdict: verdictWord(alert.verdict),
            })
          : statusWord(alert.status)}
      </span>
    </span>
  )
}
