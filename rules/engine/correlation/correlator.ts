/** Runs correlations: takes which rules each event fired, gives which correlations that completes. Has no clock: event time is handed in. */
import type { EventObject } from '../event.ts'
import { type Layout, type Listener, layOut } from './build.ts'
import type {
  Correlation,
  CorrelationResult,
  Correlator,
  CorrelatorCounts,
  CorrelatorLimits,
  CorrelatorOptions,
  EventStamp,
} from './correlation.ts'
import { Firing } from './evidence.ts'
import { firstText } from './fields.ts'
import { loadLayout, saveLayout } from './state.ts'

/** Bounds that a collector with some ten thousand people stays below. */
const correlatorLimits: CorrelatorLimits = {
  groupsMax: 2_000_000,
  entriesPerGroupMax: 200_000,
  entriesMax: 8_000_000,
  valuesPerEventMax: 10_000,
  evidenceMax: 50,
}

const latenessMsDefault = 10 * 60_000
/** Smaller rings could not hold the entry that is being looked at. */
const entriesMin = 2
const nothing: readonly CorrelationResult[] = []

/** A correlator over linked correlations, each after those that it refers to. */
export function createCorrelator(
  correlations: readonly Correlation[],
  { state, allowedLatenessMs = latenessMsDefault, limits: given }: CorrelatorOptions = {},
): Correlator {
  const limits = { ...correlatorLimits, ...given }
  limits.entriesPerGroupMax = Math.max(limits.entriesPerGroupMax, entriesMin)
  const counts: CorrelatorCounts = {
    ...{ tooLate: 0, withoutGroup: 0, entriesCut: 0, groupsCut: 0, valuesCut: 0 },
    ...{ numbersUnusable: 0, suppressed: 0 },
  }
  const clock = { now: 0 }
  let nextDue = Number.POSITIVE_INFINITY
  /** Counts events, and results that are events for other correlations. */
  let turns = 0
  let found: CorrelationResult[] | undefined
  let current: EventObject = {}

  const layout: Layout = layOut(
    correlations,
    { clock, allowedLatenessMs, limits, counts },
    {
      fire(running, group, slot, first, value) {
        const { correlation, stream, bit, suppression, baselines } = running
        const { spec, rule } = correlation
        const { entries } = stream
        if ((entries.marks(slot) & bit) !== 0) return
        const time = entries.time(slot) + (spec.isAbsence ? spec.timespanMs : 0)
        if (baselines && !baselines.isUnusual(stream.key(group), time, value)) return
        if (suppression && !suppression.admits(stream.key(group), time, clock.now)) {
          counts.suppressed++
          return
        }
        entries.mark(slot, bit)
        const names = stream.groupRecord(group, spec.groupBy)
        const held = { slot, first, value }
        const firing = new Firing({ rule, time, group: names }, held, stream, limits.evidenceMax)
        if (found) found.push(firing)
        else found = [firing]
        const parents = layout.listeners[rule]
        if (!parents) return
        const event = { ...current, ...names }
        const stamp = { offset: entries.offset(slot), time }
        const turn = ++turns
        for (const parent of parents) feed(parent, event, stamp, turn)
      },
      observe(running, group, time, value) {
        const { stream, baselines, readPeers } = running
        const peers = firstText(readPeers?.(current)) ?? ''
        if (baselines?.observe(stream.key(group), time, value, peers)) counts.groupsCut++
      },
    },
  )

  function feed(
    { stream, ordinal, key }: Listener,
    event: EventObject,
    stamp: EventStamp,
    turn: number,
  ): void {
    stream.add(ordinal, key, event, stamp, turn)
    if (stream.hasAbsences) nextDue = Math.min(nextDue, stream.due())
  }

  function hear(
    heard: readonly Listener[],
    event: EventObject,
    stamp: EventStamp,
    turn: number,
  ): void {
    for (let index = 0; index < heard.length; index++) {
      const listener = heard[index]
      if (!listener) continue
      const { stream } = listener
      // An event that fires several of the rules is one event, unless the rules are told apart.
      if (stream.lastTurn === turn && !stream.isTemporal) continue
      stream.lastTurn = turn
      feed(listener, event, stamp, turn)
    }
  }

  /** Correlations of correlations come later in the list, so that what they are given here is seen by themselves. */
  function pass(): void {
    nextDue = Number.POSITIVE_INFINITY
    for (const stream of layout.streams.values()) {
      stream.pass()
      nextDue = Math.min(nextDue, stream.due())
    }
  }

  function take(): readonly CorrelationResult[] {
    const taken = found
    found = undefined
    return taken ?? nothing
  }

  if (state) {
    clock.now = state.clock
    loadLayout(layout, state)
    for (const stream of layout.streams.values()) nextDue = Math.min(nextDue, stream.due())
  }

  return {
    counts,
    process(fired, event, stamp) {
      if (stamp.time > clock.now) {
        clock.now = stamp.time
        if (clock.now > nextDue) {
          current = {}
          pass()
        }
      }
      if (fired.length === 0) return take()
      const turn = ++turns
      current = event
      for (let index = 0; index < fired.length; index++) {
        const heard = layout.listeners[fired[index] ?? -1]
        if (heard) hear(heard, event, stamp, turn)
      }
      return take()
    },
    advance(time) {
      if (time > clock.now) clock.now = time
      current = {}
      pass()
      return take()
    },
    snapshot: () => saveLayout(layout, clock.now),
  }
}
