/** Who leaves, by last working day: what each has taken so far, what is left to do, and whom to call afterwards. */
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { DoorOpen } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Departure, DepartureList } from '../../../events/api-people.ts'
import { leaversQuery, markLeaving } from '../leavers.ts'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { Empty } from '../parts/empty.tsx'
import { LeaverCalendar } from '../parts/leaver-calendar.tsx'
import { LeaverDossier } from '../parts/leaver-dossier.tsx'
import css from '../parts/leavers.module.css'
import { Loaded } from '../parts/loaded.tsx'
import { PersonChip } from '../parts/person-chip.tsx'
import { useReadAgain } from '../read-again.ts'
import type { PageProps } from '../registry.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { day, departure as leaves } from '../words.ts'

function Row({ row, isOpen }: { readonly row: Departure; readonly isOpen: boolean }) {
  const { person, taken, open_alerts, held_files, checklist } = row
  const left = checklist.filter(({ done }) => done !== true).length
  return (
    <li>
      <Link
        href={`/leavers/${person.id}`}
        className={css.row}
        aria-current={isOpen || undefined}
        data-testid="leaver"
      >
        <span>
          <PersonChip person={person} />
          <strong>
            {leaves(person)}
            {person.last_day !== null && ` · ${day(person.last_day)}`}
          </strong>
        </span>
        <span className={css.figures}>
          <span>{t('leavers.tookSoFar', { count: taken.customers })}</span>
          {taken.out > 0 && <span data-out>{t('leavers.isOut', { count: taken.out })}</span>}
          {open_alerts > 0 && <span data-open>{t('leavers.alerts', { count: open_alerts })}</span>}
          {held_files > 0 && <span data-open>{t('leavers.heldFiles', { count: held_files })}</span>}
          <span data-clean={left === 0 || undefined}>
            {t('leavers.steps', { done: checklist.length - left, all: checklist.length })}
          </span>
        </span>
      </Link>
    </li>
  )
}

function Mark() {
  const readAgain = useReadAgain()
  const [isOpen, setOpen] = useState(false)
  const [who, setWho] = useState('')
  return (
    <>
      <Button variant="default" size="sm" className={css.mark} onClick={() => setOpen(true)}>
        {t('leavers.mark')}
      </Button>
      {isOpen && (
        <AskDialog
          title={t('leavers.mark')}
          what={t('leavers.why')}
          action={t('leavers.markDo')}
          run={async reason => {
            await markLeaving(who.trim(), true, reason)
            setWho('')
            readAgain(leaversQuery.queryKey)
          }}
          onClose={() => setOpen(false)}
        >
          <p className="quiet">{t('leavers.markText')}</p>
          <TextInput
            label={t('leavers.who')}
            description={t('leavers.whoText')}
            required
            withAsterisk={false}
            value={who}
            onChange={event => setWho(event.currentTarget.value)}
          />
        </AskDialog>
      )}
    </>
  )
}

export default function Leavers({ params: { who } }: PageProps) {
  useTitle(t('nav.leavers'))
  const may = useMay()
  const query = useQuery(leaversQuery)
  return (
    <div className="page">
      <h1>{t('nav.leavers')}</h1>
      <p className="quiet">{t('leavers.text')}</p>
      {may('departures.change') && <Mark />}
      <Loaded<DepartureList>
        query={query}
        label={t('leavers.loading')}
        isEmpty={({ departures }) => departures.length === 0}
        empty={
          <Empty icon={DoorOpen} title={t('leavers.none')}>
            {t('leavers.noneText')}
          </Empty>
        }
      >
        {({ departures }) => (
          <>
            <LeaverCalendar departures={departures} />
            <div className={css.two} data-open={who !== undefined || undefined}>
              <ul className={css.list}>
                {departures.map(row => (
                  <Row key={row.person.pseudonym} row={row} isOpen={row.person.id === who} />
                ))}
              </ul>
              {who === undefined ? (
                <p className="quiet">{t('leavers.choose')}</p>
              ) : (
                <div>
                  <Link href="/leavers" className="quiet">
                    {t('leavers.all')}
                  </Link>
                  <LeaverDossier key={who} who={who} />
                </div>
              )}
            </div>
          </>
        )}
      </Loaded>
    </div>
  )
}
