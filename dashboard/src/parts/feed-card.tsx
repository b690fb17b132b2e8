/** One people feed: when it was read, how old what it says is, what it brought and refused, why the last look failed; and a look now. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { FeedState } from '../../../events/people-feeds.ts'
import { adminApi, feedsQuery } from '../admin-api.ts'
import { peopleQuery } from '../queries.ts'
import { useReadAgain } from '../read-again.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { count } from '../words.ts'
import { Age } from './age.tsx'
import css from './coverage.module.css'
import { Failure } from './failure.tsx'

function LastRead({ last }: Pick<FeedState, 'last'>) {
  if (last === null) return <p className="quiet">{t('admin.feeds.never')}</p>
  const { rows, added, changed, at, as_of } = last
  return (
    <p>
      {t('admin.feeds.told', { rows, added, changed })}{' '}
      <span className="quiet">
        <Age time={at} isSentence />;{' '}
        {t.rich('admin.feeds.asOf', { time: () => <Age time={as_of} isSentence /> })}
      </span>
    </p>
  )
}

export function FeedCard({ feed }: { readonly feed: FeedState }) {
  const { name, type, place, last, stale, stale_hours, failure, faults } = feed
  const may = useMay()
  const readAgain = useReadAgain()
  const run = useMutation({
    mutationFn: () => adminApi.readFeed(name),
    onSuccess: () => readAgain(feedsQuery.queryKey, peopleQuery.queryKey),
  })
  const refused = last?.refused ?? 0
  return (
    <article className={css.card} data-testid={`feed-${name}`}>
      <header>
        <div>
          <h3>{name}</h3>
          <small>
            {type} · <code>{place}</code>
          </small>
        </div>
        {may('directory.change') && (
          <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate()}>
            {t('admin.feeds.run')}
            <span className="hidden"> {name}</span>
          </Button>
        )}
      </header>
      <LastRead last={last} />
      {stale && <p className="gap-note">{t('admin.feeds.stale', { hours: stale_hours })}</p>}
      {refused > 0 && (
        <p className="gap-note">
          {t('admin.feeds.refused', { count: refused })}{' '}
          {faults
            .map(({ line, column }) =>
              column === null
                ? t('admin.feeds.where', { line: String(line) })
                : t('admin.feeds.whereIn', { line: String(line), column }),
            )
            .join('; ')}
        </p>
      )}
      {failure !== null && <p className="gap-note">{failure}</p>}
      {run.isError && <Failure error={run.error} />}
      {run.data?.last && run.data.failure === null && (
        <p role="status">
          {t('admin.feeds.done', {
            added: count(run.data.last.added),
            changed: count(run.data.last.changed),
          })}
        </p>
      )}
    </article>
  )
}
