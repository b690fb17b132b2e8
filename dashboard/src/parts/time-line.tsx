/** One person's days as stacked bars, with what is normal as a band, colleagues as a line, and what is not known hatched. */
import { Link } from 'wouter'
import type { PersonHistory } from '../../../events/history.ts'
import { t } from '../text.ts'
import { exact, shortDate } from '../words.ts'
import css from './person.module.css'

const kinds = [
  ...(['views', 'exports', 'files', 'clipboard'] as const),
  ...(['devices', 'keys', 'sign_ins', 'other'] as const),
]
const [width, height, axis] = [960, 190, 22] as const

type Day = PersonHistory['days'][number]
const total = (day: Day): number => kinds.reduce((sum, kind) => sum + day[kind], 0)

/** Heights are square roots: a day of one copy is seen beside one of a thousand. */
const scaleOf = (most: number) => (value: number) =>
  (Math.sqrt(value) / Math.sqrt(Math.max(1, most))) * (height - axis - 14)

function Bars({ history, href }: { readonly history: PersonHistory; readonly href: Href }) {
  const { days } = history
  const step = width / days.length
  const scale = scaleOf(Math.max(...days.map(total)))
  return days.map((day, index) => {
    const all = total(day)
    if (all === 0) return null
    const tall = scale(all)
    let y = height - axis
    const said = t('person.day', {
      date: shortDate(day.time),
      events: all,
      customers: day.customers,
    })
    return (
      <Link key={day.time} href={href(day)} aria-label={said}>
        <g className={css.day}>
          <title>{said}</title>
          <rect x={index * step} y={0} width={step} height={height - axis} className={css.dayHit} />
          {kinds.map(kind => {
            const size = (day[kind] / all) * tall
            y -= size
            return size > 0 ? (
              <rect
                key={kind}
                x={index * step + step * 0.12}
                y={y}
                width={Math.max(1.5, step * 0.76)}
                height={size}
                data-kind={kind}
              />
            ) : null
          })}
        </g>
      </Link>
    )
  })
}

function CustomersLine({ history }: { readonly history: PersonHistory }) {
  const { days, baseline } = history
  const most = Math.max(
    ...days.map(({ customers }) => customers),
    baseline.own_high,
    baseline.peers ?? 0,
  )
  const scale = scaleOf(most)
  const y = (value: number) => height - axis - scale(value)
  const step = width / days.length
  const points = days.map(({ customers }, index) => `${(index + 0.5) * step},${y(customers)}`)
  return (
    <g aria-hidden>
      <rect
        className={css.own}
        x={0}
        width={width}
        y={y(baseline.own_high)}
        height={Math.max(2, y(baseline.own_low) - y(baseline.own_high))}
      />
      {baseline.peers !== null && (
        <line
          className={css.peers}
          x1={0}
          x2={width}
          y1={y(baseline.peers)}
          y2={y(baseline.peers)}
        />
      )}
      <polyline className={css.customersLine} points={points.join(' ')} />
    </g>
  )
}

type Href = (day: Day) => string

interface Props {
  readonly history: PersonHistory
  /** The search of one day's events. */
  readonly href: Href
}

function Legend({ history: { baseline } }: Pick<Props, 'history'>) {
  return (
    <ul className={css.legend}>
      {kinds.map(kind => (
        <li key={kind} data-kind={kind}>
          <i aria-hidden /> {t(`person.kinds.${kind}`)}
        </li>
      ))}
      <li data-kind="line">
        <i aria-hidden /> {t('person.customersADay')}
      </li>
      <li data-kind="own">
        <i aria-hidden /> {t('person.ownBand', { low: baseline.own_low, high: baseline.own_high })}
      </li>
      {baseline.peers !== null && (
        <li data-kind="peers">
          <i aria-hidden />{' '}
          {t('person.peersLine', {
            count: baseline.peers_count,
            value: Math.round(baseline.peers),
          })}
        </li>
      )}
      <li data-kind="gap">
        <i aria-hidden /> {t('person.notKnown')}
      </li>
    </ul>
  )
}

/** The day with most customers beside what is usual: for this person, and for colleagues. */
function Compared({ history: { days, baseline } }: Pick<Props, 'history'>) {
  const most = days.toSorted((one, other) => other.customers - one.customers)[0]
  if (!most || most.customers === 0) return <p className="quiet">{t('person.noneTouched')}</p>
  const usual = { low: baseline.own_low, high: baseline.own_high }
  return (
    <p className={css.compared}>
      {t('person.mostInDay', { date: shortDate(most.time), customers: most.customers, ...usual })}{' '}
      {baseline.peers === null
        ? t('person.noPeers')
        : t('person.peersSay', {
            count: baseline.peers_count,
            value: Math.round(baseline.peers),
          })}
    </p>
  )
}

export function TimeLine({ history, href }: Props) {
  const { from, to, days, gaps } = history
  const x = (time: number) => ((time - from) / (to - from)) * width
  const marks = days.filter((_, index) => index % Math.ceil(days.length / 8) === 0)
  const events = days.reduce((sum, day) => sum + total(day), 0)
  return (
    <figure className={css.timeLine}>
      <Compared history={history} />
      <svg viewBox={`0 0 ${width} ${height}`}>
        <title>{t('person.timeLine', { events, days: days.length, gaps: gaps.length })}</title>
        <defs>
          <pattern
            id="gap"
            width={8}
            height={8}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width={4} height={8} className={css.gapLine} />
          </pattern>
        </defs>
        {gaps.map(gap => (
          <rect
            key={`${gap.endpoint} ${gap.from} ${gap.kind}`}
            x={x(gap.from)}
            y={0}
            width={Math.max(3, x(gap.to) - x(gap.from))}
            height={height - axis}
            fill="url(#gap)"
          >
            <title>
              {t(`person.gap.${gap.kind}`, {
                endpoint: gap.endpoint,
                from: exact(gap.from),
                to: exact(gap.to),
              })}
            </title>
          </rect>
        ))}
        <Bars history={history} href={href} />
        <CustomersLine history={history} />
        <line className={css.axis} x1={0} x2={width} y1={height - axis} y2={height - axis} />
        {marks.map(({ time }) => (
          <text key={time} x={x(time) + 2} y={height - 6} className={css.mark}>
            {shortDate(time)}
          </text>
        ))}
      </svg>
      <Legend history={history} />
    </figure>
  )
}
