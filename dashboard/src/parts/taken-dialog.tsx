/** Which customers somebody took, through one channel or all. Opening it is recorded; it says so. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { PlaceKind } from '../../../events/policy.ts'
import { takenCustomers } from '../person-queries.ts'
import { t } from '../text.ts'
import { placeWord } from '../words.ts'
import access from './access.module.css'
import { CustomerTable } from './customer-table.tsx'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'

interface Props {
  readonly who: string
  readonly pseudonym: string
  readonly channel: PlaceKind | undefined
  readonly onClose: () => void
}

export function TakenDialog({ who, pseudonym, channel, onClose }: Props) {
  const list = useMutation({ mutationFn: () => takenCustomers(who, channel) })
  const { data } = list
  const title = channel
    ? t('person.takenBy', { pseudonym, channel: placeWord(channel) })
    : t('person.takenAll', { pseudonym })
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="form">
        {!data && (
          <>
            <p className="quiet">{t('alert.customers.recorded')}</p>
            <Button data-first loading={list.isPending} onClick={() => list.mutate()}>
              {t('alert.customers.show')}
            </Button>
          </>
        )}
        {list.isError && <Failure error={list.error} onRetry={() => list.mutate()} />}
        {data && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <section className={access.scroll} tabIndex={0} aria-label={title}>
            <CustomerTable
              customers={data.customers}
              caption={t('alert.customers.firstOf', {
                shown: data.customers.length,
                all: t('words.customers', { count: data.total }),
              })}
            />
          </section>
        )}
      </div>
    </Dialog>
  )
}
