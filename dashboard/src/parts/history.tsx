/** Who decided what on an alert, and why. Oldest first, as it happened. */
import type { AlertDetail } from '../../../events/api.ts'
import { t } from '../text.ts'
import { statusWord, verdictWord } from '../words.ts'
import { Age } from './age.tsx'
import css from './alert.module.css'
import { Heading } from './heading.tsx'

export function History({ notes }: { readonly notes: AlertDetail['history'] }) {
  return (
    <section className={css.section}>
      <Heading below={1}>{t('alert.decisions')}</Heading>
      {notes.length === 0 && <p className="quiet">{t('alert.noDecision')}</p>}
      <ol className={css.history}>
        {notes.map(({ time, by, status, verdict, note }) => (
          <li key={`${time} ${status}`}>
            <span>
              {t.rich('alert.decidedBy', {
                what: verdict
                  ? t('alert.closedWord', { verdict: verdictWord(verdict) })
                  : statusWord(status),
                by,
                b: words => <b>{words}</b>,
                time: () => <Age time={time} isSentence />,
              })}
            </span>
            {note !== '' && <p>{note}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
