/** Who works on an alert, whether it is put aside, and notes: kept in order with the decisions, never changed. */
import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { AlertSummary } from '../../../events/api.ts'
import { useKeys } from '../keys.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { exact } from '../words.ts'
import { useWork } from '../work.ts'
import css from './alert.module.css'
import { SnoozeSelect } from './snooze-select.tsx'

export function AlertWork({ alert }: { readonly alert: AlertSummary }) {
  const work = useWork(alert.id)
  const may = useMay()
  const { assignee, snoozed_until } = alert
  useKeys({ a: () => may('cases.decide') && work.mutate({ assignee: 'me' }) })
  const isSnoozed = snoozed_until !== null && snoozed_until > Date.now()
  return (
    <p className={css.work}>
      <span>
        {assignee === null ? t('queue.nobody') : t('queue.assignedTo', { user: assignee })}
      </span>
      {isSnoozed && <span>{t('queue.snoozedUntil', { time: exact(snoozed_until) })}</span>}
      {may('cases.decide') && (
        <>
          <button
            type="button"
            className="link-button"
            onClick={() => work.mutate({ assignee: assignee === null ? 'me' : null })}
          >
            {assignee === null ? t('queue.assignMe') : t('queue.unassign')}
          </button>
          {isSnoozed ? (
            <button
              type="button"
              className="link-button"
              onClick={() => work.mutate({ snoozed_until: null })}
            >
              {t('queue.wake')}
            </button>
          ) : (
            <SnoozeSelect onSnooze={until => work.mutate({ snoozed_until: until })} />
          )}
        </>
      )}
    </p>
  )
}

const noteCharsMax = 4000

export function NoteForm({ id }: { readonly id: string }) {
  const [note, setNote] = useState('')
  const work = useWork(id)
  const may = useMay()
  if (!may('cases.decide')) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    work.mutate({ note: note.trim() }, { onSuccess: () => setNote('') })
  }
  return (
    <form className={css.note} onSubmit={submit}>
      <Textarea
        label={t('queue.note')}
        description={t('queue.noteMeans')}
        rows={2}
        maxLength={noteCharsMax}
        value={note}
        onChange={event => setNote(event.currentTarget.value)}
      />
      <Button
        type="submit"
        size="xs"
        variant="default"
        loading={work.isPending}
        disabled={note.trim() === ''}
      >
        {t('queue.addNote')}
      </Button>
    </form>
  )
}
