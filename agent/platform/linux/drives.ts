/** Removable drives that are mounted, each with the device that it lies on. */
import { basename, dirname, join } from 'node:path'
import type { DriveIdentity } from '../../../events/file-activity.ts'
import type { Devices } from '../../devices/attached.ts'
import { identityOf } from '../../devices/identity.ts'
import type { Drive } from '../platform.ts'
import { type Mount, ofDevices } from './mounts.ts'
import { targetOf, textOf } from './sysfs.ts'

/** A partition's flag is its disk's: sysfs has `removable` one folder up. USB disks count whatever they say of themselves. */
function isRemovable(block: string): boolean {
  const flag = textOf(join(block, 'removable')) ?? textOf(join(dirname(block), 'removable'))
  return flag === '1' || /\/usb\d+\//.test(block)
}

function driveIdentity(device: string, devices: Devices): DriveIdentity | undefined {
  const all = devices.list()
  const owner = all.find(({ volumes }) => volumes.some(volume => volume.device === device))
  const volume = owner?.volumes.find(each => each.device === device)
  if (!owner) return undefined
  return {
    name: owner.name,
    identity: identityOf(owner, all),
    ...(owner.vendorId !== undefined && { vendor_id: owner.vendorId }),
    ...(owner.productId !== undefined && { product_id: owner.productId }),
    ...(owner.serial !== undefined && { serial: owner.serial }),
    ...(volume?.uuid !== undefined && { uuid: volume.uuid }),
    ...(volume?.partition_uuid !== undefined && { partition_uuid: volume.partition_uuid }),
  }
}

/** The drives among the mounts. */
export function linuxDrives(
  mounts: readonly Mount[],
  devices: Devices,
  { sysfs }: { readonly sysfs: string },
): Drive[] {
  return ofDevices(mounts).flatMap(({ device, path, isReadOnly }) => {
    const block = targetOf(join(sysfs, 'dev', 'block', device))
    if (block === undefined || !isRemovable(block)) return []
    const identity = driveIdentity(basename(block), devices)
    return [{ path, label: basename(path), isReadOnly, ...(identity && { identity }) }]
  })
}
