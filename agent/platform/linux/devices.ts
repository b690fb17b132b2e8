/** Attached devices out of sysfs: USB, memory cards, and HID devices of no bus. Needs no rights and no udev. */
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { AttachedDevice, Devices } from '../../devices/attached.ts'
import { watchDeviceNodes } from './device-nodes.ts'
import { fidoUsagePage, hasUsagePage } from './hid.ts'
import { parseMounts } from './mounts.ts'
import { bytesOf, namesIn, pairsOf, targetOf, textOf } from './sysfs.ts'
import { volumesOf } from './volumes.ts'

interface DevicePaths {
  readonly sysfs: string
  readonly dev: string
  readonly mountinfo?: string
}

interface Seen {
  readonly path: string
  readonly device: AttachedDevice
}

const hub = '09'
const hid = '03'
/** A new device is told when it is whole, or after so long in any case: some never get a driver. */
const wholeMsMax = 400
const massStorage = '08'

/** The kernel takes this away before anything that a device says of itself (device_del): as long as it is there, what was read is all of it. */
const isThere = (path: string): boolean => existsSync(join(path, 'uevent'))

const foldersOf = (path: string): readonly string[] =>
  namesIn(path).filter(each => each.startsWith(`${basename(path)}:`))

/** Whether the kernel is done with a new device: all interfaces are there, those of HID with their driver. */
function isWhole(path: string): boolean {
  const folders = foldersOf(path)
  if (folders.length === 0 || folders.length < Number(textOf(join(path, 'bNumInterfaces')) ?? 0))
    return false
  return folders.every(
    folder =>
      textOf(join(path, folder, 'bInterfaceClass')) !== hid ||
      existsSync(join(path, folder, 'driver')),
  )
}

function interfacesOf(path: string) {
  const folders = foldersOf(path)
  const codes = folders.map(folder =>
    ['bInterfaceClass', 'bInterfaceSubClass', 'bInterfaceProtocol']
      .map(part => textOf(join(path, folder, part)) ?? '00')
      .join('/'),
  )
  return {
    interfaces: codes,
    interfaceNames: folders.flatMap(folder => textOf(join(path, folder, 'interface')) ?? []),
  }
}

/** A USB device; undefined for hubs, and for what is just going or coming. */
function usbDevice(path: string): AttachedDevice | undefined {
  const read = (name: string) => textOf(join(path, name))
  const [vendorId, productId, number] = [read('idVendor'), read('idProduct'), read('devnum')]
  const name = basename(path)
  if (!vendorId || !productId || !number || read('bDeviceClass') === hub) return undefined
  const { interfaces, interfaceNames } = interfacesOf(path)
  const [vendorName, serial] = [read('manufacturer'), read('serial')]
  return {
    id: `usb ${name} ${number}`,
    port: `usb ${name}`,
    name: read('product') ?? `USB device ${vendorId}:${productId}`,
    ...(vendorName !== undefined && { vendorName }),
    ...(serial !== undefined && { serial }),
    vendorId,
    productId,
    interfaces,
    interfaceNames,
    isBuiltIn: read('removable') === 'fixed',
    isFido: false,
    isStorage: interfaces.some(code => code.startsWith(massStorage)),
    volumes: [],
  }
}

/** A memory card in a built-in slot; what is soldered (`MMC`) is no device that comes and goes. */
function memoryCard(path: string): AttachedDevice | undefined {
  const read = (name: string) => textOf(join(path, name))
  if (!read('type')?.startsWith('SD')) return undefined
  const [name, serial] = [basename(path), read('serial')]
  return {
    id: `mmc ${name} ${serial ?? ''}`,
    port: `slot ${name.split(':')[0]}`,
    name: read('name') ?? 'memory card',
    ...(serial !== undefined && { serial }),
    interfaces: [],
    interfaceNames: [],
    isBuiltIn: false,
    isFido: false,
    isStorage: true,
    volumes: [],
  }
}

