/** The officer's queue: one row a person; the open alert beside it, on a narrow screen instead of it. */
import { TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { AlertSummary } from '../../../events/api.ts'
import { useKeys } from '../keys.ts'
import { CloseDialog } from '../parts/close-dialog.tsx'
import { EmptyQueue } from '../parts/empty-queue.tsx'
import { Failure } from '../parts/failure.tsx'
import { OpenAlert } from '../parts/open-alert.tsx'
import css from '../parts/queue.module.css'
import { focusedAlert, focusRow, QueueList, stepRow } from '../parts/queue-list.tsx'
import { Bones } from '../parts/skeleton.tsx'
import { alertsQuery, type QueueStatus } from '../queries.ts'
import type { PageProps } from '../registry.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { departure, placeWord } from '../words.ts'

/** Whether all words of the search are somewhere in the row. */
function matches(alert: AlertSummary, words: readonly string[]): boolean {
  const { person, headline, places, addends, severity, status } = alert
  const text = [
    person.pseudonym,
    person.name ?? '',
    person.title ?? '',
    person.department ?? '',
    departure(person) ?? '',
    headline,
    severity,
    status,
    ...places.flatMap(({ kind, label }) => [placeWord(kind), label]),
    ...addends.map(({ title }) => title),
  ]
    .join(' ')
    .toLowerCase()
  return words.every(word => text.includes(word))
}

const wide = '(min-width: 1100px)'

export default function Queue({ params: { id: openId } }: PageProps) {
  const isWide = useMediaQuery(wide, undefined, { getInitialValueInEffect: false })
  const [, navigate] = useLocation()
  const asked = new URLSearchParams(useSearch()).get('status')
  const status: QueueStatus = asked === 'closed' || asked === 'watched' ? asked : 'open'
  const list = useQuery(alertsQuery(status))
  const [search, setSearch] = useState('')
  const [closing, setClosing] = useState<AlertSummary | null>(null)
  const searchInput = useRef<HTMLInputElement>(null)
  useTitle(status === 'open' ? t('nav.queue') : t(`queue.tabs.${status}`))

  const suffix = status === 'open' ? '' : `?status=${status}`
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const alerts = list.data?.alerts ?? []
  const isMatch = (alert: AlertSummary) => matches(alert, words)
  const counts = list.data?.counts
  const tab = (name: 'watched' | 'closed') =>
    counts
      ? t('queue.tabCount', { name: t(`queue.tabs.${name}`), count: counts[name] })
      : t(`queue.tabs.${name}`)
  const leave = () => {
    navigate(`/alerts${suffix}`)
    if (openId) requestAnimationFrame(() => focusRow(openId))
  }
  useKeys({
    j: () => stepRow(1, openId),
    k: () => stepRow(-1, openId),
    '/': () => searchInput.current?.focus(),
    e: () => {
      const id = focusedAlert() ?? openId
      setClosing(alerts.find(alert => alert.id === id && alert.status !== 'closed') ?? null)
    },
    Escape: () => openId && leave(),
  })

  const closeDialog = closing && <CloseDialog alert={closing} onClose={() => setClosing(null)} />
  if (openId && !isWide) {
    return (
      <div className="page">
        <OpenAlert key={openId} id={openId} isAlone backHref={`/alerts${suffix}`} />
        {closeDialog}
      </div>
    )
  }
  return (
    <div className={css.split} data-open={openId !== undefined}>
      <section className={css.list} aria-labelledby="queue-title">
        <header className={css.head}>
          <h1 id="queue-title">{t('nav.queue')}</h1>
          {counts && (
            <p className="num" data-testid="queue-counts">
              {t('queue.counts', { open: counts.new + counts.in_progress, fresh: counts.new })}
            </p>
          )}
          <nav aria-label={t('queue.which')} className={css.tabs}>
            <Link href="/alerts" aria-current={status === 'open' ? 'page' : undefined}>
              {t('queue.tabs.open')}
            </Link>
            <Link
              href="/alerts?status=watched"
              aria-current={status === 'watched' ? 'page' : undefined}
              title={t('queue.watchedMeans')}
            >
              {tab('watched')}
            </Link>
            <Link
              href="/alerts?status=closed"
              aria-current={status === 'closed' ? 'page' : undefined}
            >
              {tab('closed')}
            </Link>
          </nav>
          <TextInput
            ref={searchInput}
            className={css.search}
            type="search"
            aria-label={t('queue.search')}
            placeholder={t('queue.searchShort')}
            leftSection={<Search size={15} aria-hidden />}
            rightSection={<kbd aria-hidden>/</kbd>}
            value={search}
            onChange={event => setSearch(event.currentTarget.value)}
            onKeyDown={event => {
              if (event.key !== 'Escape') return
              setSearch('')
              event.currentTarget.blur()
            }}
          />
        </header>
        {list.isPending && <Bones label={t('queue.loading')} />}
        {list.isError && <Failure error={list.error} onRetry={() => list.refetch()} />}
        {list.data?.alerts.length === 0 && <EmptyQueue status={status} />}
        {alerts.length > 0 && !alerts.some(isMatch) && (
          <p className={css.none}>{t('queue.noMatch', { count: alerts.length, search })}</p>
        )}
        <QueueList
          key={status}
          alerts={alerts}
          isMatch={isMatch}
          openId={openId}
          hrefOf={id => `/alerts/${id}${suffix}`}
          onAgain={() => document.getElementById('alert-title')?.focus()}
        />
      </section>
      {openId && (
        <section className={css.detail} aria-labelledby="alert-title">
          <OpenAlert key={openId} id={openId} isAlone={false} backHref={`/alerts${suffix}`} />
        </section>
      )}
      {closeDialog}
    </div>
  )
}
