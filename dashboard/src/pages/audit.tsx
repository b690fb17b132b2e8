/** The record of decisions: who, what, when, about what; pages of it, the newest first, with the proof over all of it. */
import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { useLocation, useSearch } from 'wouter'
import type { AuditList } from '../../../events/admin.ts'
import { auditQuery } from '../admin-api.ts'
import { Age } from '../parts/age.tsx'
import { Copyable } from '../parts/copyable.tsx'
import css from '../parts/coverage.module.css'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { t } from '../text.ts'
import { count } from '../words.ts'

function Filters({ list }: { readonly list: Pick<AuditList, 'by' | 'areas'> }) {
  const [, go] = useLocation()
  const search = useSearch()
  const chosen = new URLSearchParams(search)
  const choose = (name: string, value: string) => {
    const next = new URLSearchParams(search)
    if (value === '') next.delete(name)
    else next.set(name, value)
    go(`/audit${next.size > 0 ? `?${next}` : ''}`)
  }
  const lists = [
    { name: 'by', label: t('admin.audit.by'), values: list.by },
    { name: 'area', label: t('admin.audit.area'), values: list.areas },
  ] as const
  return (
    <div className={css.filters}>
      {lists.map(({ name, label, values }) => (
        <NativeSelect
          key={name}
          label={label}
          value={chosen.get(name) ?? ''}
          data={[{ value: '', label: t('admin.audit.all') }, ...values]}
          onChange={event => choose(name, event.currentTarget.value)}
        />
      ))}
    </div>
  )
}

function Rows({ entries }: Pick<AuditList, 'entries'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('nav.audit')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('admin.audit.when')}</th>
            <th scope="col">{t('admin.audit.by')}</th>
            <th scope="col">{t('admin.audit.what')}</th>
            <th scope="col">{t('admin.audit.about')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ offset, at, by, kind, about, person, reason }) => (
            <tr key={offset} data-testid="audit-entry">
              <td>
                <Age time={at} isSentence />
              </td>
              <td>{by}</td>
              <td>
                <code>{kind}</code>
              </td>
              <td>
                {[person, about].filter(text => text !== null && text !== '').join(' · ')}
                {reason !== null && <small>{t('admin.audit.reason', { reason })}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export default function AuditPage() {
  const chosen = new URLSearchParams(useSearch())
  const query = useInfiniteQuery(auditQuery({ by: chosen.get('by'), area: chosen.get('area') }))
  const first = query.data?.pages[0]
  return (
    <div className="page">
      <h1>{t('nav.audit')}</h1>
      <p className="lead">{t('admin.audit.text')}</p>
      {first && <Filters list={first} />}
      <Loaded
        query={query}
        label={t('admin.audit.loading')}
        isEmpty={({ pages }) => pages[0]?.entries.length === 0}
        empty={
          <Empty icon={ScrollText} title={t('admin.audit.none')}>
            <p>{t('admin.audit.noneText')}</p>
          </Empty>
        }
      >
        {({ pages }) => <Rows entries={pages.flatMap(page => page.entries)} />}
      </Loaded>
      {query.hasNextPage && (
        <p className={css.older}>
          <Button
            variant="default"
            size="sm"
            loading={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            {t('admin.audit.older')}
          </Button>
        </p>
      )}
      {first && (
        <p className="quiet">
          {t('admin.audit.total', { total: count(first.total) })}{' '}
          {first.head !== null && (
            <Copyable
              text={first.head}
              shown={`${first.head.slice(0, 24)}…`}
              label={t('admin.audit.head')}
            />
          )}{' '}
          {t('admin.audit.verify')}{' '}
          <Copyable text="./clientkeep verify" label={t('shell.command')} />
        </p>
      )}
    </div>
  )
}
