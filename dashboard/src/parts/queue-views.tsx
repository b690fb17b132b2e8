/** Whose alerts are shown, and views that were kept: all of them links. */
import { X } from 'lucide-react'
import { Link, useLocation, useSearch } from 'wouter'
import { forgetView, saveView, views } from '../saved-views.ts'
import { useStore } from '../store.ts'
import { t } from '../text.ts'
import css from './queue.module.css'

const whose = ['', 'me', 'none'] as const
const names = { '': 'all', me: 'mine', none: 'nobodys' } as const

export function QueueViews() {
  const search = useSearch()
  const [path] = useLocation()
  const kept = useStore(views)
  const params = new URLSearchParams(search)
  const current = params.get('assignee') ?? ''
  const hrefOf = (assignee: string) => {
    const next = new URLSearchParams(search)
    if (assignee === '') next.delete('assignee')
    else next.set('assignee', assignee)
    const text = next.toString()
    return text === '' ? '/alerts' : `/alerts?${text}`
  }
  const here = search === '' ? path : `/alerts?${search}`
  const name = [params.get('status'), params.get('assignee'), params.get('q')]
    .filter(Boolean)
    .join(' · ')
  return (
    <nav className={css.views} aria-label={t('queue.views')}>
      {whose.map(assignee => (
        <Link
          key={assignee}
          href={hrefOf(assignee)}
          aria-current={assignee === current ? 'page' : undefined}
        >
          {t(`queue.whose.${names[assignee]}`)}
        </Link>
      ))}
      {kept.map(view => (
        <span key={view.name}>
          <Link href={view.href} aria-current={view.href === here ? 'page' : undefined}>
            {view.name}
          </Link>
          <button
            type="button"
            className="icon-button"
            aria-label={t('queue.forgetView', { name: view.name })}
            onClick={() => forgetView(view.name)}
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
    </nav>
  )
}
