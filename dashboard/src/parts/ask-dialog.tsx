/** Asks for a reason before something is done that others will read about. What was typed stays when it fails. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { t } from '../text.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'
import { reasonCharsMin, WhyField } from './why-field.tsx'

interface Props {
  readonly title: string
  readonly what: string
  readonly action: string
  readonly suggestion?: string
  readonly children?: ReactNode
  readonly run: (reason: string) => Promise<unknown>
  readonly onClose: () => void
}

export function AskDialog({ title, what, action, suggestion = '', children, run, onClose }: Props) {
  const [reason, setReason] = useState(suggestion)
  const send = useMutation({ mutationFn: () => run(reason.trim()), onSuccess: onClose })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} className="form">
        {children}
        <WhyField label={what} value={reason} isFirst onChange={setReason} />
        {send.isError && <Failure error={send.error} />}
        <footer>
          <Button variant="default" onClick={onClose}>
            {t('alert.cancel')}
          </Button>
          <Button
            type="submit"
            loading={send.isPending}
            disabled={reason.trim().length < reasonCharsMin}
          >
            {action}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
