/** Views that were kept, as links, and the button that keeps what is shown. */
import { X } from 'lucide-react'
import { Link } from 'wouter'
import { forgetView, saveView, views } from '../saved-views.ts'
import { useStore } from '../store.ts'
import { t } from '../text.ts'

interface Props {
  /** The page that they are of: `/alerts`. */
  readonly page: string
  /** What is shown now, and how it would be called; an empty name is nothing to keep. */
  readonly here: string
  readonly name: string
}

export function KeptViews({ page, here, name }: Props) {
  const kept = useStore(views).filter(({ href }) => href.startsWith(page))
  return (
    <>
      {kept.map(view => (
        <span key={view.href}>
          <Link href={view.href} aria-current={view.href === here ? 'page' : undefined}>
            {view.name}
          </Link>
          <button
            type="button"
            className="icon-button"
            aria-label={t('queue.forgetView', { name: view.name })}
            onClick={() => forgetView(view)}
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      {name !== '' && !kept.some(({ href }) => href === here) && (
        <button
          type="button"
          className="link-button"
          onClick={() => saveView({ name, href: here })}
        >
          {t('queue.keepView')}
        </button>
      )}
    </>
  )
}
