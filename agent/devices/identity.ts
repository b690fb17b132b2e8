/** How far a device's serial number tells it from others: many makers give all their devices the same one, or none. And whether two drives are one. Pure. */
import type { DriveIdentity } from '../../events/file-activity.ts'
import type { Identity } from '../../events/peripheral-activity.ts'
import type { AttachedDevice } from './attached.ts'

const serialCharsMin = 5
const counting = '0123456789abcdef0123456789abcdef'

/** Numbers that makers leave in devices: all the same digit, digits in order, words that are none. */
function isBogus(serial: string): boolean {
  const text = serial.toLowerCase().replaceAll(/[^0-9a-z]/g, '')
  if (/^(.)\1*$/.test(text)) return true
  if (counting.includes(text) || '1234567890abcdef'.startsWith(text)) return true
  return /^(0*1|serial(number)?|none|unknown|default|nosn|sn|msft\d*|usbdisk)$/.test(text)
}

const modelOf = ({ vendorId, productId, serial }: AttachedDevice): string =>
  `${vendorId}:${productId}:${serial}`

/** The quality of a device's identity; `others` are the devices that are attached with it. */
export function identityOf(device: AttachedDevice, others: readonly AttachedDevice[]): Identity {
  const { serial, name, vendorName } = device
  const weak = (reason: string): Identity => ({ quality: 'weak', reason })
  if (serial === undefined) {
    return { quality: 'none', reason: 'the device has no serial number' }
  }
  if (isBogus(serial)) return weak('makers give this serial number to many devices')
  if (serial === name || serial === vendorName) return weak('the serial number is a name')
  const hasTwin = others.some(other => other.id !== device.id && modelOf(other) === modelOf(device))
  if (hasTwin) return weak('another device with the same serial number is attached')
  if (serial.length < serialCharsMin) return weak('the serial number is short')
  return { quality: 'strong' }
}

/** The system may come to know the numbers of a file system after it was mounted. */
const mayBeSame = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other

/** Whether two are the same drive, as far as the numbers of the device, its file system and its partition tell. */
export function isSameDrive(
  one: DriveIdentity | undefined,
  other: DriveIdentity | undefined,
): boolean {
  return (
    one?.serial === other?.serial &&
    mayBeSame(one?.uuid, other?.uuid) &&
    mayBeSame(one?.partition_uuid, other?.partition_uuid)
  )
}
