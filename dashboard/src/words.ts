/** How enums, numbers, sizes, ages and departures read. The one place for wording that several pages share. Pure. */
import type { AlertStatus, AlertSummary, PersonChip, Verdict } from '../../events/api.ts'
import type { PlaceKind } from '../../events/policy.ts'

export type Severity = AlertSummary['severity']

export const severityWords: Record<Severity, string> = {
  informational: 'info',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
}

export const statusWords: Record<AlertStatus, string> = {
  watched: 'watched',
  new: 'new',
  in_progress: 'in progress',
  closed: 'closed',
}

export const verdictWords: Record<Verdict, string> = {
  true_positive: 'confirmed',
  suspicious: 'suspicious',
  benign: 'approved',
  false_positive: 'mistake',
  duplicate: 'duplicate',
}

/** Each verdict with what it means, in the order an officer needs them. */
export const verdicts: readonly { readonly value: Verdict; readonly means: string }[] = [
  { value: 'true_positive', means: 'customers were taken without approval' },
  { value: 'suspicious', means: 'not proven, worth remembering' },
  { value: 'benign', means: 'it happened, and somebody agreed to it' },
  { value: 'false_positive', means: 'the rule or the data is wrong' },
  { value: 'duplicate', means: 'handled in another alert' },
]

export const placeWords: Record<PlaceKind, string> = {
  removable: 'USB',
  network: 'network drive',
  'cloud-sync': 'cloud folder',
  folder: 'watched folder',
  phone: 'phone',
  printer: 'printer',
  clipboard: 'clipboard',
  crm: 'CRM export',
}

/** Places that are outside of the company's reach. */
const outside: ReadonlySet<PlaceKind> = new Set(['removable', 'cloud-sync', 'phone', 'printer'])

/** Whether customers of this alert are out: on a drive, on paper or in somebody's cloud. */
export const isOut = ({ customers, places }: AlertSummary): boolean =>
  customers > 0 && places.some(({ kind }) => outside.has(kind))

export const count = (value: number): string => value.toLocaleString('en-US')

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

/** `38 %`, `< 1 %`, or nothing where there is no whole. */
export function share(part: number, whole: number): string {
  if (whole === 0) return ''
  const percent = (part / whole) * 100
  return percent > 0 && percent < 1 ? '< 1 %' : `${Math.round(percent)} %`
}

const units = ['bytes', 'KB', 'MB', 'GB'] as const

/** `48 KB`, `1.2 MB`; decimal units as file managers show them. */
export function size(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit > 0 && value < 10 ? 1 : 0
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`
}

const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

/** `Indonesia` for `ID`; what is no country code stays as it is. */
export const country = (code: string): string =>
  /^[A-Z]{2}$/.test(code) ? (countryNames.of(code) ?? code) : code

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** `now`, `4 min`, `3 h`, `6 d`. */
export function age(time: number, now: number): string {
  const ms = Math.max(0, now - time)
  if (ms < minuteMs) return 'now'
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`
  if (ms < 2 * dayMs) return `${Math.floor(ms / hourMs)} h`
  return `${Math.floor(ms / dayMs)} d`
}

const exactFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
})
const clockFormat = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' })
const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** Date and time to the second, in the viewer's zone. */
export const exact = (time: number): string => exactFormat.format(time)
export const clockTime = (time: number): string => clockFormat.format(time)
/** `29 Nov` of an ISO 8601 date. */
export const day = (date: string): string => dateFormat.format(new Date(`${date}T12:00:00`))

/** `leaves in 6 d`, `last day today`, `left 3 d ago`; undefined for who stays. */
export function departure(person: PersonChip): string | undefined {
  const days = person.days_to_last_day
  if (days === null) return person.departing ? 'gave notice' : undefined
  if (days === 0) return 'last day today'
  if (days === 1) return 'leaves tomorrow'
  return days > 0 ? `leaves in ${days} d` : `left ${-days} d ago`
}
