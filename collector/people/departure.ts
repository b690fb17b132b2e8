/** When a person counts as departing. Pure: the day is handed in; days are ISO 8601 dates. */

const dayMs = 86_400_000

/** Days before the notice and after the last working day that are watched. */
export interface WatchWindow {
  readonly before: number
  readonly after: number
}

export const watchWindow: WatchWindow = { before: 90, after: 90 }

/** What is known of somebody's leaving: from HR, and an officer's mark. */
export interface Leaving {
  readonly notice_date: string | null
  readonly last_day: string | null
  readonly marked_date: string | null
}

export interface Departure {
  readonly departing: boolean
  readonly afterLastDay: boolean
  /** Whole days until the last working day, negative afterwards; null without one. */
  readonly daysToLastDay: number | null
}

/** Nobody leaves. */
export const staying: Departure = { departing: false, afterLastDay: false, daysToLastDay: null }

const dayNumber = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / dayMs)

/** The ISO date of a time (UTC epoch milliseconds). */
export const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** First and last day number of the watch; null of who stays, and an open end without a last working day. */
function daysOf({ notice_date, last_day, marked_date }: Leaving, { before, after }: WatchWindow) {
  // A last working day alone tells of no notice: the window before it stands for that.
  const told = [notice_date ?? last_day, marked_date].filter(date => date !== null)
  if (told.length === 0) return null
  const begin = Math.min(...told.map(dayNumber)) - before
  return { begin, end: last_day === null ? Number.POSITIVE_INFINITY : dayNumber(last_day) + after }
}

/** From when until when somebody is watched, UTC epoch milliseconds, `until` exclusive; null where they stay. */
export function watchOf(
  leaving: Leaving,
  window = watchWindow,
): { from: number; until: number } | null {
  const days = daysOf(leaving, window)
  return days && { from: days.begin * dayMs, until: (days.end + 1) * dayMs }
}

/** State of a departure at `time` (UTC epoch milliseconds). */
export function departureAt(leaving: Leaving, time: number, window = watchWindow): Departure {
  const today = Math.floor(time / dayMs)
  const days = daysOf(leaving, window)
  const last = leaving.last_day === null ? null : dayNumber(leaving.last_day)
  return {
    departing: days !== null && today >= days.begin && today <= days.end,
    afterLastDay: last !== null && today > last,
    daysToLastDay: last === null ? null : last - today,
  }
}
