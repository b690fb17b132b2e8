/** Backups: those that are there, one more at once, and how one is brought back. */
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Archive } from 'lucide-react'
import type { BackupList } from '../../../events/admin.ts'
import { adminApi, backupsQuery } from '../admin-api.ts'
import { notify } from '../notices.ts'
import { Age } from '../parts/age.tsx'
import { Copyable } from '../parts/copyable.tsx'
import css from '../parts/coverage.module.css'
import { Empty } from '../parts/empty.tsx'
import { Failure } from '../parts/failure.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { size } from '../words.ts'

function Rows({ list: { folder, backups } }: { readonly list: BackupList }) {
  return (
    <>
      <ul className={css.cards}>
        {backups.map(({ name, bytes, made_at }, index) => (
          <li key={name} className={css.card} data-testid="backup">
            <b>{name}</b> <span className="num">{size(bytes)}</span>{' '}
            <span className="quiet">
              <Age time={made_at} isSentence />
              {index === 0 && ` · ${t('admin.backups.newest')}`}
            </span>
          </li>
        ))}
      </ul>
      <h2>{t('admin.backups.restore')}</h2>
      <p>{t('admin.backups.restoreText')}</p>
      <Copyable
        text={`./clientkeep restore ${folder}/${backups[0]?.name ?? ''} --data NEW_FOLDER`}
        label={t('shell.command')}
      />
    </>
  )
}

export default function BackupsPage() {
  const client = useQueryClient()
  const may = useMay()
  const query = useQuery(backupsQuery)
  const make = useMutation({
    mutationFn: adminApi.backup,
    onSuccess: list => {
      client.setQueryData(backupsQuery.queryKey, list)
      notify(t('admin.backups.made', { name: list.backups[0]?.name ?? '' }))
    },
  })
  return (
    <div className="page narrow">
      <h1>{t('nav.backups')}</h1>
      <p>{t('admin.backups.text')}</p>
      {query.data && (
        <p className="quiet">
          {t.rich('admin.backups.where', {
            folder: query.data.folder,
            code: words => <code>{words}</code>,
          })}
        </p>
      )}
      {may('setup.change') && (
        <p>
          <Button
            size="sm"
            loading={make.isPending || query.data?.running === true}
            onClick={() => make.mutate()}
          >
            {t('admin.backups.make')}
          </Button>
        </p>
      )}
      {make.isError && <Failure error={make.error} />}
      <Loaded
        query={query}
        label={t('admin.backups.loading')}
        isEmpty={({ backups }) => backups.length === 0}
        empty={
          <Empty icon={Archive} title={t('admin.backups.none')}>
            <p>{t('admin.backups.noneText')}</p>
          </Empty>
        }
      >
        {list => <Rows list={list} />}
      </Loaded>
    </div>
  )
}
