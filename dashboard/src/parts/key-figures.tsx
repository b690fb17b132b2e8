/** The three numbers that answer "what did they take, and is it out": customers, files, where to. Each leads to what it counts. */
import type { AlertSummary } from '../../../events/api.ts'
import { t } from '../text.ts'
import { count, isOut, placeWord, share } from '../words.ts'
import css from './alert.module.css'
import { placeIcons } from './places.tsx'

export function KeyFigures({ alert }: { readonly alert: AlertSummary }) {
  const out = isOut(alert)
  const part = alert.base === 0 ? 0 : Math.min(1, alert.customers / alert.base)
  return (
    <dl className={css.figures}>
      <div data-out={out}>
        <dt>{out ? t('alert.figures.out') : t('alert.figures.distinct')}</dt>
        <dd>
          <a href="#customers" className="num" data-testid="detail-customers">
            {count(alert.customers)}
          </a>
        </dd>
        <dd className={css.under}>
          <meter
            aria-label={t('alert.figures.share')}
            min={0}
            max={1}
            value={part}
            className="hidden"
          />
          <span className={css.share} aria-hidden>
            <i style={{ width: `${part * 100}%` }} />
          </span>
          {alert.base > 0
            ? t('alert.figures.ofBase', {
                share: share(alert.customers, alert.base),
                base: count(alert.base),
              })
            : t('alert.figures.noBase')}
        </dd>
      </div>
      <div>
        <dt>{t('alert.figures.files')}</dt>
        <dd>
          <a href="#findings" className="num">
            {count(alert.files)}
          </a>
        </dd>
      </div>
      <div>
        <dt>{t('alert.figures.where')}</dt>
        <dd className={css.where}>
          {alert.places.map(({ kind, label }) => {
            const Icon = placeIcons[kind]
            return (
              <span key={`${kind} ${label}`}>
                <Icon size={16} aria-hidden /> {label} <small>{placeWord(kind)}</small>
              </span>
            )
          })}
        </dd>
      </div>
    </dl>
  )
}