/** A HID device that hangs on no USB device: Bluetooth, or made by a program. */
function loneHid(path: string): AttachedDevice {
  const facts = pairsOf(textOf(join(path, 'uevent')) ?? '')
  const [, vendor = '', product = ''] = facts.get('HID_ID')?.split(':') ?? []
  const serial = facts.get('HID_UNIQ')
  const id = (text: string) => text.toLowerCase().slice(-4).padStart(4, '0')
  return {
    id: `hid ${basename(path)}`,
    port: `hid ${basename(path).split(':')[0]}`,
    name: facts.get('HID_NAME') || 'HID device',
    vendorId: id(vendor),
    productId: id(product),
    ...(serial && { serial }),
    interfaces: [],
    interfaceNames: [],
    isBuiltIn: false,
    isFido: true,
    isStorage: false,
    volumes: [],
  }
}

/** The devices of this machine. */
export function linuxDevices(paths: DevicePaths): Devices {
  const { sysfs } = paths
  /** Keys by device id: a program that takes a key over makes its HID device vanish, not the key. */
  let keys = new Set<string>()
  /** When a device that was not whole was first seen, by its path. */
  const unfinished = new Map<string, number>()
  /** A HID device's descriptor never changes: it is read once. */
  const descriptors = new Map<string, boolean>()

  function isFidoHid(path: string): boolean {
    const known = descriptors.get(path)
    if (known !== undefined) return known
    const descriptor = bytesOf(join(path, 'report_descriptor'))
    const isFido = descriptor !== undefined && hasUsagePage(descriptor, fidoUsagePage)
    if (descriptor !== undefined) descriptors.set(path, isFido)
    return isFido
  }

  function fidoPaths(): readonly string[] {
    const folder = join(sysfs, 'class', 'hidraw')
    const paths = namesIn(folder).flatMap(name => targetOf(join(folder, name, 'device')) ?? [])
    for (const path of descriptors.keys()) if (!paths.includes(path)) descriptors.delete(path)
    return paths.filter(isFidoHid)
  }

  function readUsb(path: string): AttachedDevice | undefined {
    if (isWhole(path)) {
      unfinished.delete(path)
      const device = usbDevice(path)
      // Its interfaces go first.
      return isWhole(path) ? device : undefined
    }
    const since = unfinished.get(path) ?? performance.now()
    unfinished.set(path, since)
    return performance.now() - since < wholeMsMax ? undefined : usbDevice(path)
  }

  /** What is going while it is read says less of itself from one line to the next, and is not there. */
  const unlessGoing = (path: string, device: AttachedDevice | undefined) =>
    device && isThere(path) ? device : undefined

  const seenIn = (bus: string, read: (path: string) => AttachedDevice | undefined): Seen[] => {
    const folder = join(sysfs, 'bus', bus, 'devices')
    return namesIn(folder)
      .filter(name => bus !== 'usb' || !name.includes(':'))
      .flatMap(name => {
        const path = targetOf(join(folder, name))
        const device = path && unlessGoing(path, read(path))
        return path && device ? [{ path, device }] : []
      })
  }

  return {
    list() {
      for (const path of unfinished.keys()) if (!existsSync(path)) unfinished.delete(path)
      const found = [...seenIn('usb', readUsb), ...seenIn('mmc', memoryCard)]
      const fido = fidoPaths()
      const withKeys = found.map(({ path, device }) => {
        const isFido = fido.some(hid => hid.startsWith(`${path}/`)) || keys.has(device.id)
        const volumes = device.isStorage ? volumesOf(path, paths) : []
        return { ...device, isFido, volumes }
      })
      keys = new Set(withKeys.filter(({ isFido }) => isFido).map(({ id }) => id))
      const lone = fido.filter(hid => !found.some(({ path }) => hid.startsWith(`${path}/`)))
      return [...withKeys, ...lone.flatMap(path => unlessGoing(path, loneHid(path)) ?? [])]
    },
    hint: (onChange, signal) => {
      const { dev, mountinfo } = paths
      const mounts = parseMounts((mountinfo !== undefined && textOf(mountinfo)) || '')
      const isOfKernel = mounts.some(({ path, type }) => path === dev && type === 'devtmpfs')
      return watchDeviceNodes({ dev, isOfKernel }, onChange, signal)
    },
  }
}
