/** Takes minute, hour, day, week, month or year out of a date of an event, as it is written (appendix, Time Modifiers: no time zones are converted). */
import type { TimePart } from '../ast.ts'

const written = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})|$)/
const dayMs = 86_400_000
/** Numbers below are seconds since 1970, others milliseconds. */
const millisecondsFrom = 100_000_000_000

/** Week of ISO 8601: the week of the year's first Thursday is the first. */
function weekOf(year: number, month: number, day: number): number {
  const date = Date.UTC(year, month - 1, day)
  const weekday = (new Date(date).getUTCDay() + 6) % 7
  const thursday = new Date(date + (3 - weekday) * dayMs)
  return (
    1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / dayMs / 7)
  )
}

function ofText(text: string, part: TimePart): number | undefined {
  const found = written.exec(text)
  if (!found) return undefined
  const [year = 0, month = 0, day = 0] = found.slice(1, 4).map(Number)
  if (part === 'hour') return found[4] === undefined ? undefined : Number(found[4])
  if (part === 'minute') return found[5] === undefined ? undefined : Number(found[5])
  if (part === 'week') return weekOf(year, month, day)
  return { day, month, year }[part]
}

/** The part of a date that is ISO 8601 text, or a number of seconds or milliseconds since 1970 (UTC); undefined where it is neither. */
export function datePart(value: unknown, part: TimePart): number | undefined {
  if (typeof value === 'string') return ofText(value, part)
  if (typeof value !== 'number') return undefined
  const date = new Date(Math.abs(value) < millisecondsFrom ? value * 1000 : value)
  return Number.isNaN(date.getTime()) ? undefined : ofText(date.toISOString(), part)
}
