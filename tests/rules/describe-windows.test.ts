/** Windows events in their nested and their flat shape: log sources, times, fields. */
import { describe, expect, test } from 'vitest'
import { describeWindows, windowsRouter } from '../../rules/describe-windows.ts'
import { compileRules } from '../../rules/engine/compile.ts'
import { createEngine } from '../../rules/engine/engine.ts'
import type { EventObject } from '../../rules/engine/event.ts'

const sysmon = 'Microsoft-Windows-Sysmon/Operational'

const nested = (channel: string, id: number, data: object, rest: object = {}): EventObject => ({
  Event: {
    System: {
      Channel: channel,
      EventID: id,
      Provider: { '#attributes': { Name: 'The Provider' } },
      TimeCreated: { '#attributes': { SystemTime: '2026-01-02T03:04:05Z' } },
    },
    EventData: data,
    ...rest,
  },
})

function fires(logsource: string, search: string, event: EventObject): boolean {
  const text = `title: t\nlogsource: ${logsource}\ndetection: { s: ${search}, condition: s }\n`
  const engine = createEngine(compileRules([{ path: 'a.yml', text }]), {
    describe: one => describeWindows(one) ?? { time: 0, logsource: {} },
    router: windowsRouter,
  })
  const found = engine.process(event).length > 0
  expect(engine.processJson(JSON.stringify(event)).length > 0).toBe(found)
  return found
}

describe('log sources', () =>
  test.each([
    ['{ product: windows, category: process_creation }', sysmon, 1, true],
    ['{ product: windows, service: sysmon }', sysmon, 1, true],
    ['{ product: windows }', sysmon, 1, true],
    ['{ category: process_creation }', 'Security', 4688, true],
    ['{ product: windows, service: security }', 'security', 4688, true],
    ['{ product: windows, category: registry_set }', sysmon, 13, true],
    ['{ product: windows, category: registry_event }', sysmon, 13, true],
    ['{ product: windows, category: registry_set }', sysmon, 12, false],
    ['{ product: windows, category: registry_delete }', sysmon, 12, true],
    ['{ product: windows, category: ps_script }', 'PowerShellCore/Operational', 4104, true],
    ['{ product: windows, service: system }', 'Application', 1, false],
    ['{ product: windows }', 'Some/Channel', 1, true],
    ['{ product: linux }', sysmon, 1, false],
  ])('%s on %s %d: %s', (logsource, channel, id, expected) => {
    expect(fires(logsource, '{ f: 1 }', nested(channel, id, { f: 1 }))).toBe(expected)
    expect(fires(logsource, '{ f: 1 }', { Channel: channel, EventID: id, f: 1 })).toBe(expected)
  }))

describe('fields', () => {
  const all = '{ product: windows }'

  test('stand in the data, the header and its attributes', () => {
    const event = nested(sysmon, 1, { Image: 'a.exe', 'New Value': 7 })
    expect(fires(all, '{ Image: a.exe, EventID: 1, Provider_Name: The Provider }', event)).toBe(
      true,
    )
    expect(fires(all, '{ NewValue: 7 }', event)).toBe(true)
    const user = nested(sysmon, 1, {}, { UserData: { Any: { Operation: 'x' } } })
    expect(fires(all, '{ Operation: x }', user)).toBe(true)
  })

  test('of other collectors have the names that rules use', () => {
    const event = { Channel: 'System', EventID: 7045, SourceName: 'SCM', Hostname: 'pc' }
    expect(fires(all, '{ Provider_Name: SCM, Computer: pc }', event)).toBe(true)
    expect(fires(all, '{ Provider_Name: own }', { ...event, Provider_Name: 'own' })).toBe(true)
    const created = { Channel: 'Security', EventID: 4688, NewProcessName: 'C:\\a.exe' }
    expect(fires(all, "{ Image|endswith: '\\a.exe' }", created)).toBe(true)
  })
})

test('the time is the event’s, in UTC', () => {
  expect(describeWindows(nested(sysmon, 1, {}))?.time).toBe(Date.UTC(2026, 0, 2, 3, 4, 5))
  const flat = { Channel: sysmon, EventID: 1, UtcTime: '2026-01-02 03:04:05.678' }
  expect(describeWindows(flat)?.time).toBe(Date.UTC(2026, 0, 2, 3, 4, 5, 678))
  expect(describeWindows({ other: 1 })).toBeUndefined()
})
