/** What kind a device is, from its USB classes, and whether it is somebody's key. Pure. */
import type { KeyKind, PeripheralKind } from '../../events/peripheral-activity.ts'
import type { Dongle } from '../../events/policy.ts'
import type { AttachedDevice } from './attached.ts'

/** Kinds by interface, `class` or `class/subclass/protocol` (USB-IF defined class codes), the most telling first. */
const kinds: readonly (readonly [code: string, kind: PeripheralKind])[] = [
  ['06', 'phone'],
  ['08', 'storage'],
  ['07', 'printer'],
  ['0e', 'webcam'],
  ['02/06', 'network'],
  ['02/0d', 'network'],
  ['e0/01/03', 'network'],
  ['01', 'audio'],
  ['03/01/01', 'keyboard'],
  ['03/01/02', 'mouse'],
]

const smartCard = '0b'

const isNamed = ({ vendorId, productId, serial }: AttachedDevice, dongle: Dongle): boolean =>
  vendorId === dongle.vendor_id &&
  productId === dongle.product_id &&
  (dongle.serial === undefined || dongle.serial === serial)

/** Why a device is a key; undefined where it is none. A card reader that is built in says nothing about a card. */
export function keyKindOf(device: AttachedDevice, dongles: readonly Dongle[]): KeyKind | undefined {
  if (device.isFido) return 'fido'
  if (dongles.some(dongle => isNamed(device, dongle))) return 'dongle'
  const hasCard = device.interfaces.some(code => code.startsWith(smartCard))
  return hasCard && !device.isBuiltIn ? 'smart-card' : undefined
}

/** The kind of a device that is no key. */
export function kindOf({ interfaces, interfaceNames, isStorage }: AttachedDevice): PeripheralKind {
  // Android's MTP is of no USB class; it is known by the name that the interface gives itself.
  if (interfaceNames.some(name => /\b(MTP|PTP)\b/i.test(name))) return 'phone'
  if (isStorage) return 'storage'
  return kinds.find(([code]) => interfaces.some(each => each.startsWith(code)))?.[1] ?? 'other'
}
