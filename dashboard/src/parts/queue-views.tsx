/** Whose alerts are shown, and views that were kept: all of them links. */
import { Link, useLocation, useSearch } from 'wouter'
import { t } from '../text.ts'
import { KeptViews } from './kept-views.tsx'
import css from './queue.module.css'

const whose = ['', 'me', 'none'] as const
const names = { '': 'all', me: 'mine', none: 'nobodys' } as const

export function QueueViews() {
  const search = useSearch()
  const [path] = useLocation()
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
      <KeptViews page="/alerts" here={here} name={name} />
    </nav>
  )
}
