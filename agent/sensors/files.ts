/** Watches folders and removable drives for files that are written or removed, and scans them for customers. It cannot tell which program wrote. */
import { lstat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setInterval as ticks } from 'node:timers/promises'
import Type from 'typebox'
import { systemCode } from '../../events/fault.ts'
import { fileActivity } from '../../events/file-activity.ts'
import type { FileActivityName } from '../../events/ocsf.ts'
import type { WatchPlace, WatchPolicy } from '../../events/policy.ts'
import { sensor } from '../sensor.ts'
import { createSettler } from './settle.ts'
import { type Change, type Watcher, watchTree } from './watcher.ts'

const activities: Record<Change, FileActivityName> = {
  add: 'Create',
  change: 'Update',
  unlink: 'Delete',
}

interface Pending {
  readonly activity: FileActivityName
  readonly place: WatchPlace
}

const options = Type.Object({
  quietMs: Type.Integer({
    default: 60,
    description: 'A file is read after this long without a write',
  }),
  drivesMs: Type.Integer({
    default: 1000,
    description: 'How often mounted drives and missing folders are looked for',
  }),
})

export const files = sensor({
  name: 'files',
  summary: 'Files written to watched folders and removable drives, with the customers in them',
  options,
  async start({
    options: { quietMs, drivesMs },
    platform,
    scanner,
    emit,
    degraded,
    onPolicy,
    log,
    now,
    signal,
  }) {
    const watched = new Map<string, { place: WatchPlace; inode: number; watcher: Watcher }>()
    let order: WatchPolicy = { places: [], removable_drives: false }
    const settler = createSettler<Pending>(quietMs, (path, pending) => {
      read(path, pending).catch((error: unknown) => {
        if (!signal.aborted) log.error({ err: error }, 'a file event was lost to a bug')
      })
    })

    async function read(path: string, pending: Pending): Promise<void> {
      const seenAt = now()
      const before = await lstat(path).catch(() => undefined)
      if (before && !before.isFile()) return
      const scanning = scanner.scan(path, signal)
      if (!scanning) {
        degraded('more files are written than can be scanned; some were not read', 1)
        return
      }
      const { summary, sha256, sizeBytes } = await scanning
      const after = await lstat(path).catch(() => undefined)
      if (after && before && (after.mtimeMs !== before.mtimeMs || after.size !== before.size)) {
        settler.touch(path, pending)
        return
      }
      emit(fileActivity, {
        time: seenAt,
        activity: pending.activity,
        account: before ? platform.account(before.uid) : platform.sessionAccount,
        path,
        name: basename(path),
        parent: dirname(path),
        sizeBytes: before?.size ?? sizeBytes,
        ...(before ? { modifiedAt: Math.round(before.mtimeMs) } : {}),
        ...(summary.status === 'failed' ? {} : { sha256 }),
        place: pending.place,
        scan: summary,
      })
    }

    function changed(place: WatchPlace, change: Change, path: string): void {
      const activity = activities[change]
      if (change !== 'unlink') {
        settler.touch(path, { activity, place })
        return
      }
      const isUnseen = settler.drop(path)?.activity === 'Create'
      if (isUnseen) degraded('files were removed before they could be read', 1)
      const account = platform.sessionAccount
      emit(fileActivity, {
        time: now(),
        activity,
        account,
        path,
        name: basename(path),
        parent: dirname(path),
        place,
      })
    }

    async function open(place: WatchPlace): Promise<void> {
      const folder = await lstat(place.path).catch((error: unknown) => {
        if (systemCode(error) !== 'ENOENT')
          degraded(`${place.path}: cannot be watched (${systemCode(error)})`)
        return undefined
      })
      if (!folder?.isDirectory() || watched.has(place.path)) return
      const watcher = watchTree(place.path, {
        onChange: (change, path) => changed(place, change, path),
        onError: error => degraded(`${place.path}: ${systemCode(error) ?? String(error)}`),
      })
      watched.set(place.path, { place, inode: folder.ino, watcher })
      await watcher.ready
      log.info({ path: place.path, kind: place.kind }, 'watching')
    }

    /** Makes what is watched what the order and the mounted drives say. */
    async function reconcile(): Promise<void> {
      const drives = order.removable_drives ? await platform.removableDrives() : []
      const wanted = new Map<string, WatchPlace>()
      for (const { path, label } of drives) wanted.set(path, { path, label, kind: 'removable' })
      for (const place of order.places) wanted.set(place.path, place)
      for (const [path, { place, inode, watcher }] of watched) {
        const next = wanted.get(path)
        const isSame = await lstat(path).then(
          folder => folder.isDirectory() && folder.ino === inode,
          () => false,
        )
        if (isSame && next && next.kind === place.kind && next.label === place.label) continue
        watched.delete(path)
        watcher.close()
      }
      await Promise.all([...wanted.values()].filter(place => !watched.has(place.path)).map(open))
    }

    let turn = Promise.resolve()
    const inTurn = () => {
      turn = turn.then(reconcile).catch((error: unknown) => degraded(`watching: ${String(error)}`))
      return turn
    }
    onPolicy(async ({ watch }) => {
      order = watch
      await inTurn()
      for (const { path } of watch.places) {
        if (!watched.has(path)) degraded(`${path}: is not there; watched as soon as it appears`)
      }
    })
    try {
      for await (const _ of ticks(drivesMs, undefined, { signal })) await inTurn()
    } catch (error) {
      if (!signal.aborted) throw error
    }
    settler.clear()
    for (const { watcher } of watched.values()) watcher.close()
  },
})
