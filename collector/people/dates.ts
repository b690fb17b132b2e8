/** Notice dates and last working days as HR writes them. A wrong month would unwatch a leaver, so what can be read in two ways is not guessed. */
import { type DateOrder, dateNumber } from '../../content/dates.ts'

/** Behind a date: a time as databases, Excel and people write it. */
const time = String.raw`(?:[T ,]+\d{1,2}:[0-9:.]+\s*(?:[AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?)?`
const iso = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})${time}$`)
/** By dots the day is always first; by slashes and dashes either is. */
const local = new RegExp(String.raw`^(\d{1,2})([./-])(\d{1,2})\2(\d{4})${time}$`)

/** As ISO 8601; undefined where there is no such day. */
function dateOf(year: number, month: number, day: number): string | undefined {
  const number = String(dateNumber(year, month, day))
  const date = number.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) ? date : undefined
}

/** The order that a file's dates with slashes are written in; undefined where nothing tells, or they tell both. */
export function orderOf(texts: Iterable<string>): DateOrder | undefined {
  const seen = new Set<DateOrder>()
  for (const text of texts) {
    const [, one, mark, two] = local.exec(text.trim()) ?? []
    if (mark === undefined || mark === '.') continue
    if (Number(one) > 12) seen.add('day first')
    if (Number(two) > 12) seen.add('month first')
  }
  const [order] = seen
  return seen.size === 1 ? order : undefined
}

/**
 * `2026-11-29`, `29.11.2026`, `29/11/2026` or `11/29/2026`, also with a time behind, as ISO 8601; null for an empty cell, `unclear` where day
 * and month could be each other and `order` does not tell, undefined where it is no date.
 */
export function parseDate(text: string, order?: DateOrder): string | null | 'unclear' | undefined {
  if (text === '') return null
  const [, year, month, day] = iso.exec(text) ?? []
  if (year !== undefined) return dateOf(Number(year), Number(month), Number(day))
  const [, one, mark, two, localYear] = local.exec(text) ?? []
  if (localYear === undefined) return undefined
  const dayFirst = dateOf(Number(localYear), Number(two), Number(one))
  if (mark === '.' || order === 'day first') return dayFirst
  const monthFirst = dateOf(Number(localYear), Number(one), Number(two))
  if (order === 'month first') return monthFirst
  if (dayFirst !== undefined && monthFirst !== undefined && dayFirst !== monthFirst)
    return 'unclear'
  return dayFirst ?? monthFirst
}
