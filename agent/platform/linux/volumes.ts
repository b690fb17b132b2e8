/** The partitions of a device, from sysfs and from the links that udev makes. */
import { join } from 'node:path'
import type { Volume } from '../../../events/peripheral-activity.ts'
import { namesIn, targetOf, textOf } from './sysfs.ts'

/** Kernel counts in sectors of this size whatever the disk's are. */
const sectorBytes = 512

/** Names that point to block devices by device name. */
function idsIn(folder: string): ReadonlyMap<string, string> {
  return new Map(
    namesIn(folder).flatMap(id => {
      const device = targetOf(join(folder, id))?.split('/').at(-1)
      return device ? [[device, id] as const] : []
    }),
  )
}

/** Volumes below the device at the real path `devicePath`: its partitions, or a disk that has none. */
export function volumesOf(
  devicePath: string,
  { sysfs, dev }: { readonly sysfs: string; readonly dev: string },
): readonly Volume[] {
  const block = join(sysfs, 'class', 'block')
  const below = namesIn(block).flatMap(name => {
    const path = targetOf(join(block, name))
    return path?.startsWith(`${devicePath}/`) ? [{ name, path }] : []
  })
  const leaves = below.filter(({ path }) => !below.some(other => other.path.startsWith(`${path}/`)))
  const sized = leaves.map(({ name, path }) => ({
    device: name,
    size: Number(textOf(join(path, 'size')) ?? 0) * sectorBytes,
  }))
  const ready = sized.filter(({ size }) => size > 0)
  if (ready.length === 0) return []
  const uuids = idsIn(join(dev, 'disk', 'by-uuid'))
  const partitions = idsIn(join(dev, 'disk', 'by-partuuid'))
  return ready.map(({ device, size }) => {
    const [uuid, partition_uuid] = [uuids.get(device), partitions.get(device)]
    return {
      device,
      size,
      ...(uuid !== undefined && { uuid }),
      ...(partition_uuid !== undefined && { partition_uuid }),
    }
  })
}
