/** IANA time zones by the tables that the runtime brings: how far a zone is ahead of UTC at a moment. */

const quarterMs = 900_000
const minuteMs = 60_000

interface Known {
  readonly format: Intl.DateTimeFormat
  /** The quarter of an hour that was asked for last, and the minutes ahead in it. */
  quarter: number
  ahead: number
}

const zones = new Map<string, Known>()

function known(zone: string): Known {
  const before = zones.get(zone)
  if (before) return before
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric' },
  })
  const made = { format, quarter: Number.NaN, ahead: 0 }
  zones.set(zone, made)
  return made
}

/** What is wrong with a zone, in words; undefined where nothing is. */
export function zoneFault(zone: string): string | undefined {
  try {
    // An offset such as +07:00 would be taken too, and knows no summer time.
    if (/^[A-Za-z]/.test(zone)) return void known(zone)
  } catch {}
  return `"${zone}" is no time zone; write its IANA name, such as Asia/Jakarta`
}

/** Minutes that the wall of a zone is ahead of UTC at a time (UTC epoch milliseconds). Throws RangeError where `zoneFault` finds one. */
export function minutesAhead(zone: string, time: number): number {
  const of = known(zone)
  const quarter = Math.floor(time / quarterMs)
  // Zones change their offset on quarters of an hour, and events come in the order of time: the tables are seldom asked.
  if (quarter === of.quarter) return of.ahead
  const at = quarter * quarterMs
  const parts = Object.fromEntries(
    of.format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
  of.ahead = Math.round((Date.UTC(year, month - 1, day, hour, minute) - at) / minuteMs)
  of.quarter = quarter
  return of.ahead
}
