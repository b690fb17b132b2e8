/** The three numbers that answer "what did they take, and is it out": customers, files, where to. Each leads to what it counts. */
import type { AlertSummary } from '../../../events/api.ts'
import { count, isOut, placeWords, share } from '../words.ts'
import css from './alert.module.css'
import { placeIcons } from './places.tsx'

export function KeyFigures({ alert }: { readonly alert: AlertSummary }) {
  const out = isOut(alert)
  const part = alert.base === 0 ? 0 : Math.min(1, alert.customers / alert.base)
  return (
    <dl className={css.figures}>
      <div data-out={out}>
        <dt>{out ? 'Distinct customers out' : 'Distinct customers'}</dt>
        <dd>
          <a href="#customers" className="num" data-testid="detail-customers">
            {count(alert.customers)}
          </a>
        </dd>
        <dd className={css.under}>
          <meter
            aria-label="Share of the customer base"
            min={0}
            max={1}
            value={part}
            className="hidden"
          />
          <span className={css.share} aria-hidden>
            <i style={{ width: `${part * 100}%` }} />
          </span>
          {alert.base > 0
            ? `${share(alert.customers, alert.base)} of ${count(alert.base)} in the base`
            : 'no base imported to compare with'}
        </dd>
      </div>
      <div>
        <dt>Files</dt>
        <dd>
          <a href="#findings" className="num">
            {count(alert.files)}
          </a>
        </dd>
      </div>
      <div>
        <dt>Where to</dt>
        <dd className={css.where}>
          {alert.places.map(({ kind, label }) => {
            const Icon = placeIcons[kind]
            return (
              <span key={`${kind} ${label}`}>
                <Icon size={16} aria-hidden /> {label} <small>{placeWords[kind]}</small>
              </span>
            )
          })}
        </dd>
      </div>
    </dl>
  )
}
