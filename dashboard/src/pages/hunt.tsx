/** Searches all events by words, fields and time; counts them over time and by any field; makes a rule of what is found. */
import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Search, SearchX, Wand } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { HistoryAnswer } from '../../../events/history.ts'
import {
  dayMs,
  eventsQuery,
  groupNames,
  type Hunt,
  huntOf,
  placeKinds,
  ruleDraft,
  searchOf,
  spokenHunt,
} from '../hunt-query.ts'
import { useKeys } from '../keys.ts'
import { Age } from '../parts/age.tsx'
import { Empty } from '../parts/empty.tsx'
import { EventBars } from '../parts/event-bars.tsx'
import { EventRows } from '../parts/event-rows.tsx'
import css from '../parts/hunt.module.css'
import { HuntFilters, HuntTime } from '../parts/hunt-filters.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PinTime } from '../parts/pin-time.tsx'
import { activityWords } from '../said/words.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { count, placeWord } from '../words.ts'

const spans = [1, 7, 30, 90, 365] as const
const classNames = [
  ...(['c1001', 'c1010', 'c1012', 'c3002'] as const),
  ...(['c4002', 'c6001', 'c6002', 'c6008'] as const),
]

interface FormProps {
  readonly hunt: Hunt
  readonly go: (change: Partial<Hunt>) => void
}

function HuntForm({ hunt, go }: FormProps) {
  const [q, setQ] = useState(hunt.q)
  const [person, setPerson] = useState(hunt.person)
  const input = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => input.current?.focus() })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go({ person: person.trim(), ...spokenHunt(q) })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput
        ref={input}
        className={css.words}
        type="search"
        label={t('hunt.words')}
        placeholder={t('hunt.wordsExample')}
        leftSection={<Search size={15} aria-hidden />}
        value={q}
        onChange={event => setQ(event.currentTarget.value)}
      />
      <TextInput
        label={t('hunt.person')}
        placeholder={t('hunt.personExample')}
        value={person}
        onChange={event => setPerson(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('hunt.place')}
        value={hunt.place ?? ''}
        data={[
          { value: '', label: t('hunt.any') },
          ...placeKinds.map(value => ({ value, label: placeWord(value) })),
        ]}
        onChange={event =>
          go({ place: placeKinds.find(kind => kind === event.currentTarget.value) })
        }
      />
      <NumberInput
        label={t('hunt.customers')}
        min={0}
        value={hunt.customers}
        onChange={value => go({ customers: Number(value) || 0 })}
      />
      <NativeSelect
        label={t('hunt.time')}
        value={hunt.from === undefined ? String(hunt.days) : 'own'}
        data={[
          ...spans.map(days => ({
            value: String(days),
            label: t('hunt.lastDays', { count: days }),
          })),
          { value: 'own', label: t('hunt.chosenTime') },
        ]}
        onChange={event => {
          const days = Number(event.currentTarget.value)
          const now = Date.now()
          if (Number.isNaN(days)) go({ from: now - hunt.days * dayMs, to: now })
          else go({ days, from: undefined, to: undefined })
        }}
      />
      <Button type="submit">{t('hunt.search')}</Button>
    </form>
  )
}

/** Which field of the hunt a group stands for. */
function narrow(hunt: Hunt, key: string): Partial<Hunt> {
  if (hunt.group === 'person') return { person: key }
  if (hunt.group === 'endpoint') return { endpoint: key }
  if (hunt.group === 'place') return { place: placeKinds.find(kind => kind === key) }
  if (hunt.group === 'activity') return { activity: key }
  if (hunt.group === 'class') return { klass: Number(key) }
  return { q: key }
}

/** How the value of a group reads. */
function groupWord({ group }: Hunt, key: string): string {
  if (key === '') return t('hunt.none')
  const place = placeKinds.find(kind => kind === key)
  if (group === 'place' && place) return placeWord(place)
  if (group === 'activity') return activityWords(key)
  const known = classNames.find(name => name === `c${key}`)
  return group === 'class' && known ? t(`hunt.classes.${known}`) : key
}

function Groups({ hunt, answer }: { readonly hunt: Hunt; readonly answer: HistoryAnswer }) {
  const most = Math.max(1, ...answer.groups.map(({ events }) => events))
  return (
    <ul className={css.groups}>
      {answer.groups.slice(0, 30).map(({ key, events, customers, last_at }) => (
        <li key={key}>
          <Link href={searchOf({ ...hunt, ...narrow(hunt, key) })}>{groupWord(hunt, key)}</Link>
          <span className={css.meter} aria-hidden>
            <i style={{ width: `${(events / most) * 100}%` }} />
          </span>
          <small className="num">
            {t('hunt.group', { events, customers })} · <Age time={last_at} />
          </small>
        </li>
      ))}
    </ul>
  )
}

export default function HuntPage() {
  const [, navigate] = useLocation()
  const search = useSearch()
  const hunt = huntOf(search)
  const events = useQuery(eventsQuery(hunt))
  const may = useMay()
  const go = (change: Partial<Hunt>) => navigate(searchOf({ ...hunt, ...change }))
  const to = hunt.to ?? Date.now()
  const from = hunt.from ?? to - hunt.days * dayMs
  return (
    <div className={`page ${css.page}`}>
      <header className={css.head}>
        <h1>{t('nav.hunt')}</h1>
        {may('rules.change') && (
          <Button
            variant="default"
            size="sm"
            leftSection={<Wand size={15} aria-hidden />}
            onClick={() => navigate('/rules/new', { state: { draft: ruleDraft(hunt) } })}
          >
            {t('hunt.makeRule')}
          </Button>
        )}
      </header>
      <HuntForm key={search} hunt={hunt} go={go} />
      <HuntFilters hunt={hunt} />
      {hunt.from !== undefined && (
        <p className={css.chosen}>
          <HuntTime key={search} hunt={hunt} go={go} />{' '}
          <Link href={searchOf({ ...hunt, from: undefined, to: undefined })}>
            {t('hunt.wholeTime')}
          </Link>{' '}
          {hunt.person !== '' && <PinTime person={hunt.person} from={from} to={to} />}
        </p>
      )}
      <Loaded
        query={events}
        label={t('hunt.loading')}
        shape="chart"
        isEmpty={answer => answer.total === 0}
        empty={
          <Empty icon={SearchX} title={t('hunt.nothing')}>
            <p>{t('hunt.nothingText')}</p>
          </Empty>
        }
      >
        {answer => (
          <>
            <p className={css.total}>
              <b className="num">{count(answer.total)}</b>{' '}
              {t('hunt.found', { count: answer.total, customers: answer.customers_events })}
            </p>
            <EventBars
              answer={answer}
              from={from}
              to={to}
              href={(start, end) => searchOf({ ...hunt, from: start, to: end })}
            />
            <div className={css.two}>
              <section aria-label={t('hunt.events')}>
                <EventRows key={search} hunt={hunt} rows={answer.rows} total={answer.total} />
              </section>
              <section className={css.side} aria-label={t('hunt.groupBy')}>
                <NativeSelect
                  label={t('hunt.groupBy')}
                  size="xs"
                  value={hunt.group}
                  data={groupNames.map(value => ({ value, label: t(`hunt.groups.${value}`) }))}
                  onChange={event =>
                    go({
                      group:
                        groupNames.find(name => name === event.currentTarget.value) ?? 'person',
                    })
                  }
                />
                <Groups hunt={hunt} answer={answer} />
              </section>
            </div>
          </>
        )}
      </Loaded>
    </div>
  )
}
