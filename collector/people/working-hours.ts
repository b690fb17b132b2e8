/** Working hours as HR writes them, and whether a moment lies outside them. The notation is a part of OpenStreetMap's `opening_hours`: `Mo-Fr 09:00-18:00; Sa 10:00-14:00`. Pure. */
import { minutesAhead } from './zones.ts'

/** Somebody's hours and IANA zone as text that was checked; null where nobody said. */
export interface WorkTime {
  readonly working_hours: string | null
  readonly zone: string | null
}

/** What holds where the directory says nothing of somebody. */
export interface CompanyTime extends WorkTime {
  /** The zone of the collector's machine, where neither the configuration nor the event names one. */
  readonly machine_zone: string
}

/** Minutes of the week from Monday 00:00; `end` exclusive, and past the week's end where a shift goes into Monday. */
interface Span {
  readonly start: number
  readonly end: number
}

const days = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']
const dayMinutes = 1440
const weekMinutes = 7 * dayMinutes
const minuteMs = 60_000
/** Hours that hold where nobody said any. */
export const usualHours = 'Mo-Fr 07:00-19:00'

/** The company's time by its configuration, on this machine. */
export const companyTime = ({
  hours,
  zone,
}: {
  readonly hours: string
  readonly zone?: string
}): CompanyTime => ({
  working_hours: hours,
  zone: zone ?? null,
  machine_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
})

/** `Mo-Fr`, `Mon, Wed`, `sa-mo`; undefined where it is none. */
function daysOf(text: string): number[] | undefined {
  const numbers: number[] = []
  for (const part of text.split(',')) {
    const match = /^([a-z]{2})[a-z]*(?:\s*[-–]\s*([a-z]{2})[a-z]*)?$/.exec(part.trim())
    const first = days.indexOf(match?.[1] ?? '')
    const last = match?.[2] === undefined ? first : days.indexOf(match[2])
    if (first < 0 || last < 0) return undefined
    const count = ((last - first + 7) % 7) + 1
    for (let each = 0; each < count; each += 1) numbers.push((first + each) % 7)
  }
  return numbers
}

/** `09:00-12:00, 13:00-18:00` as minutes of the day; one that ends before it begins goes past midnight. */
function timesOf(text: string): Span[] | undefined {
  const spans: Span[] = []
  for (const part of text.split(',')) {
    const match = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/.exec(part.trim())
    const [startHour = 99, startMinute = 99, endHour = 99, endMinute = 99] = (
      match?.slice(1) ?? []
    ).map(Number)
    const [start, end] = [startHour * 60 + startMinute, endHour * 60 + endMinute]
    if (startMinute > 59 || endMinute > 59 || start >= dayMinutes || end > dayMinutes)
      return undefined
    spans.push({ start, end: end > start ? end : end + dayMinutes })
  }
  return spans
}

/** Spans of the week; undefined where the text is no such notation. Times without days are those of Monday to Friday. */
function parseHours(text: string): readonly Span[] | undefined {
  const byDay = new Map<number, readonly Span[]>()
  for (const rule of text.toLowerCase().split(';')) {
    if (rule.trim() === '24/7') return [{ start: 0, end: weekMinutes }]
    const match = /^([a-z ,–-]*?)\s*(\d.*|off)$/.exec(rule.trim())
    if (!match) return undefined
    const [, names = '', times = ''] = match
    const which = names === '' ? [0, 1, 2, 3, 4] : daysOf(names)
    const spans = times === 'off' ? [] : timesOf(times)
    if (!which || !spans) return undefined
    // As in opening_hours, a later rule stands instead of an earlier one for the days that it names.
    for (const day of which) byDay.set(day, spans)
  }
  return [...byDay].flatMap(([day, spans]) =>
    spans.map(({ start, end }) => ({
      start: day * dayMinutes + start,
      end: day * dayMinutes + end,
    })),
  )
}

const parsed = new Map<string, readonly Span[] | undefined>()
/** A company has a handful of different hours; an HR file with more is parsed again and again, no more. */
const parsedMax = 1000

function spansOf(text: string): readonly Span[] | undefined {
  if (!parsed.has(text)) {
    if (parsed.size >= parsedMax) parsed.clear()
    parsed.set(text, parseHours(text))
  }
  return parsed.get(text)
}

/** What is wrong with hours, in words; undefined where nothing is. */
export const hoursFault = (text: string): string | undefined =>
  spansOf(text) ? undefined : `"${text}" are no working hours; write them as Mo-Fr 09:00-18:00`

/** Minutes that a moment lies after Monday 00:00 on the wall. */
function minuteOfWeek(time: number, ahead: number): number {
  const minutes = Math.floor(time / minuteMs) + ahead
  // The first of January 1970 was a Thursday.
  return (((minutes + 3 * dayMinutes) % weekMinutes) + weekMinutes) % weekMinutes
}

/**
 * True outside the hours of who acted. Their own zone stands above the company's, and both above what the event says of itself
 * (`timezone_offset`, minutes ahead of UTC), since who sits at an endpoint can set its clock to another zone.
 */
export function isOffHours(
  time: number,
  offset: number | undefined,
  { own, company }: { readonly own: WorkTime | undefined; readonly company: CompanyTime },
): boolean {
  const said = own?.zone ?? company.zone
  const ahead =
    said === null && offset !== undefined
      ? offset
      : minutesAhead(said ?? company.machine_zone, time)
  const minute = minuteOfWeek(time, ahead)
  const spans = spansOf(own?.working_hours ?? company.working_hours ?? usualHours) ?? []
  return !spans.some(
    ({ start, end }) =>
      (minute >= start && minute < end) || (end > weekMinutes && minute < end - weekMinutes),
  )
}
