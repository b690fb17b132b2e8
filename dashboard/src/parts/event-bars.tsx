/** How many events there were over time, those with customers darker. A bar leads to its time. */
import { Link } from 'wouter'
import type { HistoryAnswer } from '../../../events/history.ts'
import { t } from '../text.ts'
import { exact, shortDate } from '../words.ts'
import css from './hunt.module.css'

interface Props {
  readonly answer: HistoryAnswer
  readonly from: number
  readonly to: number
  readonly href: (from: number, to: number) => string
}

const [width, height] = [1000, 96] as const

export function EventBars({ answer: { bars, bar_ms, total }, from, to, href }: Props) {
  const most = Math.max(1, ...bars.map(({ events }) => events))
  const x = (time: number) => ((time - from) / (to - from)) * width
  const wide = Math.max(2, (bar_ms / (to - from)) * width - 1)
  const tall = (events: number) => (events === 0 ? 0 : Math.max(2, (events / most) * height))
  return (
    <figure className={css.bars}>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
        <title>{t('hunt.bars', { count: total })}</title>
        {bars.map(({ time, events, with_customers }) => (
          <Link
            key={time}
            href={href(time, time + bar_ms)}
            aria-label={t('hunt.bar', { time: exact(time), events, customers: with_customers })}
          >
            <rect x={x(time)} y={0} width={wide} height={height} className={css.barHit}>
              <title>
                {t('hunt.bar', { time: exact(time), events, customers: with_customers })}
              </title>
            </rect>
            <rect
              x={x(time)}
              y={height - tall(events)}
              width={wide}
              height={tall(events)}
              className={css.bar}
            />
            <rect
              x={x(time)}
              y={height - tall(with_customers)}
              width={wide}
              height={tall(with_customers)}
              className={css.barCustomers}
            />
          </Link>
        ))}
      </svg>
      <figcaption>
        <span>{shortDate(from)}</span>
        <span>{shortDate(to)}</span>
      </figcaption>
    </figure>
  )
}
