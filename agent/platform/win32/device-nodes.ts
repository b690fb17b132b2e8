/** Devices that are present, as SetupAPI lists them: their instance ids, and what the registry knows of each. */
import { koffi, textIn, textsIn } from './libraries.ts'

const setupapi = koffi.load('setupapi.dll')
const call = {
  open: setupapi.func(
    'intptr_t __stdcall SetupDiGetClassDevsW(void *class, str16 enumerator, intptr_t window, uint32_t flags)',
  ),
  next: setupapi.func(
    'int __stdcall SetupDiEnumDeviceInfo(intptr_t set, uint32_t index, void *device)',
  ),
  id: setupapi.func(
    'int __stdcall SetupDiGetDeviceInstanceIdW(intptr_t set, void *device, void *id, uint32_t chars, void *needed)',
  ),
  property: setupapi.func(
    'int __stdcall SetupDiGetDeviceRegistryPropertyW(intptr_t set, void *device, uint32_t property, void *type, void *value, uint32_t bytes, _Out_ uint32_t *needed)',
  ),
  keyed: setupapi.func(
    'int __stdcall SetupDiGetDevicePropertyW(intptr_t set, void *device, void *key, _Out_ uint32_t *type, void *value, uint32_t bytes, _Out_ uint32_t *needed, uint32_t flags)',
  ),
  close: setupapi.func('int __stdcall SetupDiDestroyDeviceInfoList(intptr_t set)'),
} as const

const presentOfAllClasses = 2 | 4
/** SP_DEVINFO_DATA: size, class, instance, reserved. */
const infoBytes = 32
const idChars = 400
const valueBytes = 4096

/** SPDRP_*, setupapi.h. */
const property = {
  description: 0,
  hardwareIds: 1,
  compatibleIds: 2,
  class: 7,
  maker: 11,
  friendlyName: 12,
  capabilities: 15,
  container: 36,
} as const

/** DEVPKEY_Device_BusReportedDeviceDesc: what the device calls itself. */
const ownName = Buffer.concat([
  Buffer.from('7e940b54408bbc45a8a26a0b894cbda2', 'hex'),
  Buffer.from([4, 0, 0, 0]),
])

export interface DeviceNode {
  /** `USB\VID_0781&PID_5581\4C53…`, in capitals. */
  readonly id: string
  readonly description: string | undefined
  readonly ownName: string | undefined
  readonly maker: string | undefined
  readonly class: string | undefined
  readonly hardwareIds: readonly string[]
  readonly compatibleIds: readonly string[]
  /** The same for all parts of one device; undefined where Windows does not say. */
  readonly container: string | undefined
  /** CM_DEVCAP_*. */
  readonly capabilities: number | undefined
}

/** Calls with each device of an enumerator (`USB`, `HID` …). */
function each(
  enumerator: string,
  visit: (id: string, read: () => Omit<DeviceNode, 'id'>) => void,
): void {
  const set = Number(call.open(null, enumerator, 0, presentOfAllClasses))
  if (set === -1) return
  const info = Buffer.alloc(infoBytes)
  const id = Buffer.alloc(idChars * 2)
  for (let index = 0; ; index += 1) {
    info.fill(0).writeUInt32LE(infoBytes, 0)
    if (!call.next(set, index, info)) break
    if (call.id(set, info, id, idChars, null))
      visit(textIn(id).toUpperCase(), () => readNode(set, info))
  }
  call.close(set)
}

function readNode(set: number, info: Buffer): Omit<DeviceNode, 'id'> {
  const value = Buffer.alloc(valueBytes)
  const bytes = (what: number): Buffer | undefined => {
    const needed = [0]
    value.fill(0)
    const isThere = call.property(set, info, what, null, value, valueBytes, needed)
    return isThere ? value.subarray(0, needed[0]) : undefined
  }
  const text = (what: number): string | undefined => {
    const found = bytes(what)
    return (found && textIn(found).trim()) || undefined
  }
  const texts = (what: number): readonly string[] => {
    const found = bytes(what)
    return found ? textsIn(found) : []
  }
  const flags = bytes(property.capabilities)
  const [type, needed] = [[0], [0]]
  const named = Buffer.alloc(valueBytes)
  const isNamed = call.keyed(set, info, ownName, type, named, valueBytes, needed, 0)
  return {
    description: text(property.friendlyName) ?? text(property.description),
    ownName: (isNamed && textIn(named.subarray(0, needed[0])).trim()) || undefined,
    maker: text(property.maker),
    class: text(property.class),
    hardwareIds: texts(property.hardwareIds),
    compatibleIds: texts(property.compatibleIds),
    container: text(property.container),
    capabilities: flags && flags.length >= 4 ? flags.readUInt32LE(0) : undefined,
  }
}

const enumerators = ['USB', 'HID', 'USBSTOR'] as const
/** What is known of a node that is present does not change; drivers that are installed late make it another one. */
const keptMs = 10_000

export interface DeviceNodes {
  list(): readonly DeviceNode[]
  /** The ids alone, in order: another text when something came or went. */
  state(): string
}

/** Reads the nodes of this machine; what is known of one is asked again after a while only. */
export function openDeviceNodes(): DeviceNodes {
  const known = new Map<string, { readonly node: DeviceNode; readonly at: number }>()
  return {
    list: () => {
      const nodes: DeviceNode[] = []
      const at = performance.now()
      for (const enumerator of enumerators) {
        each(enumerator, (id, read) => {
          const before = known.get(id)
          const entry = before && at - before.at < keptMs ? before : { node: { id, ...read() }, at }
          known.set(id, entry)
          nodes.push(entry.node)
        })
      }
      for (const id of known.keys()) if (!nodes.some(node => node.id === id)) known.delete(id)
      return nodes
    },
    state: () => {
      const ids: string[] = []
      for (const enumerator of enumerators) each(enumerator, id => ids.push(id))
      return ids.join('\n')
    },
  }
}
