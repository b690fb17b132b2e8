/** The officer's queue: one row a person; the open alert beside it, on a narrow screen instead of it. */
import { TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { AlertSummary } from '../../../events/api.ts'
import { useKeys } from '../keys.ts'
import { BulkBar } from '../parts/bulk-bar.tsx'
import { CloseDialog } from '../parts/close-dialog.tsx'
import { EmptyQueue } from '../parts/empty-queue.tsx'
import { Failure } from '../parts/failure.tsx'
import { OpenAlert } from '../parts/open-alert.tsx'
import css from '../parts/queue.module.css'
import { focusedAlert, focusRow, QueueList, stepRow } from '../parts/queue-list.tsx'
import { QueueViews } from '../parts/queue-views.tsx'
import { Bones } from '../parts/skeleton.tsx'
import { Stale } from '../parts/stale.tsx'
import { alertsPartQuery, alertsQuery, type QueueStatus } from '../queries.ts'
import type { PageProps } from '../registry.ts'
import { headlineWords, titleWords } from '../said/words.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { departure, placeWord } from '../words.ts'
import { useBulk } from '../work.ts'

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
    headlineWords(headline),
    severity,
    status,
    ...places.flatMap(({ kind, label }) => [placeWord(kind), label]),
    ...addends.flatMap(({ title }) => [title, titleWords(title)]),
  ]
    .join(' ')
    .toLowerCase()
  return words.every(word => text.includes(word))
}

const statuses: readonly QueueStatus[] = ['open', 'watched', 'closed', 'snoozed']
const wide = '(min-width: 1100px)'

export default function Queue({ params: { id: openId } }: PageProps) {
  const isWide = useMediaQuery(wide, undefined, { getInitialValueInEffect: false })
  const [, navigate] = useLocation()
  const params = new URLSearchParams(useSearch())
  const status = statuses.find(name => name === params.get('status')) ?? 'open'
  const assignee = params.get('assignee')
  const [search, setSearch] = useState(params.get('q') ?? '')
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const plain = useQuery(alertsQuery(status))
  // Where not all rows are here, the collector has to look for the words.
  const isLong = (plain.data?.total ?? 0) > (plain.data?.alerts.length ?? 0)
  const query = {
    status,
    ...(assignee !== null && { assignee }),
    ...(isLong && search.trim() !== '' && { q: search.trim() }),
  }
  const isPart = assignee !== null || 'q' in query
  const part = useQuery({ ...alertsPartQuery(query), enabled: isPart })
  const list = isPart ? part : plain
  const assign = useBulk(() => {})
  const [closing, setClosing] = useState<AlertSummary | null>(null)
  const searchInput = useRef<HTMLInputElement>(null)
  useTitle(status === 'open' ? t('nav.queue') : t(`queue.tabs.${status}`))

  const suffix = params.size === 0 ? '' : `?${params}`
  const words = 'q' in query ? [] : search.toLowerCase().split(/\s+/).filter(Boolean)
  const may = useMay()
  const pick = (id: string) =>
    setPicked(new Set(picked.has(id) ? [...picked].filter(other => other !== id) : [...picked, id]))
  const alerts = list.data?.alerts ?? []
  const isMatch = (alert: AlertSummary) => matches(alert, words)
  const counts = list.data?.counts
  const tab = (name: 'watched' | 'closed' | 'snoozed') =>
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
    x: () => {
      const id = focusedAlert()
      if (id && may('cases.decide')) pick(id)
    },
    a: () => {
      const id = focusedAlert()
      // The open alert assigns itself.
      if (id && id !== openId && may('cases.decide'))
        assign.mutate({ ids: [id], bulk: { kind: 'work', work: { assignee: 'me' } } })
    },
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
            {(counts?.snoozed ?? 0) > 0 && (
              <Link
                href="/alerts?status=snoozed"
                aria-current={status === 'snoozed' ? 'page' : undefined}
              >
                {tab('snoozed')}
              </Link>
            )}
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
        <QueueViews />
        {list.isPending && <Bones label={t('queue.loading')} />}
        {list.isError && !list.data && (
          <Failure error={list.error} onRetry={() => list.refetch()} />
        )}
        <Stale query={list} />
        {list.data?.alerts.length === 0 && <EmptyQueue status={status} />}
        {alerts.length > 0 && !alerts.some(isMatch) && (
          <p className={css.none}>{t('queue.noMatch', { count: alerts.length, search })}</p>
        )}
        <QueueList
          key={status}
          alerts={alerts}
          query={query}
          total={list.data?.total ?? 0}
          picked={picked}
          onPick={may('cases.decide') ? pick : undefined}
          isMatch={isMatch}
          openId={openId}
          hrefOf={id => `/alerts/${id}${suffix}`}
          onAgain={() => document.getElementById('alert-title')?.focus()}
        />
        <BulkBar picked={picked} onDone={() => setPicked(new Set())} />
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
