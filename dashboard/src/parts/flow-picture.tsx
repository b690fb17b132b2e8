/** Where customers went: from the CRM to the endpoints to each channel; the width of a band is its distinct customers. A band opens its list. */
import type { Exposure } from '../../../events/taken.ts'
import { t } from '../text.ts'
import { count, placeWord } from '../words.ts'
import css from './person.module.css'
import { placeIcons } from './places.tsx'

type Channel = Exposure['channels'][number]

interface Props {
  readonly exposure: Exposure
  readonly canOpen: boolean
  readonly onOpen: (channel: Channel['channel'] | undefined) => void
}

const [width, bandMin, gap, nodeWidth] = [640, 4, 14, 10] as const
const heightOfAll = 150

interface Band {
  readonly channel: Channel
  readonly y: number
  readonly size: number
  readonly from: number
}

/** Bands from the middle node to each channel. A customer may be in several, so that they can be more than the whole. */
function bandsOf(channels: readonly Channel[], scale: number): readonly Band[] {
  let [y, from] = [0, 0]
  return channels.map(channel => {
    const size = Math.max(bandMin, channel.customers * scale)
    const band = { channel, y, size, from }
    y += Math.max(size, 34) + gap
    from += size
    return band
  })
}

const stageWord = (stage: Channel['stage']): string =>
  t(stage === 'out' ? 'person.stage.out' : 'person.stage.staged')

const curve = (x1: number, y1: number, x2: number, y2: number, size: number): string => {
  const middle = (x1 + x2) / 2
  return `M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x2},${y2} L${x2},${y2 + size} C${middle},${y2 + size} ${middle},${y1 + size} ${x1},${y1 + size} Z`
}

export function FlowPicture({ exposure, canOpen, onOpen }: Props) {
  const channels = exposure.channels
    .filter(({ stage }) => stage !== 'exported')
    .toSorted(
      (one, other) =>
        Number(other.stage === 'out') - Number(one.stage === 'out') ||
        other.customers - one.customers,
    )
  const sum = channels.reduce((total, { customers }) => total + customers, 0)
  const scale = heightOfAll / Math.max(1, sum)
  const bands = bandsOf(channels, scale)
  const last = bands.at(-1)
  const height = Math.max(90, last ? last.y + Math.max(last.size, 34) : 0) + 30
  const whole = bands.reduce((total, { size }) => total + size, 0)
  const taken = Math.max(bandMin, Math.min(whole, exposure.customers * scale))
  const [left, middle, right] = [12, 236, 470]
  return (
    <div className={css.flow}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('person.flow.label', { count: exposure.customers })}
      >
        <g className={css.flowNode}>
          <text x={2} y={16}>
            {exposure.stages.exported > 0
              ? t('person.flow.exported', { count: exposure.stages.exported })
              : t('person.flow.crm')}
          </text>
          <rect x={left - nodeWidth} y={22} width={nodeWidth} height={taken} rx={2} />
          <path d={curve(left, 22, middle, 22, taken)} />
          <text x={(left + middle) / 2} y={16} textAnchor="middle" className={css.flowCount}>
            {count(exposure.customers)}
          </text>
          <text x={middle + nodeWidth / 2} y={16} textAnchor="middle">
            {t('person.flow.endpoint')}
          </text>
          <rect x={middle} y={22} width={nodeWidth} height={whole} rx={2} />
        </g>
        {bands.map(({ channel, y, size, from }) => (
          <g key={channel.channel} className={css.flowBand} data-stage={channel.stage}>
            <path d={curve(middle + nodeWidth, 22 + from, right, 22 + y, size)} />
            <rect x={right} y={22 + y} width={nodeWidth} height={size} rx={2} />
          </g>
        ))}
      </svg>
      <ul className={css.flowChannels} style={{ paddingTop: `${(22 / height) * 100}%` }}>
        {bands.map(({ channel, size }) => {
          const Icon = placeIcons[channel.channel]
          const words = (
            <>
              <b className="num">{count(channel.customers)}</b>
              <span>
                <Icon size={14} aria-hidden /> {placeWord(channel.channel)}
              </span>
              <small>{stageWord(channel.stage)}</small>
            </>
          )
          return (
            <li
              key={channel.channel}
              data-stage={channel.stage}
              style={{ minHeight: Math.max(size, 34) }}
            >
              {canOpen ? (
                <button type="button" onClick={() => onOpen(channel.channel)}>
                  {words}
                </button>
              ) : (
                <span>{words}</span>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
