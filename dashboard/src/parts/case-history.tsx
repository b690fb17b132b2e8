/** Notes and decisions of a case, the oldest first; none is ever changed. */
import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { CaseNote } from '../../../events/cases.ts'
import { caseApi, useCase } from '../cases.ts'
import { t } from '../text.ts'
import { verdictWord } from '../words.ts'
import { Age } from './age.tsx'
import css from './cases.module.css'
import { Failure } from './failure.tsx'

function whatOf({ what, verdict }: CaseNote): string {
  const word = t(`cases.did.${what}`)
  return verdict === null ? word : `${word}: ${verdictWord(verdict)}`
}

function NoteForm({ id }: { readonly id: string }) {
  const [note, setNote] = useState('')
  const send = useCase((text: string) => caseApi.note(id, text))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate(note.trim(), { onSuccess: () => setNote('') })
  }
  return (
    <form className={`form ${css.screen}`} onSubmit={submit}>
      <Textarea
        label={t('queue.note')}
        description={t('cases.noteMeans')}
        rows={3}
        maxLength={4000}
        value={note}
        onChange={event => setNote(event.currentTarget.value)}
      />
      {send.isError && <Failure error={send.error} />}
      <Button
        type="submit"
        size="xs"
        variant="default"
        w="fit-content"
        loading={send.isPending}
        disabled={note.trim() === ''}
      >
        {t('queue.addNote')}
      </Button>
    </form>
  )
}

interface Props {
  readonly id: string
  readonly notes: readonly CaseNote[]
  readonly canNote: boolean
}

export function CaseHistory({ id, notes, canNote }: Props) {
  return (
    <section aria-labelledby="case-history">
      <h2 id="case-history">{t('cases.history')}</h2>
      {notes.length === 0 && <p className="quiet">{t('cases.noNotes')}</p>}
      <ol className={css.history}>
        {notes.map(each => (
          <li key={`${each.at} ${each.what} ${each.note}`}>
            <span>
              {t.rich('alert.decidedBy', {
                what: whatOf(each),
                by: each.by,
                b: words => <b>{words}</b>,
                time: () => <Age time={each.at} isSentence />,
              })}
            </span>
            {each.note !== '' && <p>{each.note}</p>}
          </li>
        ))}
      </ol>
      {canNote && <NoteForm id={id} />}
    </section>
  )
}
