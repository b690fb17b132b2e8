/** The correlator again, without any cleverness: remembers lists of entries and counts them anew for every window. */
import type {
  Bound,
  Correlation,
  CorrelationResult,
  EventStamp,
} from '../../../../rules/engine/correlation/correlation.ts'
import type { EventObject } from '../../../../rules/engine/event.ts'

/** What a result says, in a form that can be compared. */
export type Plain = Omit<CorrelationResult, 'offsets'> & { readonly offsets: readonly number[] }

interface Entry {
  readonly time: number
  readonly arrivedAt: number
  readonly ordinal: number
  readonly group: string
  readonly event: EventObject
  readonly offset: number
  isAnswered: boolean
  readonly fired: Set<Correlation>
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value)
    ? value.flatMap(texts)
    : value === undefined || value === null
      ? []
      : [String(value)]

const meets = ({ comparison, number }: Bound, value: number): boolean => {
  if (comparison === 'gt') return value > number
  if (comparison === 'gte') return value >= number
  if (comparison === 'lt') return value < number
  if (comparison === 'lte') return value <= number
  return comparison === 'eq' ? value === number : value !== number
}

function valuesOf({ spec }: Correlation, event: EventObject): readonly string[] {
  const [only] = spec.fields
  if (spec.fields.length === 1 && only) return [...new Set(texts(event[only]))]
  const parts = spec.fields.map(field => texts(event[field])[0])
  return parts.every(part => part !== undefined) ? [JSON.stringify(parts)] : []
}

/** An event that stands for several rules of a temporal correlation is told once. */
function offsetsOf({ spec }: Correlation, window: readonly Entry[]): readonly number[] {
  const offsets = window.map(({ offset }) => offset)
  return spec.type.startsWith('temporal')
    ? offsets.filter((offset, index) => offset !== offsets[index + 1])
    : offsets
}

function orderedLength(window: readonly Entry[], rules: number): number {
  const reaches = (ordinal: number, from: number, length: number): boolean =>
    ordinal === length ||
    window.some(
      entry =>
        entry.ordinal === ordinal && entry.time >= from && reaches(ordinal + 1, entry.time, length),
    )
  let length = rules
  while (length > 0 && !reaches(0, Number.NEGATIVE_INFINITY, length)) length--
  return length
}

function percentile(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const rank = ((sorted.length - 1) * percent) / 100
  const low = sorted[Math.floor(rank)] ?? Number.NaN
  const high = sorted[Math.ceil(rank)] ?? Number.NaN
  return rank === Math.floor(rank) ? low : low + (rank - Math.floor(rank)) * (high - low)
}

/** The number that a window comes to; NaN is none. */
function measure(correlation: Correlation, window: readonly Entry[]): number {
  const { type, fields, percentile: percent } = correlation.spec
  const numbers = window
    .map(({ event }) => event[fields[0] ?? ''])
    .filter(value => typeof value === 'number')
  const millionths = numbers.reduce((sum, value) => sum + BigInt(Math.round(value * 1e6)), 0n)
  const isSafe = Number.isSafeInteger(Number(millionths))
  const rest = Number(millionths % 1_000_000n) / 1e6
  const sum = isSafe ? Number(millionths) / 1e6 : Number(millionths / 1_000_000n) + rest
  switch (type) {
    case 'event_count':
      return window.length
    case 'value_count':
      return new Set(window.flatMap(({ event }) => valuesOf(correlation, event))).size
    case 'value_sum':
      return numbers.length === 0 ? Number.NaN : sum
    case 'value_avg':
      return numbers.length === 0 ? Number.NaN : sum / numbers.length
    case 'value_percentile': {
      if (percent !== undefined) return percentile(numbers, percent)
      const values = window.flatMap(({ event }) => valuesOf(correlation, event))
      const own = valuesOf(correlation, window.at(-1)?.event ?? {})
      if (own.length !== 1) return Number.NaN
      return (values.filter(value => value === own[0]).length * 100) / values.length
    }
    case 'temporal':
      return new Set(window.map(({ ordinal }) => ordinal)).size
    case 'temporal_ordered':
      return orderedLength(window, correlation.references.length)
  }
}

