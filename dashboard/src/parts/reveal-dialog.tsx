/** Asks why a name is needed, then shows it for a while. The reason is recorded; it stays typed when the call fails. */
import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { identityApi } from '../api-identity.ts'
import { announce } from '../notices.ts'
import { useReadAgain } from '../read-again.ts'
import { t } from '../text.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'

interface Props {
  readonly person: string
  readonly pseudonym: string
  readonly suggestion?: string
  readonly onClose: () => void
}

const reasonCharsMin = 3
const reasonCharsMax = 500

export function RevealDialog({ person, pseudonym, suggestion = '', onClose }: Props) {
  const readAgain = useReadAgain()
  const [reason, setReason] = useState(suggestion)
  const reveal = useMutation({
    mutationFn: () => identityApi.reveal(person, reason.trim(), pseudonym),
    onSuccess: chip => {
      announce(t('alert.revealed', { pseudonym, name: chip.name ?? t('alert.nameless') }))
      readAgain(['alert'], ['alerts'], ['people'], ['person'])
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    reveal.mutate()
  }
  return (
    <Dialog title={t('alert.revealTitle', { pseudonym })} onClose={onClose}>
      <form onSubmit={submit} className="form">
        <Textarea
          data-first
          label={t('alert.revealWhy')}
          description={t('alert.revealNote')}
          rows={3}
          minLength={reasonCharsMin}
          maxLength={reasonCharsMax}
          required
          withAsterisk={false}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        {reveal.isError && <Failure error={reveal.error} />}
        <footer>
          <Button variant="default" onClick={onClose}>
            {t('alert.cancel')}
          </Button>
          <Button
            type="submit"
            loading={reveal.isPending}
            disabled={reason.trim().length < reasonCharsMin}
          >
            {t('alert.revealDo')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
