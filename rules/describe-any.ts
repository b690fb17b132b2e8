/** Tells the engine what an event of any origin is: OCSF, a Windows event log record, or neither, which every rule may look at. */

import { ocsfLogsource } from './describe.ts'
import { describeWindows } from './describe-windows.ts'
import type { CompiledRules, EventDescription } from './engine/engine.ts'
import { type EventObject, type EventView, fieldReader } from './engine/event.ts'
import type { Logsource } from './engine/rule.ts'
import { usualTime } from './event-time.ts'

/** Fields of rules, and the fields of events that stand for them, the first that is there. */
export type FieldMapping = ReadonlyMap<string, readonly string[]>

interface DescribeOptions {
  /** What events that are neither OCSF nor Windows are; without it every rule looks at them. */
  readonly logsource?: Logsource | undefined
  readonly mapping?: FieldMapping | undefined
}

const distinct = (sources: readonly Logsource[]): readonly Logsource[] => [
  ...new Map(sources.map(source => [JSON.stringify(source), source])).values(),
]

/** A layer with the mapped fields that an event has. */
function mapper(mapping: FieldMapping): (view: EventView) => EventObject {
  const readers = [...mapping].map(([field, others]) => [field, others.map(fieldReader)] as const)
  return view => {
    const layer: Record<string, unknown> = {}
    for (const [field, others] of readers) {
      const value = others.map(read => read(view)).find(found => found !== undefined)
      if (value !== undefined) layer[field] = value
    }
    return layer
  }
}

/** A description of any event for rules of any origin. Without a time of its own an event has time 0. */
export function describeAny(
  { rules }: CompiledRules,
  { logsource, mapping }: DescribeOptions = {},
): (event: EventObject) => EventDescription {
  const every = logsource ? [logsource] : distinct(rules.map(rule => rule.logsource))
  const layerOf = mapping && mapper(mapping)

  function describe(event: EventObject): EventDescription {
    if (typeof event.class_uid === 'number') {
      return { time: usualTime(event) ?? 0, logsource: ocsfLogsource(event) }
    }
    const windows = describeWindows(event)
    if (windows) return windows.time > 0 ? windows : { ...windows, time: usualTime(event) ?? 0 }
    return { time: usualTime(event) ?? 0, logsource: every }
  }

  if (!layerOf) return describe
  return event => {
    const description = describe(event)
    const view = description.view ?? [event]
    return { ...description, view: [layerOf(view), ...view] }
  }
}
