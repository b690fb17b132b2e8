/** Makes devices out of the parts that Windows lists: one stick is a USB device, a disk and a volume there. Pure. */
import type { AttachedDevice } from '../../devices/attached.ts'
import type { DeviceNode } from './device-nodes.ts'
import type { Volume } from './volumes.ts'

const usbId = /^USB\\VID_([0-9A-F]{4})&PID_([0-9A-F]{4})(&MI_[0-9A-F]{2})?[^\\]*\\(.+)$/
const interfaceId =
  /^USB\\Class_([0-9a-f]{2})(?:&SubClass_([0-9a-f]{2}))?(?:&Prot_([0-9a-f]{2}))?$/i
const hub = '09'
/** HID collections of the FIDO usage page (CTAP 2.1, 11.2.8.1), as their hardware ids have it. */
const fido = /^HID_DEVICE_UP:F1D0_/i
/** CM_DEVCAP_REMOVABLE. */
const canBeRemoved = 4
const busSd = [12, 13]

const isFido = ({ hardwareIds }: DeviceNode): boolean => hardwareIds.some(id => fido.test(id))

/** Class, subclass and protocol of a part: the first of its ids is the most exact. */
function interfaceOf({ compatibleIds }: DeviceNode): string | undefined {
  for (const id of compatibleIds) {
    const [, code, subclass = '00', protocol = '00'] = interfaceId.exec(id) ?? []
    if (code !== undefined) return [code, subclass, protocol].join('/').toLowerCase()
  }
  return undefined
}

const speaksMtp = ({ compatibleIds, class: name }: DeviceNode): boolean =>
  name === 'WPD' || compatibleIds.some(id => /MS_COMP_MTP/i.test(id))

/** Windows makes a number of its own, with `&` in it, for a device that has none. */
const serialIn = (instance: string): string | undefined =>
  instance.includes('&') ? undefined : instance

const isSame = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && one.toUpperCase() === other?.toUpperCase()

/** Whether another part belongs to the device: Windows says so, or the ids do. */
function isPartOf(part: DeviceNode, device: DeviceNode, serial: string | undefined): boolean {
  if (part.id === device.id) return false
  if (part.container !== undefined && device.container !== undefined)
    return part.container === device.container
  const model = /VID_[0-9A-F]{4}&PID_[0-9A-F]{4}/.exec(device.id)?.[0] ?? ' '
  const isOfDisk = part.id.startsWith('USBSTOR\\') && serial !== undefined
  return part.id.includes(model) || (isOfDisk && part.id.split('\\')[2]?.split('&')[0] === serial)
}

const volumeOf = ({ root, sizeBytes, serial }: Volume): AttachedDevice['volumes'][number] => ({
  device: root.slice(0, 2),
  size: sizeBytes,
  uuid: serial,
})

function usbDevice(
  node: DeviceNode,
  nodes: readonly DeviceNode[],
  volumes: readonly Volume[],
): AttachedDevice | undefined {
  const [, vendorId = '', productId = '', isPart, instance = ''] = usbId.exec(node.id) ?? []
  if (vendorId === '' || isPart !== undefined) return undefined
  const serial = serialIn(instance)
  const parts = [node, ...nodes.filter(part => isPartOf(part, node, serial))]
  const interfaces = parts.flatMap(part => interfaceOf(part) ?? [])
  if (interfaces.some(code => code.startsWith(hub))) return undefined
  const disk = parts.find(({ id }) => id.startsWith('USBSTOR\\'))
  const model = `${vendorId}:${productId}`.toLowerCase()
  const { capabilities = canBeRemoved } = node
  return {
    id: node.id,
    port: `usb ${instance}`,
    name: node.ownName ?? disk?.description ?? node.description ?? `USB device ${model}`,
    ...(node.maker !== undefined && { vendorName: node.maker }),
    ...(serial !== undefined && { serial }),
    vendorId: vendorId.toLowerCase(),
    productId: productId.toLowerCase(),
    interfaces,
    interfaceNames: parts.some(speaksMtp) ? ['MTP'] : [],
    isBuiltIn: (capabilities & canBeRemoved) === 0,
    isFido: parts.some(isFido),
    isStorage: disk !== undefined || interfaces.some(code => code.startsWith('08')),
    volumes: volumes.filter(({ disk: its }) => isSame(its?.serial, serial)).map(volumeOf),
  }
}

/** A key on no USB device: Bluetooth, or made by a program. */
const loneKey = (node: DeviceNode): AttachedDevice => ({
  id: node.id,
  port: 'hid',
  name: node.ownName ?? node.description ?? 'HID device',
  interfaces: [],
  interfaceNames: [],
  isBuiltIn: false,
  isFido: true,
  isStorage: false,
  volumes: [],
})

/** A drive whose device is not known among the USB devices: a card in a slot, a disk of another bus. */
function deviceOfVolume(volume: Volume): AttachedDevice {
  const { root, label, serial, disk } = volume
  const letter = root.slice(0, 2)
  const isCard = disk !== undefined && busSd.includes(disk.bus)
  return {
    id: `volume ${letter} ${serial}`,
    port: isCard ? `slot ${letter}` : `drive ${letter}`,
    name: disk?.product ?? (label || (isCard ? 'memory card' : 'removable drive')),
    ...(disk?.vendor !== undefined && { vendorName: disk.vendor }),
    ...(disk?.serial !== undefined && { serial: disk.serial }),
    interfaces: [],
    interfaceNames: [],
    isBuiltIn: false,
    isFido: false,
    isStorage: true,
    volumes: [volumeOf(volume)],
  }
}

/** The devices that are plugged in, with the volumes on them. */
export function attachedDevices(
  nodes: readonly DeviceNode[],
  volumes: readonly Volume[],
): AttachedDevice[] {
  const usb = nodes.flatMap(node => usbDevice(node, nodes, volumes) ?? [])
  const isOnUsb = (node: DeviceNode) =>
    nodes.some(other => usbId.test(other.id) && isPartOf(node, other, undefined))
  const keys = nodes.filter(node => node.id.startsWith('HID\\') && isFido(node) && !isOnUsb(node))
  const taken = new Set(usb.flatMap(device => device.volumes.map(({ device: letter }) => letter)))
  const lone = volumes.filter(({ root }) => !taken.has(root.slice(0, 2)))
  return [...usb, ...keys.map(loneKey), ...lone.map(deviceOfVolume)]
}
