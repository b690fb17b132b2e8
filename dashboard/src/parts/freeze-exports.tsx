/** What a person looked at in the CRM, and stopping their exports for a while: less than securing them. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Snowflake } from 'lucide-react'
import { useState } from 'react'
import { approvalsApi, budgetQuery, freezeQuery } from '../approvals-api.ts'
import { useReadAgain } from '../read-again.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { exact } from '../words.ts'
import css from './approvals.module.css'
import { AskDialog } from './ask-dialog.tsx'
import { HoursSelect } from './hours-select.tsx'

interface Props {
  /** Id of the person. */
  readonly person: string
  readonly pseudonym: string
}

export function FreezeExports({ person, pseudonym }: Props) {
  const client = useQueryClient()
  const readAgain = useReadAgain()
  const may = useMay()
  const enabled = may('exports.read')
  const query = useQuery({ ...freezeQuery(person), enabled })
  const budget = useQuery({ ...budgetQuery(person), enabled })
  const [open, setOpen] = useState<'freeze' | 'thaw' | null>(null)
  const [hours, setHours] = useState<number>(24)
  const { queryKey } = freezeQuery(person)
  if (!query.data) return null
  const { freeze } = query.data
  const looked = budget.data
  return (
    <>
      {looked !== undefined && looked.month > 0 && (
        <p className="quiet">
          {t('approvals.freeze.looked', {
            day: looked.day,
            week: looked.week,
            month: looked.month,
          })}
        </p>
      )}
      {freeze && (
        <section className={css.securing} data-testid="frozen">
          <p>
            <Snowflake size={16} aria-hidden />{' '}
            <strong>{t('approvals.freeze.frozen', { time: exact(freeze.until) })}</strong>{' '}
            {t('approvals.freeze.by', { by: freeze.by, reason: freeze.reason })}
          </p>
          {may('exports.change') && (
            <footer>
              <Button size="xs" variant="default" onClick={() => setOpen('thaw')}>
                {t('approvals.freeze.thaw')}
              </Button>
            </footer>
          )}
        </section>
      )}
      {!freeze && may('exports.change') && (
        <Button
          variant="default"
          leftSection={<Snowflake size={16} aria-hidden />}
          onClick={() => setOpen('freeze')}
        >
          {t('approvals.freeze.do')}
        </Button>
      )}
      {open === 'freeze' && (
        <AskDialog
          title={t('approvals.freeze.title', { pseudonym })}
          what={t('approvals.secureWhy')}
          action={t('approvals.freeze.now')}
          run={async reason => {
            client.setQueryData(queryKey, {
              freeze: await approvalsApi.freeze(person, { reason, hours }),
            })
            readAgain(queryKey)
          }}
          onClose={() => setOpen(null)}
        >
          <p>{t('approvals.freeze.text')}</p>
          <HoursSelect hours={hours} onChange={setHours} />
        </AskDialog>
      )}
      {open === 'thaw' && (
        <AskDialog
          title={t('approvals.freeze.thawTitle', { pseudonym })}
          what={t('approvals.undoWhy')}
          action={t('approvals.freeze.thaw')}
          run={async reason => {
            await approvalsApi.thaw(person, reason)
            client.setQueryData(queryKey, { freeze: null })
            readAgain(queryKey)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
