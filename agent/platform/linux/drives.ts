/** Removable drives that are mounted, each with the device that it lies on. */
import { basename, dirname, join } from 'node:path'
import type { DriveIdentity } from '../../../events/file-activity.ts'
import type { Devices } from '../../devices/attached.ts'
import { identityOf } from '../../devices/identity.ts'
import type { Drive } from '../platform.ts'
import { type Mount, mountOf, ofDevices } from './mounts.ts'
import { namesIn, targetOf, textOf } from './sysfs.ts'

type Paths = { readonly sysfs: string; readonly dev: string }

const layersMax = 8

/**
 * The devices that a block device lies on, as real paths in sysfs: of an encrypted or joined one those below it, of a file that is
 * used as a disk the one that the file lies on; else itself.
 */
function carriers(
  block: string,
  mounts: readonly Mount[],
  paths: Paths,
  layers = layersMax,
): readonly string[] {
  const below = namesIn(join(block, 'slaves')).map(name => targetOf(join(block, 'slaves', name)))
  const file =
    textOf(join(block, 'loop', 'backing_file')) ??
    textOf(join(dirname(block), 'loop', 'backing_file'))
  const mount = file === undefined ? undefined : mountOf(file, mounts)
  const next = [...below, mount && blockOf(mount, paths)].filter(path => path !== undefined)
  if (next.length === 0 || layers === 0) return [block]
  return next.flatMap(path => carriers(path, mounts, paths, layers - 1))
}

/** A mount of several disks, or of a part of one (btrfs), has a number that no disk has: then its source says which. */
function blockOf({ device, source }: Mount, { sysfs, dev }: Paths): string | undefined {
  const known = targetOf(join(sysfs, 'dev', 'block', device))
  if (known !== undefined || !source.startsWith('/dev/')) return known
  const node = targetOf(join(dev, source.slice('/dev/'.length))) ?? source
  return targetOf(join(sysfs, 'class', 'block', basename(node)))
}

const diskOf = (block: string): string =>
  textOf(join(block, 'partition')) === undefined ? block : dirname(block)

/**
 * A partition's flag is its disk's: sysfs has `removable` some folders up, of the disk or of the slot that it is in. USB disks count
 * whatever they say of themselves, and so do memory cards, and disks of other machines (iSCSI).
 */
function isRemovable(block: string): boolean {
  if (/\/(usb\d+|session\d+)\//.test(block)) return true
  for (let folder = block; folder.includes('/devices/'); folder = dirname(folder)) {
    if (/^(1|removable)$/.test(textOf(join(folder, 'removable')) ?? '')) return true
    if (textOf(join(folder, 'device', 'type')) === 'SD') return true
  }
  return false
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
export function linuxDrives(mounts: readonly Mount[], devices: Devices, paths: Paths): Drive[] {
  const carriersOf = (mount: Mount): readonly string[] => {
    const block = blockOf(mount, paths)
    return block === undefined ? [] : carriers(block, mounts, paths)
  }
  const system = mounts.filter(({ path }) => path === '/').flatMap(carriersOf)
  const systemDisks = new Set(system.map(diskOf))
  return ofDevices(mounts).flatMap(mount => {
    const { path, isReadOnly } = mount
    const carrier = carriersOf(mount).find(isRemovable)
    // What the machine runs from is no drive, whatever it is plugged into.
    if (carrier === undefined || systemDisks.has(diskOf(carrier))) return []
    const identity = driveIdentity(basename(carrier), devices)
    return [{ path, label: basename(path), isReadOnly, ...(identity && { identity }) }]
  })
}
