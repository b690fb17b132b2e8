/** Which places are watched now and by what feed: makes it what the policy and the mounted drives say, and restricts volumes before anything else. */

import { lstat } from 'node:fs/promises'
import { systemCode } from '../../events/fault.ts'
import type { VolumeAccess, WatchPolicy } from '../../events/policy.ts'
import { accessTo } from '../../events/volume-access.ts'
import { isSameDrive } from '../devices/identity.ts'
import type { Notice } from '../notice-words.ts'
import type { Drive } from '../platform/platform.ts'
import type { SensorContext } from '../sensor.ts'
import type { FileFeed } from './feed.ts'
import { currentPlaces, type Place, type Places } from './places.ts'

export interface Watching {
  /** The watched place that a path lies in. */
  find(path: string): Place | undefined
  /** Whether a place that the policy names is watched. */
  has(path: string): boolean
  /** Folders that are watched, without those that may not answer. */
  readonly roots: readonly string[]
  /** Makes what is watched what the order and the mounted drives say. */
  reconcile(order: WatchPolicy): Promise<void>
}

interface Parts {
  readonly context: Pick<SensorContext<object>, 'platform' | 'degraded' | 'log' | 'now'>
  /** The system's own feed, where it gives one; and the one that watches folders. */
  readonly kernel: () => FileFeed | undefined
  readonly folders: FileFeed
  /** The one for folders that may not answer. */
  readonly remote: () => Promise<FileFeed | undefined>
  /** Such a folder is watched from now on. */
  readonly openedRemote: (folder: string) => void
  readonly tell: (uid: string, notice: Notice) => void
  /** What somebody may do with a volume, where that is said of them in person. */
  readonly personal: (drive: Drive, account: string | undefined) => VolumeAccess | undefined
  /** A drive is watched from now on; what changed after `since` counts as written here. `isNew`: it was not there before the agent. */
  readonly opened: (folder: string, since: number, isNew: boolean) => void
  /** A drive that was watched is gone. */
  readonly left: (place: Place) => void
  /** New places are watched. */
  readonly grown: () => Promise<void>
}

interface Watched {
  readonly place: Place
  readonly inode: number
  readonly feed: FileFeed
}

/** Hidden volumes are looked for so often: it costs a look at each process. */
const hiddenMs = 9000
/** FAT keeps times in steps of two seconds. */
const coarseMs = 2500

const nowhere: Places = { all: [], find: () => undefined }

/** The topmost folder of every FAT file system has the same inode: which drive it is, its numbers say. */
async function isStill({ place, inode }: Watched, wanted: Place | undefined): Promise<boolean> {
  if (!wanted || wanted.kind !== place.kind || wanted.label !== place.label) return false
  if (wanted.remote !== place.remote) return false
  if (place.remote !== undefined) return true
  if (!isSameDrive(wanted.drive?.identity, place.drive?.identity)) return false
  return lstat(place.path).then(
    folder => folder.isDirectory() && folder.ino === inode,
    () => false,
  )
}

