/** One connector: what it read, how far it is behind, why its last look failed; and a test that keeps nothing. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ConnectorState } from '../../../events/connectors.ts'
import { adminApi } from '../admin-api.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { count, size } from '../words.ts'
import { Age } from './age.tsx'
import css from './coverage.module.css'
import { Failure } from './failure.tsx'

export function ConnectorCard({ connector }: { readonly connector: ConnectorState }) {
  const { name, type, path, lines, events, dirty, last_dirty, lag_bytes, read_at, failure } =
    connector
  const may = useMay()
  const test = useMutation({ mutationFn: () => adminApi.testConnector(name) })
  return (
    <article className={css.card} data-testid={`connector-${name}`}>
      <header>
        <div>
          <h3>{name}</h3>
          <small>
            {type} · <code>{path}</code>
          </small>
        </div>
        {may('connectors.change') && (
          <Button
            size="xs"
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            {t('admin.connections.test')}
            <span className="hidden"> {name}</span>
          </Button>
        )}
      </header>
      <p>
        {type === 'webhook'
          ? t('admin.connections.sentHere', { lines: count(lines), events: count(events) })
          : t('admin.connections.read', {
              lines: count(lines),
              events: count(events),
              waiting: size(lag_bytes),
            })}{' '}
        {read_at === null ? (
          t('admin.connections.neverRead')
        ) : (
          <span className="quiet">
            <Age time={read_at} isSentence />
          </span>
        )}
      </p>
      {dirty > 0 && (
        <p className="gap-note">
          {t('admin.connections.dirty', { count: dirty, last: last_dirty ?? '' })}
        </p>
      )}
      {failure !== null && <p className="gap-note">{failure}</p>}
      {test.isError && <Failure error={test.error} />}
      {test.data && (
        <div role="status" data-testid="test-result">
          <p>
            {t('admin.connections.tested', {
              file: test.data.file,
              lines: count(test.data.lines),
              events: count(test.data.events),
              dirty: count(test.data.dirty),
            })}
          </p>
          {test.data.reasons.map(reason => (
            <p key={reason} className="gap-note">
              {reason}
            </p>
          ))}
        </div>
      )}
    </article>
  )
}
