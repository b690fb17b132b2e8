/** One step of the set-up: state, what is there in one line, and the work itself behind a fold. */
import { ChevronDown, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { t } from '../text.ts'
import css from './setup.module.css'

/** `look`: it works, but something about it needs a look. */
export type StepMark = 'done' | 'todo' | 'look'

interface Props {
  readonly id: string
  readonly mark: StepMark
  readonly isOpenFirst: boolean
  readonly title: string
  readonly summary: string
  readonly children: ReactNode
}

const icons = { done: CircleCheck, todo: CircleDashed, look: TriangleAlert } as const

export function Step({ id, mark, isOpenFirst, title, summary, children }: Props) {
  const [isOpen, setOpen] = useState(isOpenFirst)
  const Icon = icons[mark]
  useEffect(() => {
    const onHash = () => location.hash === `#${id}` && setOpen(true)
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [id])
  return (
    <section id={id} className={css.step} data-mark={mark} data-testid={`step-${id}`}>
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={`${id}-body`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon size={20} aria-hidden className={css.mark} />
          <span className={css.title}>{title}</span>
          <span className={css.word}>{t(`setup.mark.${mark}`)}</span>
          <ChevronDown size={18} aria-hidden className={css.fold} />
        </button>
      </h2>
      <p className={css.summary}>{summary}</p>
      <div id={`${id}-body`} className={css.body} hidden={!isOpen}>
        {children}
      </div>
    </section>
  )
}
