/** Enrols another endpoint: a one-time token as the line to run, and the agent's package to install first. */
import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { adminApi, packagesQuery } from '../admin-api.ts'
import { t } from '../text.ts'
import { clockTime, size } from '../words.ts'
import { Copyable } from './copyable.tsx'
import css from './coverage.module.css'
import { Failure } from './failure.tsx'
import { Loaded } from './loaded.tsx'

function Packages() {
  const query = useQuery(packagesQuery)
  return (
    <Loaded
      query={query}
      label={t('admin.enrol.loading')}
      isEmpty={({ packages }) => packages.length === 0}
      empty={
        <p>
          {t('admin.enrol.noPackage')}{' '}
          <Copyable text="npm run package -- deb" label={t('shell.command')} />
        </p>
      }
    >
      {({ packages }) => (
        <ul>
          {packages.map(({ name, bytes }) => (
            <li key={name}>
              <a href={`/api/v1/agent-packages/${encodeURIComponent(name)}`} download>
                {name}
              </a>{' '}
              <span className="quiet num">{size(bytes)}</span>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
}

/** Whether other computers cannot reach this address. */
const isLocal = (url: string): boolean =>
  ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname)

export function Enrol() {
  const enrol = useMutation({ mutationFn: adminApi.enrol })
  return (
    <section className={css.enrol} id="enrol" aria-labelledby="enrol-title">
      <h2 id="enrol-title">{t('coverage.enrol')}</h2>
      <p>{t('admin.enrol.text')}</p>
      <ol className={css.steps}>
        <li>
          <h3>{t('admin.enrol.install')}</h3>
          <Packages />
        </li>
        <li>
          <h3>{t('admin.enrol.run')}</h3>
          {enrol.data ? (
            <div data-testid="enrolment">
              <p>{t('admin.enrol.withPackage')}</p>
              <Copyable text={enrol.data.commands.package} label={t('shell.command')} />
              <p>{t('admin.enrol.withFolder')}</p>
              <Copyable text={enrol.data.commands.folder} label={t('shell.command')} />
              {isLocal(enrol.data.url) && (
                <p className="gap-note">{t('admin.enrol.hereOnly', { url: enrol.data.url })}</p>
              )}
              <p className="quiet">
                {t('admin.enrol.until', { time: clockTime(enrol.data.expires_at) })}
              </p>
            </div>
          ) : (
            <p>{t('admin.enrol.once')}</p>
          )}
          {enrol.isError && <Failure error={enrol.error} />}
          <Button
            size="sm"
            variant={enrol.data ? 'default' : 'filled'}
            loading={enrol.isPending}
            onClick={() => enrol.mutate()}
          >
            {t(enrol.data ? 'admin.enrol.another' : 'admin.enrol.make')}
          </Button>
        </li>
      </ol>
    </section>
  )
}
