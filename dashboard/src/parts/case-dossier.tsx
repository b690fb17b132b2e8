/** One case: who is in it, what was taken, the evidence in order, notes, and how it ended. Reads and prints like a dossier. */
import { Button, Menu } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { FileText, UserMinus, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { CaseDetail, CaseSummary } from '../../../events/cases.ts'
import { type CaseFile, caseApi, caseFile, useCase } from '../cases.ts'
import { notify } from '../notices.ts'
import { exposureQuery } from '../person-queries.ts'
import { sessionQuery } from '../queries.ts'
import { saveFile } from '../save-file.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { count, exact, verdictWord } from '../words.ts'
import { CaseCloseDialog } from './case-close-dialog.tsx'
import { CaseHistory } from './case-history.tsx'
import { CasePinCard } from './case-pin.tsx'
import css from './cases.module.css'
import { PersonChip, PersonFacts } from './person-chip.tsx'

function Person({ person }: { readonly person: CaseSummary['people'][number] }) {
  const exposure = useQuery({ ...exposureQuery(person.id ?? ''), enabled: person.id !== null })
  const taken = exposure.data
  return (
    <li>
      <Link href={`/people/${encodeURIComponent(person.pseudonym)}`}>
        <PersonChip person={person} />
      </Link>{' '}
      <PersonFacts person={person} />
      {taken && (
        <p>
          {t('cases.taken', {
            count: taken.customers,
            others: count(taken.others),
            base: count(taken.base),
          })}{' '}
          <strong data-out={taken.stages.out > 0}>
            {taken.stages.out > 0
              ? t('person.isOut', { count: taken.stages.out })
              : t('person.nothingOut')}
          </strong>
        </p>
      )}
    </li>
  )
}

function Files({ file }: { readonly file: CaseSummary }) {
  const make = useMutation({
    mutationFn: (kind: CaseFile) => caseFile(file.id, kind),
    onSuccess: (made, kind) => saveFile(made, `case-${file.id.slice(0, 8)}.${kind}`),
    onError: error => notify(t('cases.noFile', { reason: error.message })),
  })
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          loading={make.isPending}
          leftSection={<FileText size={15} aria-hidden />}
        >
          {t('cases.report')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => make.mutate('pdf')}>{t('cases.asPdf')}</Menu.Item>
        <Menu.Item onClick={() => make.mutate('html')}>{t('cases.asPage')}</Menu.Item>
        <Menu.Item onClick={() => make.mutate('zip')}>{t('cases.asPack')}</Menu.Item>
        <Menu.Item onClick={() => window.print()}>{t('cases.print')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Officers({
  file,
  canChange,
}: {
  readonly file: CaseSummary
  readonly canChange: boolean
}) {
  const me = useQuery(sessionQuery).data?.user.id
  const join = useCase((joins: boolean) => caseApi.officer(file.id, 'me', joins))
  const isIn = me !== undefined && file.officers.includes(me)
  const Icon = isIn ? UserMinus : UserPlus
  return (
    <>
      {file.officers.join(', ') || t('queue.nobody')}{' '}
      {canChange && (
        <Button
          className={css.screen}
          variant="default"
          size="compact-xs"
          leftSection={<Icon size={13} aria-hidden />}
          loading={join.isPending}
          onClick={() => join.mutate(!isIn)}
        >
          {t(isIn ? 'cases.leave' : 'cases.join')}
        </Button>
      )}
    </>
  )
}

export function CaseDossier({ detail }: { readonly detail: CaseDetail }) {
  const { case: file, pins, history } = detail
  const may = useMay()
  const [isClosing, setClosing] = useState(false)
  const reopen = useCase(() => caseApi.decide(file.id, { status: 'in_progress' }))
  useTitle(file.title)
  const isClosed = file.status === 'closed'
  const canChange = may('cases.decide') && !isClosed
  const alerts = pins.filter(
    ({ removed, pinned }) => removed === null && pinned.ref.kind === 'alert',
  ).length
  return (
    <article className={css.dossier} aria-labelledby="case-title">
      <header className={css.head}>
        <div>
          <p className={css.kind}>
            {isClosed
              ? t('alert.closedWord', { verdict: verdictWord(file.verdict ?? 'benign') })
              : t('words.status.in_progress')}
          </p>
          <h1 id="case-title">{file.title}</h1>
        </div>
        <div className={css.actions}>
          {may('evidence.export') && <Files file={file} />}
          {may('cases.decide') && isClosed && (
            <Button variant="default" size="sm" onClick={() => reopen.mutate(undefined)}>
              {t('cases.openAgain')}
            </Button>
          )}
          {canChange && (
            <Button size="sm" onClick={() => setClosing(true)}>
              {t('cases.close')}
            </Button>
          )}
        </div>
      </header>
      <dl className={css.facts}>
        <dt>{t('cases.opened')}</dt>
        <dd>{t('cases.openedBy', { by: file.opened_by, time: exact(file.opened_at) })}</dd>
        <dt>{t('cases.officers')}</dt>
        <dd>
          <Officers file={file} canChange={canChange} />
        </dd>
      </dl>
      <h2>{t('cases.people')}</h2>
      <ul className={css.people}>
        {file.people.map(person => (
          <Person key={person.pseudonym} person={person} />
        ))}
      </ul>
      <h2>{t('cases.evidence', { count: file.pins })}</h2>
      {pins.length === 0 && <p className="quiet">{t('cases.noPins')}</p>}
      <ol className={css.pins}>
        {pins.map((pin, index) => (
          <CasePinCard
            key={pin.id}
            id={file.id}
            pin={pin}
            number={index + 1}
            canChange={canChange}
          />
        ))}
      </ol>
      <CaseHistory id={file.id} notes={history} canNote={canChange} />
      {isClosing && (
        <CaseCloseDialog id={file.id} alerts={alerts} onClose={() => setClosing(false)} />
      )}
    </article>
  )
}