export function openWatching(parts: Parts): Watching {
  const { folders, tell } = parts
  const { platform, degraded, log, now } = parts.context
  const watched = new Map<string, Watched>()
  let places = nowhere
  /** Devices of volumes that were told as hidden. */
  let hidden: ReadonlySet<string> = new Set()
  let hiddenAt = 0
  /** When the mounts were last looked at, epoch milliseconds. */
  let lookedAt = 0
  let ordered: WatchPolicy | undefined

  /** The feed that tells of a place from now on. */
  async function feedFor({ path, drive }: Place): Promise<FileFeed> {
    const kernel = parts.kernel()
    const refusal = kernel
      ? await kernel.watch(path, { isDrive: drive !== undefined })
      : 'not asked'
    if (kernel && refusal === undefined) return kernel
    // Where files have no handles the kernel still says who writes: a thread of its own hears that.
    const other = kernel && (await parts.remote())
    if (other) degraded(`who removes or renames a file is not known: ${refusal}`)
    else if (kernel) degraded(`who writes a file is not known: ${refusal}`)
    return other ?? folders
  }

  /** Nothing there is waited for: what it says to that, its feed tells. */
  async function openRemote(place: Place): Promise<boolean> {
    const feed = place.remote === undefined ? undefined : await parts.remote()
    if (!feed || watched.has(place.path)) return feed !== undefined
    watched.set(place.path, { place, inode: 0, feed })
    parts.openedRemote(place.path)
    const { path, kind } = place
    feed.watch(path).then(
      () => log.info({ path, kind, knowsWho: feed.knowsDoer, isRemote: true }, 'watching'),
      error => degraded(`${path}: ${String(error)}`),
    )
    return true
  }

  async function open(place: Place, since: number | undefined): Promise<void> {
    const { path, kind } = place
    if (await openRemote(place)) return
    const folder = await lstat(path).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT')
        degraded(`${path}: cannot be watched (${systemCode(error)})`)
      return undefined
    })
    if (!folder?.isDirectory() || watched.has(path)) return
    const feed = await feedFor(place)
    watched.set(path, { place, inode: folder.ino, feed })
    const failure = feed === parts.kernel() ? undefined : await feed.watch(path)
    if (failure !== undefined) degraded(failure)
    log.info({ path, kind, knowsWho: feed.knowsDoer }, 'watching')
    if (kind === 'removable') parts.opened(path, since ?? lookedAt - coarseMs, since !== undefined)
  }

  /** Restricts a volume as the policy says; tells what was done. */
  async function guard({ drive }: Place, { volumes, holds }: WatchPolicy): Promise<void> {
    if (!drive) return
    const person = platform.atDesk()
    const general = volumes ? accessTo(drive, person?.name, volumes, now()) : 'allow'
    const access = parts.personal(drive, person?.name) ?? general
    if (access === 'allow' || (access === 'read-only' && drive.isReadOnly)) return
    const failure = await platform.restrict(drive.path, access)
    const done = access === 'deny' ? 'was unmounted' : 'was made read-only'
    const named = drive.identity ? `${drive.identity.name} ${drive.identity.serial ?? ''}` : ''
    degraded(`volume ${drive.label} (${named.trim()}): ${failure ?? `${done} by policy`}`, 1)
    if (failure !== undefined || person?.uid === undefined) return
    const kind = access === 'deny' ? 'device-denied' : 'device-read-only'
    const ask = volumes?.ask ?? holds?.ask ?? 'Security'
    tell(person.uid, { kind, device: drive.label, ask })
  }

  /** A drive may have been unmounted and mounted again between two looks; what the kernel was told of it went with the first mount. */
  async function isHeard({ place, feed }: Watched): Promise<boolean> {
    if (place.kind !== 'removable' || feed !== parts.kernel()) return true
    return (await feed.watch(place.path, { isDrive: place.drive !== undefined })) === undefined
  }

  /** What is done there is not seen: that it is there must be. */
  function tellHidden(): void {
    if (now() - hiddenAt < hiddenMs) return
    hiddenAt = now()
    const found = platform.hiddenMounts?.() ?? []
    for (const { device, path, pid } of found) {
      if (hidden.has(device)) continue
      const { name, file } = platform.program?.(pid) ?? { name: 'a program that is over' }
      const by = `${file?.path ?? name}, process ${pid}`
      degraded(`volume ${device} is mounted where only some programs see it: ${path} (${by})`, 1)
    }
    hidden = new Set(found.map(({ device }) => device))
  }

  async function closeGone(all: readonly Place[]): Promise<void> {
    for (const [path, entry] of watched) {
      const wanted = all.find(each => each.path === path)
      if ((await isStill(entry, wanted)) && (await isHeard(entry))) continue
      watched.delete(path)
      entry.feed.unwatch(path)
      const { drive } = entry.place
      if (drive && (!wanted || !isSameDrive(wanted.drive?.identity, drive.identity)))
        parts.left(entry.place)
    }
  }

  return {
    find: path => places.find(path),
    has: path => watched.has(path),
    get roots() {
      return [...watched.values()].flatMap(({ place }) =>
        place.remote === undefined ? [place.path] : [],
      )
    },
    reconcile: async order => {
      const since = lookedAt === 0 ? undefined : lookedAt - coarseMs
      lookedAt = now()
      const next = await currentPlaces(order, platform)
      if (order.removable_drives || order.volumes !== undefined) tellHidden()
      await closeGone(next.all)
      const unwatched = () => next.all.filter(({ path }) => !watched.has(path))
      // What a new order says is true of volumes that are there already.
      const isNewOrder = order !== ordered
      ordered = order
      await Promise.all((isNewOrder ? next.all : unwatched()).map(place => guard(place, order)))
      places = next
      const fresh = unwatched()
      await Promise.all(fresh.map(place => open(place, since)))
      if (fresh.some(({ remote }) => remote === undefined)) await parts.grown()
    },
  }
}
