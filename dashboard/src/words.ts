/** How enums, numbers, sizes, ages and departures read in the viewer's language. The one place for wording that several pages share. */
import type { AlertStatus, AlertSummary, PersonChip, Verdict } from '../../events/api.ts'
import type { PlaceKind } from '../../events/policy.ts'
import { locale, t } from './text.ts'

export type Severity = AlertSummary['severity']

export const severityWord = (severity: Severity): string => t(`words.severity.${severity}`)
export const statusWord = (status: AlertStatus): string => t(`words.status.${status}`)
export const verdictWord = (verdict: Verdict): string => t(`words.verdict.${verdict}`)
export const placeWord = (kind: PlaceKind): string => t(`words.place.${kind}`)

/** Verdicts in the order an officer needs them. */
export const verdicts: readonly Verdict[] = [
  'true_positive',
  'suspicious',
  'benign',
  'false_positive',
  'duplicate',
]

/** Places that are outside of the company's reach. */
const outside: ReadonlySet<PlaceKind> = new Set(['removable', 'cloud-sync', 'phone', 'printer'])

/** Whether customers of this alert are out: on a drive, on paper or in somebody's cloud. */
export const isOut = ({ customers, places }: AlertSummary): boolean =>
  customers > 0 && places.some(({ kind }) => outside.has(kind))

/** A formatter per locale and purpose: making one takes longer than using it. */
const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function numberFormat(digits: number): Intl.NumberFormat {
  const key = `number ${locale()} ${digits}`
  const known = formats.get(key)
  if (known instanceof Intl.NumberFormat) return known
  const made = new Intl.NumberFormat(locale(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  formats.set(key, made)
  return made
}

const timeOptions = {
  exact: { dateStyle: 'medium', timeStyle: 'medium' },
  clock: { timeStyle: 'short' },
  date: { day: 'numeric', month: 'short' },
} as const

function timeFormat(purpose: keyof typeof timeOptions): Intl.DateTimeFormat {
  const key = `${purpose} ${locale()}`
  const known = formats.get(key)
  if (known instanceof Intl.DateTimeFormat) return known
  const made = new Intl.DateTimeFormat(locale(), timeOptions[purpose])
  formats.set(key, made)
  return made
}

/** `0.25`. */
export const rate = (value: number): string => numberFormat(2).format(value)
export const count = (value: number): string => numberFormat(0).format(value)

/** `38 %`, `< 1 %`, or nothing where there is no whole. */
export function share(part: number, whole: number): string {
  if (whole === 0) return ''
  const percent = (part / whole) * 100
  if (percent > 0 && percent < 1) return t('words.lessThanOnePercent')
  return t('words.percent', { percent: Math.round(percent) })
}

const units = ['bytes', 'KB', 'MB', 'GB'] as const

/** `48 KB`, `1.2 MB`; decimal units as file managers show them. */
export function size(bytes: number): string {
  let value = bytes
  let at = 0
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000
    at += 1
  }
  const digits = at > 0 && value < 10 ? 1 : 0
  const unit = t(`words.unit.${units[at] ?? 'bytes'}`)
  return t('words.size', { value: numberFormat(digits).format(value), unit })
}

/** `Indonesia` for `ID`; what is no country code stays as it is. */
export const country = (code: string): string =>
  /^[A-Z]{2}$/.test(code)
    ? (new Intl.DisplayNames(locale(), { type: 'region', fallback: 'code' }).of(code) ?? code)
    : code

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** `now`, `4 min`, `3 h`, `6 d`. */
export function age(time: number, now: number): string {
  const ms = Math.max(0, now - time)
  if (ms < minuteMs) return t('words.now')
  if (ms < hourMs) return t('words.minutes', { count: Math.floor(ms / minuteMs) })
  if (ms < 2 * dayMs) return t('words.hours', { count: Math.floor(ms / hourMs) })
  return t('words.days', { count: Math.floor(ms / dayMs) })
}

/** The same in running text: `just now`, `4 min ago`. */
export function ago(time: number, now: number): string {
  const ms = Math.max(0, now - time)
  if (ms < minuteMs) return t('words.justNow')
  if (ms < hourMs) return t('words.minutesAgo', { count: Math.floor(ms / minuteMs) })
  if (ms < 2 * dayMs) return t('words.hoursAgo', { count: Math.floor(ms / hourMs) })
  return t('words.daysAgo', { count: Math.floor(ms / dayMs) })
}

/** Date and time to the second, in the viewer's zone. */
export const exact = (time: number): string => timeFormat('exact').format(time)
export const clockTime = (time: number): string => timeFormat('clock').format(time)
/** `29 Nov` of a time. */
export const shortDate = (time: number): string => timeFormat('date').format(time)
/** `29 Nov` of an ISO 8601 date. */
export const day = (date: string): string => shortDate(Date.parse(`${date}T12:00:00`))

/** `leaves in 6 d`, `last day today`, `left 3 d ago`; undefined for who stays. */
export function departure(person: PersonChip): string | undefined {
  const days = person.days_to_last_day
  if (days === null) return person.departing ? t('words.gaveNotice') : undefined
  if (days === 0) return t('words.lastDayToday')
  if (days === 1) return t('words.leavesTomorrow')
  return days > 0 ? t('words.leavesIn', { days }) : t('words.leftAgo', { days: -days })
}
