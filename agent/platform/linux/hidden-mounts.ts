/** Removable volumes that are mounted where only some processes see it: in a mount namespace of their own (mount_namespaces(7)). */
import { readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { parseMounts } from './mounts.ts'
import { namesIn, textOf } from './sysfs.ts'

export interface HiddenMount {
  readonly device: string
  /** Where it is mounted, for that process. */
  readonly path: string
  readonly pid: number
}

/** What is plugged in, as far as it matters here. */
interface Devices {
  list(): readonly { readonly volumes: readonly { readonly device: string }[] }[]
}

interface Paths {
  readonly sysfs: string
  readonly proc: string
  readonly mountinfo: string
}

/** Device numbers of removable volumes, and of what is opened on one (encrypted), by number. */
function volumesOf(devices: Devices, sysfs: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const add = (name: string): void => {
    const block = join(sysfs, 'class', 'block', name)
    const number = textOf(join(block, 'dev'))
    if (number !== undefined) found.set(number, name)
    for (const holder of namesIn(join(block, 'holders'))) add(holder)
  }
  for (const { volumes } of devices.list()) for (const { device } of volumes) add(device)
  return found
}

/** One process of each mount namespace but this one's. */
function namespaces(proc: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const of = (pid: string): string | undefined => {
    try {
      return readlinkSync(join(proc, pid, 'ns', 'mnt'))
    } catch {
      return undefined
    }
  }
  const own = of('self')
  for (const name of namesIn(proc)) {
    if (!/^\d+$/.test(name)) continue
    const namespace = of(name)
    if (namespace !== undefined && namespace !== own && !found.has(namespace))
      found.set(namespace, Number(name))
  }
  return found
}

/** Looks for them; costs nothing as long as every volume that is there is mounted where all see it, or none is there. */
export function hiddenMounts(devices: Devices, { sysfs, proc, mountinfo }: Paths): HiddenMount[] {
  const volumes = new Map(volumesOf(devices, sysfs))
  if (volumes.size === 0) return []
  for (const { device } of parseMounts(textOf(mountinfo) ?? '')) volumes.delete(device)
  if (volumes.size === 0) return []
  const found = new Map<string, HiddenMount>()
  for (const pid of namespaces(proc).values()) {
    for (const mount of parseMounts(textOf(join(proc, String(pid), 'mountinfo')) ?? '')) {
      const device = volumes.get(mount.device)
      if (device !== undefined && !found.has(device))
        found.set(device, { device, path: mount.path, pid })
    }
  }
  return [...found.values()]
}
