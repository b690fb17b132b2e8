/** Finds when an event happened, whatever its taxonomy, by the names that logs usually give it. */
import { type EventObject, fieldReader } from './engine/event.ts'

const readers = [
  ...['time', '@timestamp', 'timestamp', 'Timestamp', 'UtcTime', 'TimeCreated', 'TimeGenerated'],
  ...['EventTime', 'eventTime', 'event.created', 'event_time', 'datetime', '_time', 'ts', 'date'],
].map(fieldReader)

/** Larger numbers are of a smaller unit: seconds, milliseconds, microseconds, nanoseconds since 1970. */
const units = [
  [1e11, 1000],
  [1e14, 1],
  [1e17, 1e-3],
  [Number.POSITIVE_INFINITY, 1e-6],
] as const

function ofNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined
  const factor = units.find(([below]) => value < below)?.[1] ?? 1
  return Math.round(value * factor)
}

/** UTC epoch milliseconds of a number or a date; texts without a zone are UTC. */
function timeIn(value: unknown): number | undefined {
  if (typeof value === 'number') return ofNumber(value)
  if (typeof value !== 'string' || value === '') return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return value.length > 8 ? ofNumber(Number(value)) : undefined
  const text = value.replace(/^(\d{4}-\d\d-\d\d) /, '$1T')
  const isZoned = /(Z|GMT|UTC|[+-]\d\d:?\d\d)$/i.test(text)
  const time = Date.parse(isZoned ? text : `${text}Z`)
  return Number.isNaN(time) ? undefined : time
}

/** UTC epoch milliseconds of an event; undefined where none of the usual fields has a time. */
export function usualTime(event: EventObject): number | undefined {
  for (const read of readers) {
    const time = timeIn(read([event]))
    if (time !== undefined) return time
  }
  return undefined
}
