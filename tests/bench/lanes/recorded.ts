/** Recorded Windows events, each with the log source that its channel and id stand for, so that all engines route alike. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type EventObject, isObject } from '../../../rules/engine/event.ts'

const data = join(import.meta.dirname, '../../../../shared/data')

/** Sigma's category of each Sysmon event id (SigmaHQ's Sysmon mapping); an id with several has its narrowest. */
const sysmonCategories: ReadonlyMap<number, string> = new Map([
  [1, 'process_creation'],
  [2, 'file_change'],
  [3, 'network_connection'],
  [6, 'driver_load'],
  [7, 'image_load'],
  [8, 'create_remote_thread'],
  [9, 'raw_access_thread'],
  [10, 'process_access'],
  [11, 'file_event'],
  [12, 'registry_event'],
  [13, 'registry_set'],
  [15, 'create_stream_hash'],
  [17, 'pipe_created'],
  [18, 'pipe_created'],
  [20, 'wmi_event'],
  [22, 'dns_query'],
  [23, 'file_delete'],
  [26, 'file_delete'],
])

/** Sigma's service of each channel that the recordings have. */
const services: ReadonlyMap<string, string> = new Map([
  ['microsoft-windows-sysmon/operational', 'sysmon'],
  ['security', 'security'],
  ['system', 'system'],
  ['application', 'application'],
  ['windows powershell', 'powershell-classic'],
  ['microsoft-windows-powershell/operational', 'powershell'],
  ['microsoft-windows-wmi-activity/operational', 'wmi'],
  ['microsoft-windows-taskscheduler/operational', 'taskscheduler'],
])

/** Sigma's categories of Windows events that are not Sysmon's. */
const otherCategories: ReadonlyMap<string, string> = new Map([
  ['security 4688', 'process_creation'],
  ['powershell 4103', 'ps_module'],
  ['powershell 4104', 'ps_script'],
  ['powershell-classic 400', 'ps_classic_start'],
  ['powershell-classic 600', 'ps_classic_provider_start'],
])

/** The event behind the three fields that name its log source. */
function route(event: EventObject): EventObject {
  const service = services.get(String(event.Channel).toLowerCase()) ?? 'none'
  const id = Number(event.EventID)
  const category =
    service === 'sysmon' ? sysmonCategories.get(id) : otherCategories.get(`${service} ${id}`)
  return { product: 'windows', service, category: category ?? 'none', ...event }
}

const parse = (text: string): unknown => JSON.parse(text)

/** 60,000 events of recorded attacks and the noise around them, about 2.7 kB each. */
export async function windowsEvents(): Promise<readonly EventObject[]> {
  const bytes = gunzipSync(await readFile(join(data, 'windows-events/otrf-sample.ndjson.gz')))
  const lines = bytes.toString('utf8').trimEnd().split('\n')
  return lines.map(parse).filter(isObject).map(route)
}

/** The nested shape of Windows events with its fields at the top, as Sigma names them. */
function flatten(event: EventObject): EventObject {
  const inner = isObject(event.Event) ? event.Event : {}
  const system = isObject(inner.System) ? inner.System : {}
  const provider = isObject(system.Provider) ? system.Provider['#attributes'] : {}
  const parts = isObject(inner.UserData) ? Object.values(inner.UserData) : [inner.EventData]
  const fields = parts.filter(isObject).flatMap(part => Object.entries(part))
  return {
    ...system,
    Provider_Name: isObject(provider) ? provider.Name : undefined,
    ...Object.fromEntries(fields.map(([name, value]) => [name.replaceAll(' ', ''), value])),
  }
}

/** The events that SigmaHQ recorded for some of its rules. */
export async function regressionEvents(): Promise<readonly EventObject[]> {
  const index = [parse(await readFile(join(data, 'sigma-regression/index.json'), 'utf8'))].flat()
  const found: EventObject[] = []
  for (const entry of index.filter(isObject)) {
    const text = await readFile(join(data, 'sigma-regression', String(entry.events)), 'utf8')
    const events = text
      .trim()
      .split(/(?<=\})\s*\n(?=\{)/)
      .map(parse)
      .flat(2)
    found.push(...events.filter(isObject).map(flatten).map(route))
  }
  return found
}
