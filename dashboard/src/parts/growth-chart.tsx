/** Distinct customers that somebody had by each day: still inside, and out. */
import type { PersonHistory } from '../../../events/history.ts'
import { t } from '../text.ts'
import { count, shortDate } from '../words.ts'
import css from './person.module.css'

const [width, height] = [460, 96] as const

export function GrowthChart({ history }: { readonly history: PersonHistory }) {
  const { growth, from, to } = history
  const last = growth.at(-1)
  if (!last || last.staged + last.out === 0) return null
  const most = Math.max(1, ...growth.map(({ staged, out }) => staged + out))
  const x = (time: number) => ((Math.max(from, time) - from) / (to - from)) * width
  const y = (value: number) => height - (value / most) * (height - 8)
  const stepsOf = (value: (point: (typeof growth)[number]) => number) => {
    const parts = growth.flatMap((point, index) => {
      const before = growth[index - 1]
      const at = x(point.time)
      return [...(before ? [`${at},${y(value(before))}`] : []), `${at},${y(value(point))}`]
    })
    return `0,${height} ${parts.join(' ')} ${width},${y(value(last))} ${width},${height}`
  }
  return (
    <figure className={css.growth}>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
        <title>{t('person.growth', { staged: last.staged, out: last.out })}</title>
        <polygon className={css.growthStaged} points={stepsOf(({ staged, out }) => staged + out)} />
        <polygon className={css.growthOut} points={stepsOf(({ out }) => out)} />
      </svg>
      <figcaption>
        <span>{shortDate(from)}</span>
        <span data-stage="staged">
          {t('person.stage.staged')} {count(last.staged)}
        </span>
        <span data-stage="out">
          {t('person.stage.out')} {count(last.out)}
        </span>
        <span>{shortDate(to)}</span>
      </figcaption>
    </figure>
  )
}
