/** Tells the engine what a Windows event log record is, nested (`Event.System/EventData/UserData`) or flat: its log sources, time and where its fields are. Pure tables of SigmaHQ's taxonomy. */
import type { EventDescription, LineRouter } from './engine/engine.ts'
import { type EventObject, type EventView, isObject } from './engine/event.ts'
import type { Logsource } from './engine/rule.ts'
import { sourcesOf } from './windows-logsources.ts'

/** Fields of Security 4688 under the names of Sysmon, which Sigma's categories use (specification, Field Usage). */
const aliases: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  4688: { Image: 'NewProcessName', ParentImage: 'ParentProcessName', LogonId: 'SubjectLogonId' },
}

/** Flat records have these under other names, by their collector. */
const flatAliases: Readonly<Record<string, string>> = {
  Provider_Name: 'SourceName',
  Computer: 'Hostname',
}

const none: readonly Logsource[] = []

const number = (value: unknown): number => {
  if (isObject(value)) return number(value['#text'])
  return typeof value === 'number' ? value : Number(value ?? Number.NaN)
}

const attributesOf = (value: unknown): EventObject => {
  const found = isObject(value) ? value['#attributes'] : undefined
  return isObject(found) ? found : {}
}

function timeOf(...candidates: readonly unknown[]): number {
  for (const candidate of candidates) {
    const text = typeof candidate === 'string' ? candidate.replace(' ', 'T') : undefined
    const time = typeof candidate === 'number' ? candidate : Date.parse(text ?? '')
    // Sysmon's UtcTime says no zone, and is UTC.
    if (text && !/(Z|[+-]\d\d:?\d\d)$/.test(text)) {
      const utc = Date.parse(`${text}Z`)
      if (!Number.isNaN(utc)) return utc
    }
    if (!Number.isNaN(time)) return time
  }
  return 0
}

/** The fields that an event has under other names. */
function renamed(
  names: Readonly<Record<string, string>> | undefined,
  data: EventObject,
): readonly EventObject[] {
  if (!names) return []
  const fields = Object.entries(names).flatMap(([name, source]) =>
    data[source] === undefined ? [] : [[name, data[source]] as const],
  )
  return fields.length > 0 ? [Object.fromEntries(fields)] : []
}

/** Names of fields have no spaces in rules (specification, Field Usage). */
function withoutSpaces(data: EventObject): EventObject {
  if (!Object.keys(data).some(name => name.includes(' '))) return data
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name.replaceAll(' ', ''), value]),
  )
}

/** Attributes of the header's tags, linked with an underscore. */
function headerOf(system: EventObject): EventObject {
  return Object.fromEntries(
    Object.entries(system).flatMap(([tag, value]) =>
      Object.entries(attributesOf(value)).map(([name, inner]) => [`${tag}_${name}`, inner]),
    ),
  )
}

function describeNested(inner: EventObject, event: EventObject): EventDescription {
  const system = isObject(inner.System) ? inner.System : {}
  const id = number(system.EventID)
  const userData = isObject(inner.UserData) ? Object.values(inner.UserData).filter(isObject) : []
  const data = [inner.EventData, ...userData].filter(isObject).map(withoutSpaces)
  const ids = isObject(system.EventID) ? [{ EventID: id }] : []
  const { SystemTime } = attributesOf(system.TimeCreated)
  const view: EventView = [
    ...renamed(aliases[id], data[0] ?? {}),
    ...data,
    ...ids,
    system,
    headerOf(system),
    event,
  ]
  return {
    time: timeOf(SystemTime, data[0]?.UtcTime),
    logsource: sourcesOf(system.Channel, id) ?? none,
    view,
  }
}

/** Describes a Windows event; undefined where the event has no channel and so is none. */
export function describeWindows(event: EventObject): EventDescription | undefined {
  if (isObject(event.Event)) return describeNested(event.Event, event)
  if (typeof event.Channel !== 'string') return undefined
  const id = number(event.EventID)
  const { UtcTime, TimeCreated, EventTime } = event
  return {
    time: timeOf(UtcTime, TimeCreated, event['@timestamp'], EventTime),
    logsource: sourcesOf(event.Channel, id) ?? none,
    view: [...renamed(aliases[id], event), event, ...renamed(flatAliases, event)],
  }
}

/** Routes lines of flat Windows events that need no aliases; all others are parsed in full. */
export const windowsRouter: LineRouter = {
  fields: ['Channel', 'EventID'],
  aliases: flatAliases,
  logsource([channel, id]) {
    const found = number(id)
    if (typeof channel !== 'string' || aliases[found]) return undefined
    return sourcesOf(channel, found) ?? none
  },
}
