/** One leaving: is the exit clean, what is left to do, what was taken, whom to call. Prints as the clean-exit report. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleDashed, CircleHelp, Printer, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ChecklistItem, ExitReport } from '../../../events/api-people.ts'
import { exitReportQuery, leaversQuery, markLeaving, tellStep } from '../leavers.ts'
import { useReadAgain } from '../read-again.ts'
import { headlineWords } from '../said/words.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { count, day, exact, severityWord, shortDate, statusWord } from '../words.ts'
import { AskDialog } from './ask-dialog.tsx'
import css from './leavers.module.css'
import { Loaded } from './loaded.tsx'
import { PersonChip, PersonFacts } from './person-chip.tsx'
import { SecurePerson } from './secure-person.tsx'
import { WinBackList } from './win-back-list.tsx'

const stepKeys = {
  'look-back': 'lookBack',
  alerts: 'alerts',
  'held-files': 'heldFiles',
  access: 'access',
  silence: 'silence',
  'accounts-elsewhere': 'elsewhere',
} as const

function stepText({ step }: ChecklistItem, { departure }: ExitReport): string {
  const { look_back, open_alerts, held_files, closed, person } = departure
  if (step === 'look-back')
    return look_back?.state === 'waiting'
      ? t('leavers.lookBackWaiting')
      : t('leavers.lookBack', { count: look_back?.findings ?? 0 })
  if (step === 'alerts') return t('leavers.alerts', { count: open_alerts })
  if (step === 'held-files') return t('leavers.heldFiles', { count: held_files })
  if (step === 'access' && !closed)
    return person.last_day === null
      ? t('leavers.noLastDay')
      : t('leavers.accessAfter', { day: day(person.last_day) })
  return t(`leavers.${stepKeys[step]}`)
}

function Step({ item, report }: { readonly item: ChecklistItem; readonly report: ExitReport }) {
  const client = useQueryClient()
  const readAgain = useReadAgain()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const { person } = report.departure
  const { done, step, told } = item
  const Icon = done === null ? CircleHelp : done ? CircleCheck : CircleDashed
  const canTell = step === 'accounts-elsewhere' && may('departures.change')
  const state = done === null ? 'unknown' : done ? 'done' : 'open'
  return (
    <li data-done={String(done)} data-testid={`step-${step}`}>
      <Icon size={16} role="img" aria-label={t(`leavers.${state}`)} />
      <span>
        {stepText(item, report)}
        {told && (
          <small>
            {t('leavers.told', { by: told.by, time: exact(told.at) })} · {told.note}
          </small>
        )}
      </span>
      {canTell && (
        <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
          {t(done === true ? 'leavers.untick' : 'leavers.tick')}
        </Button>
      )}
      {isOpen && (
        <AskDialog
          title={stepText(item, report)}
          what={t('leavers.tickWhat')}
          action={t(done === true ? 'leavers.untick' : 'leavers.tick')}
          run={async note => {
            const departure = await tellStep(person.id ?? '', done !== true, note)
            const { queryKey } = exitReportQuery(person.id ?? '')
            client.setQueryData(queryKey, known => known && { ...known, departure })
            readAgain(leaversQuery.queryKey)
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </li>
  )
}

function Alerts({ alerts }: Pick<ExitReport, 'alerts'>) {
  if (alerts.length === 0) return <p className="quiet">{t('leavers.noAlerts')}</p>
  return (
    <ul className={css.steps}>
      {alerts.map(({ id, headline, severity, status, last_at }) => (
        <li key={id} style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <span>
            <Link href={`/alerts/${id}`}>{headlineWords(headline)}</Link>
            <small>
              {severityWord(severity)} · {statusWord(status)} · {shortDate(last_at)}
            </small>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Report({ report }: { readonly report: ExitReport }) {
  const readAgain = useReadAgain()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const { departure, clean, made_at, exposure, alerts } = report
  const { person, mark, taken } = departure
  const who = person.id ?? ''
  return (
    <article className={css.dossier} aria-labelledby="leaver">
      <h2 id="leaver">
        <PersonChip person={person} /> <PersonFacts person={person} />
      </h2>
      <p className={css.verdict} data-clean={clean || undefined}>
        {clean ? t('leavers.clean') : t('leavers.notClean')}
      </p>
      {mark && (
        <p className="quiet">
          {t('leavers.markedBy', { by: mark.by, time: exact(mark.at) })} · {mark.reason}
        </p>
      )}
      <h3>{t('leavers.checklist')}</h3>
      <ul className={css.steps}>
        {departure.checklist.map(item => (
          <Step key={item.step} item={item} report={report} />
        ))}
      </ul>
      <h3>{t('leavers.taken')}</h3>
      <p>
        <Link href={`/people/${who}`}>{t('words.customers', { count: taken.customers })}</Link>
        {' · '}
        {t('leavers.outOf', { out: count(taken.out), base: count(exposure.base) })}
      </p>
      <h3>{t('leavers.alertsTitle')}</h3>
      <Alerts alerts={alerts} />
      {may('customers.view') && taken.customers > 0 && (
        <>
          <h3>{t('leavers.winBack')}</h3>
          <WinBackList who={who} pseudonym={person.pseudonym} />
        </>
      )}
      <p className="quiet">{t('leavers.made', { time: exact(made_at) })}</p>
      <div className={css.actions}>
        <Button
          variant="default"
          size="sm"
          leftSection={<Printer size={15} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('leavers.print')}
        </Button>
        {person.id !== null && <SecurePerson person={person.id} pseudonym={person.pseudonym} />}
        {mark && may('departures.change') && (
          <Button
            variant="default"
            size="sm"
            leftSection={<Undo2 size={15} aria-hidden />}
            onClick={() => setOpen(true)}
          >
            {t('leavers.unmark')}
          </Button>
        )}
      </div>
      {isOpen && (
        <AskDialog
          title={t('leavers.unmark')}
          what={t('leavers.why')}
          action={t('leavers.unmark')}
          run={async reason => {
            await markLeaving(who, false, reason)
            readAgain(leaversQuery.queryKey)
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </article>
  )
}

export function LeaverDossier({ who }: { readonly who: string }) {
  const query = useQuery(exitReportQuery(who))
  return (
    <Loaded query={query} label={t('leavers.loadingOne')} shape="form">
      {report => <Report report={report} />}
    </Loaded>
  )
}
