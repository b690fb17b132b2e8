/** Cases: the list, and one of them as a dossier. */
import { Button, TextInput } from '@mantine/core'
import '@mantine/core/styles/Menu.css'
import { useQuery } from '@tanstack/react-query'
import { FolderOpen } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { CaseList, CaseSummary } from '../../../events/cases.ts'
import { caseApi, caseQuery, casesQuery, useCase } from '../cases.ts'
import { Age } from '../parts/age.tsx'
import { CaseDossier } from '../parts/case-dossier.tsx'
import css from '../parts/cases.module.css'
import { Dialog } from '../parts/dialog.tsx'
import { Empty } from '../parts/empty.tsx'
import { Failure } from '../parts/failure.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PersonChip } from '../parts/person-chip.tsx'
import type { PageProps } from '../registry.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { verdictWord } from '../words.ts'

function Row({ file }: { readonly file: CaseSummary }) {
  return (
    <li>
      <Link href={`/cases/${file.id}`} className={css.row} data-testid="case">
        <span>
          <strong>{file.title}</strong>
          <small>
            {file.status === 'closed'
              ? t('alert.closedWord', { verdict: verdictWord(file.verdict ?? 'benign') })
              : t('words.status.in_progress')}
          </small>
        </span>
        <span className={css.chips}>
          {file.people.map(person => (
            <PersonChip key={person.pseudonym} person={person} />
          ))}
        </span>
        <span className="quiet">
          {t('cases.evidence', { count: file.pins })} · {file.officers.join(', ')} ·{' '}
          <Age time={file.changed_at} isSentence />
        </span>
      </Link>
    </li>
  )
}

function NewCaseDialog({ onClose }: { readonly onClose: () => void }) {
  const [, navigate] = useLocation()
  const [title, setTitle] = useState('')
  const open = useCase(() => caseApi.open(title.trim()))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate(undefined, { onSuccess: detail => navigate(`/cases/${detail.case.id}`) })
  }
  return (
    <Dialog title={t('cases.new')} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <TextInput
          data-first
          label={t('cases.title')}
          required
          withAsterisk={false}
          minLength={3}
          maxLength={200}
          value={title}
          onChange={event => setTitle(event.currentTarget.value)}
        />
        {open.isError && <Failure error={open.error} />}
        <footer>
          <Button variant="default" onClick={onClose}>
            {t('alert.cancel')}
          </Button>
          <Button type="submit" loading={open.isPending}>
            {t('cases.openDo')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

function List() {
  useTitle(t('nav.cases'))
  const may = useMay()
  const query = useQuery(casesQuery)
  const [isOpening, setOpening] = useState(false)
  return (
    <div className="page">
      <header className={css.head}>
        <div>
          <h1>{t('nav.cases')}</h1>
          <p className="quiet">{t('cases.text')}</p>
        </div>
        {may('cases.decide') && (
          <Button variant="default" size="sm" onClick={() => setOpening(true)}>
            {t('cases.new')}
          </Button>
        )}
      </header>
      <Loaded<CaseList>
        query={query}
        label={t('cases.loading')}
        isEmpty={({ cases }) => cases.length === 0}
        empty={
          <Empty
            icon={FolderOpen}
            title={t('cases.none')}
            step={{ href: '/alerts', label: t('cases.toQueue') }}
          >
            <p>{t('cases.noneText')}</p>
          </Empty>
        }
      >
        {({ cases }) => (
          <ul className={css.list}>
            {cases.map(file => (
              <Row key={file.id} file={file} />
            ))}
          </ul>
        )}
      </Loaded>
      {isOpening && <NewCaseDialog onClose={() => setOpening(false)} />}
    </div>
  )
}

function One({ id }: { readonly id: string }) {
  const query = useQuery(caseQuery(id))
  return (
    <div className="page">
      <Link href="/cases" className={`quiet ${css.screen}`}>
        {t('cases.all')}
      </Link>
      <Loaded query={query} label={t('cases.loading')} shape="form">
        {detail => <CaseDossier detail={detail} />}
      </Loaded>
    </div>
  )
}

export default function Cases({ params: { id } }: PageProps) {
  return id === undefined ? <List /> : <One key={id} id={id} />
}
