/** Days, weekends and holidays of the places where the organisation works. Days are ISO 8601 dates; pure. */

export const dayMs = 86_400_000
export const hourMs = 3_600_000
export const minuteMs = 60_000

/** A place of work: its zone and its public holidays as month and day. */
export interface Site {
  readonly name: string
  /** Minutes ahead of UTC (OCSF `timezone_offset`). */
  readonly zone: number
  readonly holidays: readonly string[]
}

export const sites: readonly Site[] = [
  { name: 'Jakarta', zone: 420, holidays: ['01-01', '05-01', '06-01', '08-17', '12-25'] },
  { name: 'Berlin', zone: 60, holidays: ['01-01', '05-01', '10-03', '12-25', '12-26'] },
  {
    name: 'Moscow',
    zone: 180,
    holidays: ['01-01', '01-02', '01-07', '02-23', '03-08', '05-01', '05-09', '06-12', '11-04'],
  },
  {
    name: 'São Paulo',
    zone: -180,
    holidays: ['01-01', '04-21', '05-01', '09-07', '11-15', '12-25'],
  },
]

export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)
export const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)
export const addDays = (day: string, days: number): string => dayOf(startOf(day) + days * dayMs)
/** Whole days from one to the other. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((startOf(to) - startOf(from)) / dayMs)

/** Whether people of the site work on that day. */
export function isWorkday(day: string, { holidays }: Site): boolean {
  const weekday = new Date(startOf(day)).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.includes(day.slice(5))
}

/** The last ten days of a quarter, when sales people close what can be closed. */
export function isQuarterEnd(day: string): boolean {
  const month = Number(day.slice(5, 7))
  return month % 3 === 0 && Number(day.slice(8)) > 20
}
