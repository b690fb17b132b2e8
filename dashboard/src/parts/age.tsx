/** A time: relative, exact on hover and for machines, in the viewer's zone. */
import { useNow } from '../clock.ts'
import { age, ago, exact } from '../words.ts'

interface Props {
  readonly time: number
  /** In running text: `4 min ago`. */
  readonly isSentence?: boolean
}

export function Age({ time, isSentence = false }: Props) {
  const now = useNow()
  return (
    <time dateTime={new Date(time).toISOString()} title={exact(time)} className="num">
      {isSentence ? ago(time, now) : age(time, now)}
    </time>
  )
}