/** Runs `correlations` by brute force; the same face as the correlator, without limits and snapshots. */
export function createOracle(correlations: readonly Correlation[], allowedLatenessMs: number) {
  let clock = 0
  let found: Plain[] = []
  const isTemporal = ({ spec }: Correlation) => spec.type.startsWith('temporal')
  const shares = (a: Correlation, b: Correlation) =>
    isTemporal(a) === isTemporal(b) &&
    JSON.stringify([a.references, a.groupFields]) === JSON.stringify([b.references, b.groupFields])
  /** Correlations over the same rules and groups remember the same events, for as long as the longest of them needs. */
  const retained = new Map(
    correlations.map(one => [
      one,
      allowedLatenessMs +
        Math.max(
          ...correlations.filter(other => shares(one, other)).map(({ spec }) => spec.timespanMs),
        ),
    ]),
  )
  const memory = new Map<Correlation, Entry[]>(correlations.map(one => [one, []]))
  const silences = new Map<Correlation, Map<string, number>>(
    correlations.map(one => [one, new Map()]),
  )

  const chain = (one: Correlation, group: string): readonly Entry[] =>
    (memory.get(one) ?? [])
      .filter(entry => entry.group === group)
      .map((entry, arrival) => ({ entry, arrival }))
      .sort((a, b) => a.entry.time - b.entry.time || a.arrival - b.arrival)
      .map(({ entry }) => entry)

  function fire(
    one: Correlation,
    at: Entry,
    window: readonly Entry[],
    time: number,
    value: number,
  ): void {
    if (at.fired.has(one)) return
    const { spec, rule } = one
    const last = silences.get(one)?.get(at.group)
    if (spec.suppressMs > 0 && last !== undefined && Math.abs(time - last) < spec.suppressMs) return
    silences.get(one)?.set(at.group, time)
    at.fired.add(one)
    const keys: readonly string[] = JSON.parse(at.group)
    const group = Object.fromEntries(spec.groupBy.map((name, index) => [name, keys[index] ?? '']))
    const offsets = offsetsOf(one, window)
    found.push({ rule, time, startedAt: window[0]?.time ?? time, group, value, offsets })
    const event = { ...(current ?? {}), ...group }
    for (const parent of correlations) {
      const ordinal = parent.references.indexOf(rule)
      if (ordinal >= 0) feed(parent, ordinal, event, { offset: at.offset, time })
    }
  }
  let current: EventObject | undefined

  function feed(
    one: Correlation,
    ordinal: number,
    event: EventObject,
    { time, offset }: EventStamp,
  ): void {
    const { spec } = one
    const keys = (one.groupFields[ordinal] ?? []).map(field => texts(event[field])[0])
    if (keys.some(key => key === undefined)) return
    const all = (memory.get(one) ?? []).filter(
      entry => entry.arrivedAt >= clock - (retained.get(one) ?? 0),
    )
    memory.set(one, all)
    const group = JSON.stringify(keys)
    const newest = chain(one, group).at(-1)
    if (newest && time < newest.time - allowedLatenessMs) return
    const added: Entry = {
      ...{ time, arrivedAt: clock, ordinal, group, event, offset },
      ...{ isAnswered: false, fired: new Set<Correlation>() },
    }
    all.push(added)
    const entries = chain(one, group)
    if (spec.isAbsence) {
      const awaited = one.references.length - 1
      for (const asked of entries.filter(entry => entry.ordinal !== awaited)) {
        const isAnswer = (entry: Entry) =>
          entry.ordinal === awaited &&
          entry.time >= asked.time &&
          entry.time <= asked.time + spec.timespanMs
        asked.isAnswered ||= entries.some(isAnswer)
      }
      return
    }
    for (const end of entries.slice(entries.indexOf(added))) {
      if (end.time > time + spec.timespanMs) continue
      const window = entries
        .slice(0, entries.indexOf(end) + 1)
        .filter(entry => entry.time >= end.time - spec.timespanMs)
      const value = measure(one, window)
      const all = [{ comparison: 'gte', number: one.references.length } as const]
      const bounds = spec.bounds.length > 0 ? spec.bounds : all
      if (Number.isNaN(value) || !bounds.every(bound => meets(bound, value))) continue
      fire(one, end, window, end.time, value)
    }
  }

  function pass(time: number): void {
    if (time > clock) clock = time
    current = undefined
    for (const one of correlations.filter(({ spec }) => spec.isAbsence)) {
      const { timespanMs } = one.spec
      for (const entry of memory.get(one) ?? []) {
        const isOver = entry.arrivedAt + timespanMs + allowedLatenessMs < clock
        if (!isOver || entry.isAnswered || entry.ordinal === one.references.length - 1) continue
        entry.isAnswered = true
        fire(one, entry, [entry], entry.time + timespanMs, 0)
      }
    }
  }

  const take = (): readonly Plain[] => {
    const taken = found
    found = []
    return taken
  }

  return {
    process(fired: readonly number[], event: EventObject, stamp: EventStamp): readonly Plain[] {
      pass(stamp.time)
      current = event
      const heard = new Set<Correlation>()
      for (const rule of fired) {
        for (const one of correlations) {
          const ordinal = one.references.indexOf(rule)
          if (ordinal < 0 || (heard.has(one) && !isTemporal(one))) continue
          heard.add(one)
          feed(one, ordinal, event, stamp)
        }
      }
      return take()
    },
    advance(time: number): readonly Plain[] {
      pass(time)
      return take()
    },
  }
}
