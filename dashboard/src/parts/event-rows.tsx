/** Events in lines, the newest first; each opens to all that is known of it. */
import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { HistoryRow } from '../../../events/history.ts'
import { eventQuery, eventsBefore, type Hunt } from '../hunt-query.ts'
import { activityWords } from '../said/words.ts'
import { t } from '../text.ts'
import { count, placeWord } from '../words.ts'
import { Age } from './age.tsx'
import { Failure } from './failure.tsx'
import css from './hunt.module.css'
import { Loaded } from './loaded.tsx'
import { PersonChip } from './person-chip.tsx'
import { PinButton } from './pin-button.tsx'
import { placeIcons } from './places.tsx'

function Whole({ offset }: { readonly offset: number }) {
  const event = useQuery(eventQuery(offset))
  return (
    <Loaded query={event} label={t('hunt.loadingEvent')} shape="form">
      {({ event: known }) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre className={css.whole} tabIndex={0}>
          {JSON.stringify(known, null, 2)}
        </pre>
      )}
    </Loaded>
  )
}

function Where({ row }: { readonly row: HistoryRow }) {
  if (row.place === null) return <span>{row.endpoint}</span>
  const Icon = placeIcons[row.place]
  return (
    <span>
      <Icon size={14} aria-hidden /> {row.label ?? placeWord(row.place)}
      <small>{row.endpoint}</small>
    </span>
  )
}

function EventRow({ row }: { readonly row: HistoryRow }) {
  const [isOpen, setOpen] = useState(false)
  const { person } = row
  return (
    <li className={css.event} data-testid="event">
      <div className={css.line}>
        <Age time={row.time} isSentence />
        {person.id === null ? (
          <PersonChip person={person} />
        ) : (
          <Link href={`/people/${encodeURIComponent(person.pseudonym)}`}>
            <PersonChip person={person} />
          </Link>
        )}
        <button
          type="button"
          className={css.what}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <b>{row.name || row.activity}</b>
          <small>{activityWords(row.activity)}</small>
        </button>
        <span className={css.count} data-none={row.customers === 0}>
          {row.customers === 0 ? '–' : t('words.customers', { count: row.customers })}
        </span>
        <Where row={row} />
      </div>
      {isOpen && (
        <>
          <PinButton
            pin={{ kind: 'event', offset: row.offset }}
            title={`${person.pseudonym}: ${row.name || row.activity}`.slice(0, 200)}
            size="compact-xs"
          />
          <Whole offset={row.offset} />
        </>
      )}
    </li>
  )
}

interface Props {
  readonly hunt: Hunt
  readonly rows: readonly HistoryRow[]
  readonly total: number
}

export function EventRows({ hunt, rows, total }: Props) {
  const [more, setMore] = useState<readonly HistoryRow[]>([])
  const all = [...rows, ...more.filter(({ offset }) => offset < (rows.at(-1)?.offset ?? 0))]
  const next = useMutation({
    mutationFn: () => eventsBefore(hunt, all.at(-1)?.offset ?? 0),
    onSuccess: answer => setMore([...more, ...answer.rows]),
  })
  return (
    <>
      <ul className={css.events} aria-label={t('hunt.events')}>
        {all.map(row => (
          <EventRow key={row.offset} row={row} />
        ))}
      </ul>
      {next.isError && <Failure error={next.error} onRetry={() => next.mutate()} />}
      {all.length < total && (
        <Button variant="default" size="sm" loading={next.isPending} onClick={() => next.mutate()}>
          {t('hunt.more', { shown: count(all.length), total: count(total) })}
        </Button>
      )}
    </>
  )
}
