/** The dialog that closes an alert or a case: a verdict, words, and what else is asked. Enter closes; what was typed stays when it fails. */
import { Button, Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Verdict } from '../../../events/api.ts'
import { t } from '../text.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'
import { VerdictChoice } from './verdict-choice.tsx'

interface Props {
  readonly title: string
  readonly label: string
  readonly description: string
  readonly action: string
  /** Whether it cannot be closed without words. */
  readonly needsWords: boolean
  readonly send: {
    readonly mutate: (given: { readonly verdict: Verdict; readonly note: string }) => void
    readonly isPending: boolean
    readonly error: Error | null
  }
  readonly onClose: () => void
  readonly children?: ReactNode
}

const noteCharsMax = 4000

export function VerdictForm({ title, label, description, action, send, ...props }: Props) {
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [note, setNote] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (verdict) send.mutate({ verdict, note: note.trim() })
  }
  return (
    <Dialog title={title} onClose={props.onClose}>
      <form className="form" onSubmit={submit}>
        <VerdictChoice legend={t('alert.closeWhat')} verdict={verdict} choose={setVerdict} />
        <Textarea
          label={label}
          description={description}
          autosize={false}
          rows={3}
          required={props.needsWords}
          withAsterisk={false}
          {...(props.needsWords && { minLength: 3 })}
          maxLength={noteCharsMax}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
        />
        {props.children}
        {send.error && <Failure error={send.error} />}
        <footer>
          <Button variant="default" onClick={props.onClose}>
            {t('alert.cancel')}
          </Button>
          <Button type="submit" disabled={!verdict} loading={send.isPending}>
            {action}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
