/** Lays correlations out on streams: those over the same rules and groups share one, and in it windows, columns and measures. */
import { Baselines } from './baseline.ts'
import { type Range, rangeOf } from './bounds.ts'
import type { Correlation } from './correlation.ts'
import { type ValueReader, valueReader } from './fields.ts'
import { Key } from './key.ts'
import { type Measure, PercentileMeasure, SumMeasure, ValuesMeasure } from './measures.ts'
import { OrderedMeasure, PresentMeasure } from './order.ts'
import { Stream, type StreamOptions } from './stream.ts'
import { Suppression } from './suppression.ts'
import { Texts } from './texts.ts'
import type { Check } from './window.ts'

/** Where a rule that fires is heard. */
export interface Listener {
  readonly stream: Stream
  readonly ordinal: number
  readonly key: Key
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

/** What all streams of a layout share. */
interface Shared {
  readonly texts: Texts
  /** By the fields that they read. */
  readonly keys: Map<string, Key>
  readonly options: StreamOptions
}

function keyOf(fields: readonly string[], { keys, texts }: Shared): Key {
  const name = JSON.stringify(fields)
  const key = keys.get(name) ?? new Key(fields, texts)
  keys.set(name, key)
  return key
}

function nameOf({ spec, referenceDigests, groupFields }: Correlation): string {
  const isTemporal = spec.type.startsWith('temporal')
  return JSON.stringify([isTemporal, referenceDigests, groupFields, spec.groupBy])
}

/** What makes the measure of a correlation; undefined counts entries. */
function measureOf({ spec, references }: Correlation, stream: Stream): (() => Measure) | undefined {
  const { type, fields, percentile, timespanMs } = spec
  const [field = ''] = fields
  const { entries, groups } = stream
  switch (type) {
    case 'event_count':
      return undefined
    case 'value_count':
      return () => new ValuesMeasure(stream.columns.values(fields), groups, false)
    case 'value_sum':
      return () => new SumMeasure(stream.columns.numbers(field), groups, false)
    case 'value_avg':
      return () => new SumMeasure(stream.columns.numbers(field), groups, true)
    case 'value_percentile':
      return percentile === undefined
        ? () => new ValuesMeasure(stream.columns.values(fields), groups, true)
        : () => new PercentileMeasure(stream.columns.numbers(field), percentile)
    case 'temporal':
      return () => new PresentMeasure(entries, groups, references.length)
    case 'temporal_ordered':
      return () => new OrderedMeasure(entries, groups, references.length, timespanMs)
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
  shared: Shared,
): Stream {
  const base = nameOf(correlation)
  let name = base
  for (let part = 2; streams.get(name)?.isFull; part++) name = `${base} ${part}`
  const known = streams.get(name)
  if (known) return known
  const stream = new Stream(
    correlation.spec.type.startsWith('temporal'),
    shared.texts,
    shared.options,
  )
  streams.set(name, stream)
  for (const [ordinal, rule] of correlation.references.entries()) {
    const key = keyOf(correlation.groupFields[ordinal] ?? [], shared)
    const listener = { stream, ordinal, key }
    listeners[rule] = [...(listeners[rule] ?? []), listener]
  }
  return stream
}

function addCheck(running: Running, sink: Sink): void {
  const { correlation, stream, baselines } = running
  const { type, fields, percentile, timespanMs } = correlation.spec
  const { low, high, except } = rangeFor(correlation)
  const window = stream.window(timespanMs)
  const check: Check = {
    low,
    high,
    observe:
      baselines &&
      ((group, slot, value) => sink.observe(running, group, stream.entries.time(slot), value)),
    meet(group, slot, first, value) {
      if (!except.includes(value)) sink.fire(running, group, slot, first, value)
    },
  }
  const make = measureOf(correlation, stream)
  if (make) window.check(check, JSON.stringify([type, fields, percentile]), make)
  else window.checkCount(check)
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
  const shared: Shared = { texts: new Texts(), keys: new Map(), options }
  const { groupsMax } = options.limits
  const running = correlations.map(correlation => {
    const { spec } = correlation
    const stream = joinStream(correlation, streams, listeners, shared)
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
