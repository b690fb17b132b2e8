/** A time: relative, exact on hover and for machines, in the viewer's zone. */
import { useNow } from '../clock.ts'
import { age, exact } from '../words.ts'

interface Props {
  readonly time: number
  /** Adds `ago` in running text. */
  readonly isSentence?: boolean
}

export function Age({ time, isSentence = false }: Props) {
  const words = age(time, useNow())
  const text = !isSentence ? words : words === 'now' ? 'just now' : `${words} ago`
  return (
    <time dateTime={new Date(time).toISOString()} title={exact(time)} className="num">
      {text}
    </time>
  )
}
