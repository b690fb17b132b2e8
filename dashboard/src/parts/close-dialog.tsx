/** Closes an alert with a verdict and a note. Keys 1 to 5 choose, Enter closes; what was typed stays when it fails. */
import { Button, Textarea } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import type { AlertSummary, Verdict } from '../../../events/api.ts'
import { useDecide } from '../decide.ts'
import { t } from '../text.ts'
import { verdicts, verdictWord } from '../words.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'

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
  const pick = (event: KeyboardEvent<HTMLFieldSetElement>) => {
    const at = Number(event.key) - 1
    const chosen = verdicts[at]
    if (!chosen) return
    setVerdict(chosen)
    event.currentTarget.querySelectorAll('input')[at]?.focus()
  }
  return (
    <Dialog title={t('alert.closeTitle', { pseudonym: alert.person.pseudonym })} onClose={onClose}>
      <form onSubmit={submit} className="form">
        <fieldset className="choices" onKeyDown={pick}>
          <legend>{t('alert.closeWhat')}</legend>
          {verdicts.map((value, index) => (
            <label key={value}>
              <input
                type="radio"
                name="verdict"
                required
                value={value}
                checked={verdict === value}
                onChange={() => setVerdict(value)}
                {...(index === 0 ? { 'data-first': true } : {})}
              />
              <b>{verdictWord(value)}</b>
              <span>{t(`words.verdictMeans.${value}`)}</span>
              <kbd aria-hidden>{index + 1}</kbd>
            </label>
          ))}
        </fieldset>
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
