/** Whether an event happened outside working hours. Pure but for the zone of this machine, which stands in where an event names none. */

const minuteMs = 60_000
/** A usual working day, Monday to Friday, by the clock on the wall. */
const [firstHour, endHour] = [7, 19]

/** True at night and at the weekend. `offset`: OCSF `timezone_offset`, minutes ahead of UTC; without it the zone of this machine. */
export function isOffHours(time: number, offset: number | undefined): boolean {
  const local = new Date(time)
  const zone = offset ?? -local.getTimezoneOffset()
  const wall = new Date(time + zone * minuteMs)
  const day = wall.getUTCDay()
  const hour = wall.getUTCHours()
  return day === 0 || day === 6 || hour < firstHour || hour >= endHour
}
