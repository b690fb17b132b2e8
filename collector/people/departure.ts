/** When a person counts as departing. Pure: the day is handed in; days are ISO 8601 dates. */

const dayMs = 86_400_000

/** Days of look-back that a missing notice date stands for, and days that a departure is watched afterwards. */
const noticeDaysDefault = 90
const watchDaysAfter = 90

export interface Departure {
  readonly departing: boolean
  readonly afterLastDay: boolean
  /** Whole days until the last working day, negative afterwards; null without one. */
  readonly daysToLastDay: number | null
}

const dayNumber = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / dayMs)

/** State of a departure at `time` (UTC epoch milliseconds). */
export function departureAt(
  person: { readonly notice_date: string | null; readonly last_day: string | null },
  time: number,
): Departure {
  const today = Math.floor(time / dayMs)
  const last = person.last_day === null ? null : dayNumber(person.last_day)
  const notice =
    person.notice_date === null
      ? last === null
        ? null
        : last - noticeDaysDefault
      : dayNumber(person.notice_date)
  return {
    departing:
      notice !== null && today >= notice && (last === null || today <= last + watchDaysAfter),
    afterLastDay: last !== null && today > last,
    daysToLastDay: last === null ? null : last - today,
  }
}
