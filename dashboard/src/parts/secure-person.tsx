/** Securing a person in one action: the button with its dialog, and what is in force, with the report and how to undo it. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldAlert } from 'lucide-react'
import { useState } from 'react'
import type { Securing } from '../../../events/securing.ts'
import { approvalsApi, securingQuery } from '../approvals-api.ts'
import { useReadAgain } from '../read-again.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { exact } from '../words.ts'
import { Age } from './age.tsx'
import css from './approvals.module.css'
import { AskDialog } from './ask-dialog.tsx'
import { HoursSelect } from './hours-select.tsx'

interface Props {
  /** Id of the person. */
  readonly person: string
  readonly pseudonym: string
}

export function SecurePerson({ person, pseudonym }: Props) {
  const client = useQueryClient()
  const readAgain = useReadAgain()
  const may = useMay()
  const query = useQuery({ ...securingQuery(person), enabled: may('exports.read') })
  const [open, setOpen] = useState<'secure' | 'undo' | null>(null)
  const [hours, setHours] = useState<number>(24)
  const securing = query.data?.securing ?? null
  const settle = (securing: Securing | null) => {
    client.setQueryData(securingQuery(person).queryKey, { securing })
    readAgain(['person'], ['approvals'])
  }
  if (!query.data) return null
  return (
    <>
      {securing ? (
        <section className={css.securing} data-testid="secured">
          <p>
            <ShieldAlert size={16} aria-hidden />{' '}
            <strong>{t('approvals.secured', { time: exact(securing.until) })}</strong>{' '}
            {t.rich('approvals.securedBy', {
              by: securing.by,
              reason: securing.reason,
              time: () => <Age time={securing.since} isSentence />,
            })}
          </p>
          <footer>
            <a href={`/api/v1/securings/${securing.id}/report`} target="_blank" rel="noreferrer">
              {t('approvals.report')}
            </a>
            {may('people.secure') && (
              <Button size="xs" variant="default" onClick={() => setOpen('undo')}>
                {t('approvals.undo')}
              </Button>
            )}
          </footer>
        </section>
      ) : (
        may('people.secure') && (
          <Button
            variant="default"
            leftSection={<ShieldAlert size={16} aria-hidden />}
            onClick={() => setOpen('secure')}
          >
            {t('approvals.secure')}
          </Button>
        )
      )}
      {open === 'secure' && (
        <AskDialog
          title={t('approvals.secureTitle', { pseudonym })}
          what={t('approvals.secureWhy')}
          action={t('approvals.secureDo')}
          run={async reason => {
            const what = t('approvals.touchSecure', { pseudonym, hours })
            settle(await approvalsApi.secure(person, { reason, hours }, what))
          }}
          onClose={() => setOpen(null)}
        >
          <p>{t('approvals.secureText')}</p>
          <HoursSelect hours={hours} onChange={setHours} />
        </AskDialog>
      )}
      {open === 'undo' && securing && (
        <AskDialog
          title={t('approvals.undoTitle', { pseudonym })}
          what={t('approvals.undoWhy')}
          action={t('approvals.undoDo')}
          run={async reason => {
            const what = t('approvals.touchUndo', { pseudonym })
            await approvalsApi.unsecure(securing.id, reason, what)
            settle(null)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
