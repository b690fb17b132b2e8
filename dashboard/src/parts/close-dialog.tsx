/** Closes an alert with a verdict and a note. Enter closes; what was typed stays when it fails. */
import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { AlertSummary, Verdict } from '../../../events/api.ts'
import { useDecide } from '../decide.ts'
import { t } from '../text.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'
import { VerdictChoice } from './verdict-choice.tsx'

interface Props {
  readonly alert: AlertSummary
  readonly onClose: () => void
}

const noteCharsMax = 4000

export function CloseDialog({ alert, onClose }: Props) {
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [note, setNote] = useState('')
  const decide = useDecide(alert)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (verdict)
      decide.mutate({ status: 'closed', verdict, note: note.trim() }, { onSuccess: onClose })
  }
  return (
    <Dialog title={t('alert.closeTitle', { pseudonym: alert.person.pseudonym })} onClose={onClose}>
      <form onSubmit={submit} className="form">
        <VerdictChoice legend={t('alert.closeWhat')} verdict={verdict} choose={setVerdict} />
        <Textarea
          label={t('alert.note')}
          description={t('alert.noteMeans')}
          autosize={false}
          rows={3}
          maxLength={noteCharsMax}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
        />
        {decide.isError && <Failure error={decide.error} />}
        <footer>
          <Button variant="default" onClick={onClose}>
            {t('alert.cancel')}
          </Button>
          <Button type="submit" disabled={!verdict} loading={decide.isPending}>
            {t('alert.closeDo')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
