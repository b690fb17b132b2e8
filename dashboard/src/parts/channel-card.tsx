/** One channel: what waits, when it last told something, why it could not; a test message; and what was given up on. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { ChannelState, Undelivered as Row } from '../../../events/upkeep.ts'
import { adminApi } from '../admin-api.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { Age } from './age.tsx'
import css from './coverage.module.css'
import { Failure } from './failure.tsx'

export function ChannelCard({ channel }: { readonly channel: ChannelState }) {
  const { name, type, pending, sent_at, failure } = channel
  const may = useMay()
  const test = useMutation({ mutationFn: () => adminApi.testChannel(name) })
  return (
    <article className={css.card} data-testid={`channel-${name}`}>
      <header>
        <div>
          <h3>{name}</h3>
          <small>{type}</small>
        </div>
        {may('notify.change') && (
          <Button
            size="xs"
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            {t('admin.connections.sendTest')}
            <span className="hidden"> {name}</span>
          </Button>
        )}
      </header>
      <p>
        {t('admin.connections.pending', { count: pending })}{' '}
        <span className="quiet">
          {sent_at === null
            ? t('admin.connections.neverSent')
            : t.rich('admin.connections.sent', { time: () => <Age time={sent_at} isSentence /> })}
        </span>
      </p>
      {failure !== null && <p className="gap-note">{failure}</p>}
      {test.isError && <Failure error={test.error} />}
      {test.isSuccess && (
        <p role="status" data-testid="test-result">
          {t('admin.connections.testSent')}
        </p>
      )}
    </article>
  )
}

export function Undelivered({ undelivered }: { readonly undelivered: readonly Row[] }) {
  const may = useMay()
  if (undelivered.length === 0) return null
  return (
    <>
      <h3>{t('admin.connections.undelivered')}</h3>
      <ul className={css.uses}>
        {undelivered.map(({ channel, at, alerts, reason }) => (
          <li key={`${channel} ${at}`}>
            <b>{channel}</b> <Age time={at} isSentence /> <span>{reason}</span>
            {may('cases.read') &&
              alerts.map(id => (
                <Link key={id} href={`/alerts/${id}`}>
                  {id.slice(0, 8)}
                </Link>
              ))}
          </li>
        ))}
      </ul>
    </>
  )
}
