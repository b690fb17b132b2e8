/** A calendar of last working days: the week before this one and the five after, a cell a day. For wide windows; the list says the same. */
import { Link } from 'wouter'
import type { Departure } from '../../../events/api-people.ts'
import { useNow } from '../clock.ts'
import { locale, t } from '../text.ts'
import css from './leavers.module.css'
import { isRevealed } from './person-chip.tsx'

const weeks = 7
const daysAWeek = 7

/** An ISO 8601 date of the viewer's wall. */
const isoDate = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map(part => String(part).padStart(2, '0'))
    .join('-')

/** The Monday of the week before `now`. */
function firstDay(now: number): Date {
  const day = new Date(now)
  day.setHours(12, 0, 0, 0)
  day.setDate(day.getDate() - ((day.getDay() + 6) % daysAWeek) - daysAWeek)
  return day
}

const after = (first: Date, days: number): Date => {
  const day = new Date(first)
  day.setDate(day.getDate() + days)
  return day
}

export function LeaverCalendar({ departures }: { readonly departures: readonly Departure[] }) {
  const now = useNow()
  const first = firstDay(now)
  const today = isoDate(new Date(now))
  const byDay = Map.groupBy(departures, ({ person }) => person.last_day ?? '')
  const name = new Intl.DateTimeFormat(locale(), { weekday: 'short' })
  const dayName = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short' })
  return (
    <table className={css.calendar}>
      <caption className="hidden">{t('leavers.calendar')}</caption>
      <thead>
        <tr>
          {Array.from({ length: daysAWeek }, (_, index) => (
            <th scope="col" key={after(first, index).getDay()}>
              {name.format(after(first, index))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: weeks }, (_, week) => after(first, week * daysAWeek)).map(monday => (
          <tr key={isoDate(monday)}>
            {Array.from({ length: daysAWeek }, (_, index) => after(monday, index)).map(day => {
              const iso = isoDate(day)
              return (
                <td
                  key={iso}
                  data-past={iso < today || undefined}
                  data-today={iso === today || undefined}
                >
                  <span>{dayName.format(day)}</span>
                  {(byDay.get(iso) ?? []).map(({ person, taken }) => (
                    <Link
                      key={person.pseudonym}
                      href={`/leavers/${person.id}`}
                      data-out={taken.out > 0 || undefined}
                    >
                      {isRevealed(person, now) ? person.name : person.pseudonym}
                    </Link>
                  ))}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
