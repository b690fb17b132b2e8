/** What an import did: counts, warnings about the file, faults by line and column with what to do. */
import { ArrowDown } from 'lucide-react'
import type { ImportReport } from '../../../events/api.ts'
import { t } from '../text.ts'
import { count } from '../words.ts'
import type { ImportKind } from './imports.ts'
import css from './setup.module.css'

interface Props {
  readonly report: ImportReport
  readonly kind: ImportKind
}

export function ImportOutcome({ report, kind: { name, next } }: Props) {
  const { file, rows, added, changed, unchanged, refused, total, faults, warnings, columns } =
    report
  const tallies = [
    ['added', added],
    ['changed', changed],
    ['unchanged', unchanged],
    ['refused', refused],
  ] as const
  const used = columns.filter(({ meaning }) => meaning !== 'not used')
  return (
    <div className={css.outcome} data-testid={`import-${name}-report`}>
      <p>
        {t.rich(`setup.outcome.${name}`, {
          file,
          rows: t('words.rows', { count: rows }),
          total: count(total),
          b: words => <b>{words}</b>,
        })}
      </p>
      <dl className={css.tallies}>
        {tallies.map(([word, value]) => (
          <div key={word} data-warn={word === 'refused' && value > 0}>
            <dt>{t(`setup.tally.${word}`)}</dt>
            <dd className="num">{count(value)}</dd>
          </div>
        ))}
      </dl>
      {used.length > 0 && (
        <p className="quiet">
          {t('setup.understood', {
            columns: used.map(({ header, meaning }) => `${header} → ${meaning}`).join(', '),
          })}
        </p>
      )}
      {warnings.map(text => (
        <p key={text} className="gap-note">
          {text}
        </p>
      ))}
      {faults.length > 0 && (
        <div className={css.faultsBox}>
          <table className={`${css.plain} ${css.faults}`}>
            <caption>{t('setup.faults')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('setup.line')}</th>
                <th scope="col">{t('setup.column')}</th>
                <th scope="col">{t('setup.wrong')}</th>
              </tr>
            </thead>
            <tbody>
              {faults.map(({ line, column, message }) => (
                <tr key={`${line} ${column ?? ''} ${message}`}>
                  <td className="num">{line}</td>
                  <td>{column ?? '–'}</td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {total > 0 && (
        <a className={css.nextStep} href={`#${next}`}>
          {t(`setup.nextStep.${name}`)} <ArrowDown size={15} aria-hidden />
        </a>
      )}
    </div>
  )
}
