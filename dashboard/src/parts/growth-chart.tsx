/** Distinct customers that somebody had by each day: by stage as areas, by channel as lines. */
import type { PersonHistory } from '../../../events/history.ts'
import { t } from '../text.ts'
import { count, placeWord, shortDate } from '../words.ts'
import css from './person.module.css'
import { placeIcons } from './places.tsx'

const [width, height, top] = [640, 120, 8] as const

type Point = PersonHistory['growth'][number]
type Value = (point: Point) => number

/** Lines that go up where a day brought more: the number holds until the next one. */
function stepsOf(history: PersonHistory, value: Value, most: number): string {
  const { growth, from, to } = history
  const x = (time: number) => ((time - from) / (to - from)) * width
  const y = (point: Point) => height - (value(point) / most) * (height - top)
  const parts = growth.flatMap((point, index) => {
    const before = growth[index - 1]
    const at = x(point.time)
    return [...(before ? [`${at},${y(before)}`] : []), `${at},${y(point)}`]
  })
  const last = growth.at(-1)
  return [...parts, ...(last ? [`${width},${y(last)}`] : [])].join(' ')
}

const area = (steps: string): string => `0,${height} ${steps} ${width},${height}`

const of =
  (channel: string): Value =>
  ({ channels }) =>
    channels.find(each => each.channel === channel)?.customers ?? 0

export function GrowthChart({ history }: { readonly history: PersonHistory }) {
  const { growth, from, to, gaps } = history
  const last = growth.at(-1)
  if (!last || last.channels.length === 0) return null
  const most = Math.max(1, last.exported, last.staged, last.out)
  const stages = (['exported', 'staged', 'out'] as const).filter(stage => last[stage] > 0)
  const label = t('person.growth', { staged: last.staged, out: last.out })
  return (
    <figure className={css.growth}>
      <h3>{t('person.growthTitle')}</h3>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img">
        <title>{label}</title>
        {gaps.map(gap => (
          <rect
            key={`${gap.endpoint} ${gap.from} ${gap.kind}`}
            x={((gap.from - from) / (to - from)) * width}
            y={0}
            width={Math.max(2, ((gap.to - gap.from) / (to - from)) * width)}
            height={height}
            fill="url(#gap)"
          />
        ))}
        {stages.map(stage => (
          <polygon
            key={stage}
            data-stage={stage}
            points={area(stepsOf(history, point => point[stage], most))}
          />
        ))}
        {last.channels.length > 1 &&
          last.channels.map(({ channel }) => (
            <polyline
              key={channel}
              points={stepsOf(history, of(channel), most)}
              vectorEffect="non-scaling-stroke"
            />
          ))}
      </svg>
      <p className={css.growthSpan}>
        <span>{shortDate(from)}</span>
        <span>{shortDate(to)}</span>
      </p>
      <figcaption>
        {stages.map(stage => (
          <span key={stage} data-stage={stage}>
            <i aria-hidden /> {t(`person.stage.${stage}`)}{' '}
            <b className="num">{count(last[stage])}</b>
          </span>
        ))}
        {last.channels.map(({ channel, customers }) => {
          const Icon = placeIcons[channel]
          return (
            <span key={channel}>
              <Icon size={13} aria-hidden /> {placeWord(channel)}{' '}
              <b className="num">{count(customers)}</b>
            </span>
          )
        })}
      </figcaption>
    </figure>
  )
}
