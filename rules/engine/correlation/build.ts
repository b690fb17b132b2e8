/** Lays correlations out on streams: those over the same rules and groups share one, and in it windows, columns and measures. */
import type { EventObject } from '../event.ts'
import { Baselines } from './baseline.ts'
import { type Range, rangeOf } from './bounds.ts'
import type { Correlation } from './correlation.ts'
import { firstText, joinKey, type ValueReader, valueReader } from './fields.ts'
import { type Measure, PercentileMeasure, SumMeasure, ValuesMeasure } from './measures.ts'
import { OrderedMeasure, PresentMeasure } from './order.ts'
import { Stream, type StreamOptions } from './stream.ts'
import { Suppression } from './suppression.ts'
import type { Window } from './window.ts'

/** The key of the group that an event belongs to; undefined where it lacks a field. */
export type KeyReader = (event: EventObject) => string | undefined

/** Where a rule that fires is heard. */
export interface Listener {
  readonly stream: Stream
  readonly ordinal: number
  readonly readKey: KeyReader
}

/** A correlation at work. */
export interface Running {
  readonly correlation: Correlation
  readonly stream: Stream
  /** What marks an entry that it has fired at. */
  readonly bit: number
  readonly suppression: Suppression | undefined
  readonly baselines: Baselines | undefined
  /** Reads the field that peers share. */
  readonly readPeers: ValueReader | undefined
}

/** Correlations on their streams. */
export interface Layout {
  readonly running: readonly Running[]
  /** By stable name: state is kept under it. */
  readonly streams: ReadonlyMap<string, Stream>
  /** By index of the rule. */
  readonly listeners: readonly (readonly Listener[] | undefined)[]
}

/** Takes what correlations find. */
export interface Sink {
  /** The condition holds for the window from `first` to `slot`; of an absence, the wait for what follows `slot` is over. */
  fire(running: Running, group: number, slot: number, first: number, value: number): void
  /** Every value of a correlation with a baseline, before its condition is looked at. */
  observe(running: Running, group: number, time: number, value: number): void
}

function keyReader(fields: readonly string[]): KeyReader {
  const readers = fields.map(valueReader)
  const [only] = readers
  if (readers.length === 1 && only) return event => firstText(only(event))
  return event => {
    const texts = readers.flatMap(read => firstText(read(event)) ?? [])
    return texts.length === readers.length ? joinKey(texts) : undefined
  }
}

function nameOf({ spec, referenceDigests, groupFields }: Correlation): string {
  const isTemporal = spec.type.startsWith('temporal')
  return JSON.stringify([isTemporal, referenceDigests, groupFields, spec.groupBy])
}

function measureFor(
  { spec, references }: Correlation,
  stream: Stream,
  window: Window,
): Measure | undefined {
  const { type, fields, percentile } = spec
  const [field = ''] = fields
  const name = JSON.stringify([type, fields, percentile])
  switch (type) {
    case 'event_count':
      return undefined
    case 'value_count':
      return window.measure(name, () => new ValuesMeasure(stream.values(fields), false))
    case 'value_sum':
      return window.measure(name, () => new SumMeasure(stream.numbers(field), false))
    case 'value_avg':
      return window.measure(name, () => new SumMeasure(stream.numbers(field), true))
    case 'value_percentile':
      return window.measure(name, () =>
        percentile === undefined
          ? new ValuesMeasure(stream.values(fields), true)
          : new PercentileMeasure(stream.numbers(field), percentile),
      )
    case 'temporal':
      return window.measure(name, () => new PresentMeasure(stream.entries, references.length))
    case 'temporal_ordered':
      return window.measure(
        name,
        () => new OrderedMeasure(stream.entries, references.length, window.spanMs),
      )
  }
}

/** Temporal types without a condition need all of the rules. */
function rangeFor({ spec, references }: Correlation): Range {
  const all = [{ comparison: 'gte', number: references.length } as const]
  return rangeOf(spec.bounds.length > 0 ? spec.bounds : all)
}

/** Joins the stream of its rules and groups, or begins one. */
function joinStream(
  correlation: Correlation,
  streams: Map<string, Stream>,
  listeners: (Listener[] | undefined)[],
  options: StreamOptions,
): Stream {
  const base = nameOf(correlation)
  let name = base
  for (let part = 2; streams.get(name)?.isFull; part++) name = `${base} ${part}`
  const known = streams.get(name)
  if (known) return known
  const stream = new Stream(correlation.spec.type.startsWith('temporal'), options)
  streams.set(name, stream)
  for (const [ordinal, rule] of correlation.references.entries()) {
    const listener = { stream, ordinal, readKey: keyReader(correlation.groupFields[ordinal] ?? []) }
    listeners[rule] = [...(listeners[rule] ?? []), listener]
  }
  return stream
}

function addCheck(running: Running, sink: Sink): void {
  const { correlation, stream, baselines } = running
  const window = stream.window(correlation.spec.timespanMs)
  const { low, high, except } = rangeFor(correlation)
  window.checks.push({
    measure: measureFor(correlation, stream, window),
    low,
    high,
    observe:
      baselines &&
      ((group, slot, value) => sink.observe(running, group, stream.entries.time(slot), value)),
    meet(group, slot, first, value) {
      if (!except.includes(value)) sink.fire(running, group, slot, first, value)
    },
  })
}

function addAbsence(running: Running, sink: Sink): void {
  const { correlation, stream, bit } = running
  stream.addAbsence({
    awaited: correlation.references.length - 1,
    spanMs: correlation.spec.timespanMs,
    bit,
    fire: (group, slot) => sink.fire(running, group, slot, slot, 0),
  })
}

/** Lays out `correlations`, in their order; what they find goes to `sink`. */
export function layOut(
  correlations: readonly Correlation[],
  options: StreamOptions,
  sink: Sink,
): Layout {
  const streams = new Map<string, Stream>()
  const listeners: (Listener[] | undefined)[] = []
  const { groupsMax } = options.limits
  const running = correlations.map(correlation => {
    const { spec } = correlation
    const stream = joinStream(correlation, streams, listeners, options)
    const self: Running = {
      correlation,
      stream,
      bit: stream.takeBit(correlation.digest),
      suppression: spec.suppressMs > 0 ? new Suppression(spec.suppressMs, groupsMax) : undefined,
      baselines: spec.baseline && new Baselines(spec.baseline, groupsMax),
      readPeers: spec.baseline?.peers && valueReader(spec.baseline.peers.field),
    }
    if (spec.isAbsence) addAbsence(self, sink)
    else addCheck(self, sink)
    return self
  })
  return { running, streams, listeners }
}
