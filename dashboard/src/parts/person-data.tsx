/** For the privacy officer: looks one person up by their address, saves all that is kept about them to hand it out, or deletes it. */
import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { PersonChip } from '../../../events/api.ts'
import { identityApi } from '../api-identity.ts'
import { revealsQuery } from '../queries.ts'
import { useReadAgain } from '../read-again.ts'
import { saveFile } from '../save-file.ts'
import { t } from '../text.ts'
import { count } from '../words.ts'
import css from './access.module.css'
import { AskDialog } from './ask-dialog.tsx'
import { Failure } from './failure.tsx'

const reasonCharsMin = 3

function Found({ person, reason }: { readonly person: PersonChip; readonly reason: string }) {
  const { pseudonym, name } = person
  const [isDeleting, setDeleting] = useState(false)
  const [isGone, setGone] = useState(false)
  const [told, setTold] = useState<string | null>(null)
  const handOut = useMutation({
    mutationFn: () => identityApi.subjectAccess(pseudonym, reason),
    onSuccess: kept => {
      const file = new Blob([JSON.stringify(kept, null, 2)], { type: 'application/json' })
      saveFile(file, `subject-access-${pseudonym}.json`)
      const cut = kept.events_cut > 0 ? t('access.handedOutCut', { count: kept.events_cut }) : ''
      const told = t('access.handedOut', {
        events: count(kept.events.length),
        findings: count(kept.findings.length),
        decisions: count(kept.decisions.length),
        cases: count(kept.cases.length),
      })
      setTold(`${told} ${cut}`.trim())
    },
  })
  return (
    <div className={css.row} data-testid="person-data">
      <div className={css.main}>
        <strong>{t('access.isPerson', { name: name ?? t('alert.nameless'), pseudonym })}</strong>
        {told !== null && <p role="status">{told}</p>}
        {handOut.isError && <Failure error={handOut.error} />}
      </div>
      <div className={css.end} hidden={isGone}>
        <Button size="xs" loading={handOut.isPending} onClick={() => handOut.mutate()}>
          {t('access.handOut')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setDeleting(true)}>
          {t('access.deleteAll')}
        </Button>
      </div>
      {isDeleting && (
        <AskDialog
          title={t('access.deleteTitle', { pseudonym })}
          what={t('access.why')}
          action={t('access.deleteDo')}
          run={async why => {
            const { events, findings, alerts, decisions } = await identityApi.deletePerson(
              pseudonym,
              why,
            )
            setGone(true)
            setTold(
              t('access.deleted', {
                ...{ events: count(events), findings: count(findings) },
                ...{ alerts: count(alerts), decisions: count(decisions) },
              }),
            )
          }}
          onClose={() => setDeleting(false)}
        >
          <p>{t('access.deleteText')}</p>
        </AskDialog>
      )}
    </div>
  )
}

export function PersonData() {
  const readAgain = useReadAgain()
  const [email, setEmail] = useState('')
  const [reason, setReason] = useState('')
  const find = useMutation({
    mutationFn: () => identityApi.findPerson(email.trim(), reason.trim()),
    onSuccess: () => readAgain(revealsQuery.queryKey),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    find.mutate()
  }
  return (
    <section className={css.section} aria-labelledby="person-data">
      <header>
        <h2 id="person-data">{t('access.personData')}</h2>
      </header>
      <p>{t('access.personDataText')}</p>
      <form className={css.lookUp} onSubmit={submit}>
        <TextInput
          type="email"
          label={t('access.theirAddress')}
          required
          withAsterisk={false}
          value={email}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <TextInput
          label={t('access.whyLook')}
          required
          withAsterisk={false}
          minLength={reasonCharsMin}
          maxLength={500}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={find.isPending}>
          {t('access.lookUp')}
        </Button>
      </form>
      {find.isError && <Failure error={find.error} />}
      {find.data && (
        <div className={css.rows}>
          <Found key={find.data.pseudonym} person={find.data} reason={reason.trim()} />
        </div>
      )}
    </section>
  )
}
