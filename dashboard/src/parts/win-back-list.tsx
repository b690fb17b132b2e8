/** Customers that somebody took, by who looks after them next: shown when asked for, which is recorded, and as a file. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { winBackCsv, winBackList } from '../leavers.ts'
import { saveFile } from '../save-file.ts'
import { t } from '../text.ts'
import access from './access.module.css'
import { CustomerTable } from './customer-table.tsx'
import { Failure } from './failure.tsx'
import css from './leavers.module.css'

const basisKeys = {
  'owner of the CRM': 'byOwner',
  'manager of who leaves': 'byManager',
  'nobody named': 'byNobody',
} as const

interface Props {
  readonly who: string
  readonly pseudonym: string
}

export function WinBackList({ who, pseudonym }: Props) {
  const list = useMutation({ mutationFn: () => winBackList(who) })
  const { data } = list
  if (!data)
    return (
      <>
        <p className="quiet">{t('leavers.winBackText')}</p>
        <Button
          variant="default"
          size="sm"
          mt={6}
          loading={list.isPending}
          onClick={() => list.mutate()}
          data-testid="win-back"
        >
          {t('leavers.winBackShow')}
        </Button>
        {list.isError && <Failure error={list.error} onRetry={() => list.mutate()} />}
      </>
    )
  if (data.total === 0) return <p className="quiet">{t('leavers.winBackNone')}</p>
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<Download size={15} aria-hidden />}
        onClick={() => saveFile(winBackCsv(data), `win-back-${pseudonym}.csv`)}
      >
        {t('leavers.winBackSave')}
      </Button>
      {data.owners.map(({ owner, basis, total, customers }) => (
        <section key={`${owner} ${basis}`} className={css.owner}>
          <p>
            {owner ?? t('leavers.nobody')} · {t('words.customers', { count: total })}{' '}
            <small>{t(`leavers.${basisKeys[basis]}`)}</small>
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className={access.scroll} tabIndex={0} aria-label={owner ?? t('leavers.nobody')}>
            <CustomerTable customers={customers} />
          </section>
        </section>
      ))}
    </>
  )
}
