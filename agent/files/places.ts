/** Which places are to be watched now: those that the policy names, drives that are mounted, homes and network mounts where it says so. */
import { resolve, sep } from 'node:path'
import type { WatchPlace, WatchPolicy } from '../../events/policy.ts'
import type { Drive, Platform } from '../platform/platform.ts'
import { isWithin } from './feed.ts'

export interface Place extends WatchPlace {
  /** The drive that it is. */
  readonly drive?: Drive
  /** What it lies on, where that may not answer: another mount there has another name. */
  readonly remote?: string
}

/** Below homes, what programs keep for themselves: written all day, by nobody. */
const ofPrograms: ReadonlySet<string> = new Set([
  '.cache',
  '.config',
  '.local',
  '.mozilla',
  '.thunderbird',
  '.npm',
  '.cargo',
  '.git',
  '.thumbnails',
  '.var',
  'node_modules',
  'snap',
  'AppData',
])

export interface Places {
  readonly all: readonly Place[]
  /** The place that a path lies in, the closest one; undefined outside of all. */
  find(path: string): Place | undefined
}

/** Places by what the policy orders and the machine has. A place that the policy names wins over one that was found. */
export async function currentPlaces(order: WatchPolicy, platform: Platform): Promise<Places> {
  const found = new Map<string, Place>()
  const homes = order.home_folders ? platform.homeFolders() : []
  for (const { path, label } of homes) found.set(path, { path, label, kind: 'folder' })
  const mounts = order.network_mounts ? await platform.networkMounts() : []
  for (const { path, label } of mounts) found.set(path, { path, label, kind: 'network' })
  const isWanted = order.removable_drives || order.volumes !== undefined
  const drives = isWanted ? await platform.removableDrives() : []
  for (const drive of drives)
    found.set(drive.path, { path: drive.path, label: drive.label, kind: 'removable', drive })
  for (const place of order.places) {
    // One spelling for one folder: Windows takes several.
    const path = resolve(place.path)
    const drive = found.get(path)?.drive
    found.set(path, { ...place, path, ...(drive && { drive }) })
  }
  const remote = platform.remote?.mounts()
  for (const [path, place] of found) {
    const mount = remote?.(path)
    if (mount !== undefined) found.set(path, { ...place, remote: mount })
  }
  const homePaths = homes.map(({ path }) => path).filter(path => found.get(path)?.kind === 'folder')
  const all = [...found.values()].sort((a, b) => b.path.length - a.path.length)
  const isOfProgram = (path: string, place: string): boolean =>
    homePaths.includes(place) &&
    path
      .slice(place.length + 1)
      .split(sep)
      .some(part => ofPrograms.has(part))
  return {
    all,
    find: path => {
      const place = all.find(each => isWithin(path, each.path))
      return place && isOfProgram(path, place.path) ? undefined : place
    },
  }
}
