/** Watches folders, homes and drives for files that are written, moved or removed, says who did it, and scans them for customers. */
import { lstat, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Type from 'typebox'
import { systemCode } from '../../events/fault.ts'
import { fileActivity } from '../../events/file-activity.ts'
import type { WatchPolicy } from '../../events/policy.ts'
import { openBacklog } from '../files/backlog.ts'
import { parseWaiting, type Waiting } from '../files/change.ts'
import { examine } from '../files/examine.ts'
import type { FileChange, FileFeed, FileFeedListener } from '../files/feed.ts'
import { folderFeed } from '../files/folder-feed.ts'
import { createKnownContents } from '../files/known-contents.ts'
import { currentPlaces, type Place, type Places } from '../files/places.ts'
import { createTally } from '../files/tally.ts'
import { accessTo } from '../files/volume-access.ts'
import type { Notice } from '../notice-words.ts'
import { sensor } from '../sensor.ts'
import { createHolds } from '../vault/holds.ts'
import { createSettler } from './settle.ts'

const options = Type.Object({
  quietMs: Type.Integer({
    default: 60,
    description: 'A file is read after this long without a write',
  }),
  openMs: Type.Integer({
    default: 1000,
    description: 'A new file that is not closed is read after this long',
  }),
  drivesMs: Type.Integer({
    default: 1000,
    description: 'How often mounted drives and missing folders are looked for',
  }),
})

/** FAT keeps times in steps of two seconds. */
const coarseMs = 2500
/** A listing after a loss looks back this far. */
const relistMs = 60_000

const nowhere: Places = { all: [], find: () => undefined }

export const files = sensor({
  name: 'files',
  summary: 'Files written to watched folders and drives, who wrote them, the customers in them',
  options,
  async start(context) {
    const { options: settings, platform, emit, degraded, onPolicy, log, now, signal } = context
    const { quietMs, openMs, drivesMs } = settings
    let order: WatchPolicy = { places: [], removable_drives: false }
    let places = nowhere
    /** When the mounts were last looked at, epoch milliseconds. */
    let lookedAt = 0
    let isNewOrder = true
    const watched = new Map<string, { place: Place; inode: number; feed: FileFeed }>()
    const tally = createTally((reason, count) => degraded(reason, count))
    const contents = createKnownContents()
    const tell = (uid: string, notice: Notice): void => {
      platform.tellPerson(uid, notice).then(why => {
        if (why !== undefined) log.info({ why }, 'the person could not be told')
      }, bug)
    }
    const holds = createHolds(context, tell)
    const bug = (error: unknown) => {
      if (!signal.aborted) log.error({ err: error }, 'a file event was lost to a bug')
    }

    const listener: FileFeedListener = {
      onChange: change => changed(change),
      onLoss: reason => {
        degraded(reason, 1)
        for (const { place } of watched.values()) found(place.path, now() - relistMs).catch(bug)
      },
      onError: error => degraded(systemCode(error) ?? String(error)),
    }
    const folders = folderFeed(listener)
    let kernel: FileFeed | undefined
    // The policy may come before this has started: what it orders waits its turn.
    let turn = platform.fileFeed(listener).then(system => {
      if (typeof system === 'string') degraded(`who writes a file is not known: ${system}`)
      else kernel = system
    })

    const backlogOf = (name: string, atOnce: number) =>
      openBacklog<Waiting>({
        dir: join(context.dir, 'backlog'),
        name,
        key: context.key('state'),
        parse: parseWaiting,
        work: async waiting => {
          if (await holds.readNote(waiting.path)) return
          await examine(waiting, {
            ...context,
            order: () => order,
            contents,
            mayReadAttributes: kernel !== undefined || order.crm_hosts !== undefined,
            decide: holds.decide,
            again: item => settler.touch(item.path, item),
            onVanished: () => tally.add('files were removed before they could be read'),
          })
        },
        atOnce,
        keep: context.keep,
        onFailure: bug,
        signal,
      })
    // What leads out comes first: a storm at home must not keep it waiting.
    const backlogs = { out: backlogOf('out', 2), home: backlogOf('home', 1) }
    const settler = createSettler<Waiting>(quietMs, (_, item) => {
      backlogs[item.place.kind === 'folder' ? 'home' : 'out'].add(item)
    })

    function touch(place: Place, change: FileChange, activity: Waiting['activity']): void {
      const { path, from, doer, kind } = change
      const { kind: placeKind, label, drive } = place
      const item: Waiting = {
        path,
        activity,
        place: { kind: placeKind, label, path: place.path },
        seenAt: now(),
        doer,
        ...(from !== undefined && { from }),
        ...(drive?.identity && { drive: drive.identity }),
      }
      settler.touch(path, item, kind === 'created' ? openMs : quietMs)
    }

    function removed({ path, doer }: FileChange, place: Place): void {
      if (settler.drop(path)?.activity === 'Create')
        tally.add('files were removed before they could be read')
      const { account, attribution } = doer.account
        ? { account: doer.account, attribution: 'process' as const }
        : platform.owner(path)
      emit(fileActivity, {
        time: now(),
        activity: 'Delete' as const,
        account,
        ...(doer.process && { process: doer.process }),
        ...(doer.session !== undefined && { session: doer.session }),
        path,
        name: basename(path),
        parent: dirname(path),
        place: { kind: place.kind, label: place.label, path: place.path },
        more: {
          attribution,
          ...(place.drive?.identity && { drive: place.drive.identity }),
        },
      })
    }

    function changed(change: FileChange): void {
      const place = places.find(change.path)
      const origin = change.from === undefined ? undefined : places.find(change.from)
      if (change.kind === 'arrived') {
        if (place) found(change.path, 0, change.doer).catch(bug)
      } else if (change.kind === 'removed') {
        if (place) removed(change, place)
      } else if (place) {
        const isArrival = change.isNew || (change.kind === 'renamed' && !origin)
        if (change.from !== undefined) settler.drop(change.from)
        const isMoved = change.kind === 'renamed' && origin
        touch(place, change, isMoved ? 'Rename' : isArrival ? 'Create' : 'Update')
      } else if (origin && change.from !== undefined) {
        removed({ ...change, path: change.from }, origin)
      }
    }

    /** Reads files below a folder that changed after `since`: those that no event told of. */
    async function found(folder: string, since: number, doer: FileChange['doer'] = {}) {
      for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
        if (!entry.isFile() || signal.aborted) continue
        const path = join(entry.parentPath, entry.name)
        const place = places.find(path)
        if (!place) continue
        const stamp = since === 0 ? undefined : await lstat(path).catch(() => undefined)
        // A copy may keep the time of its source; when it was made here stays true.
        if (stamp && Math.max(stamp.mtimeMs, stamp.ctimeMs, stamp.birthtimeMs) < since) continue
        touch(place, { kind: 'closed', path, doer }, 'Create')
      }
    }

    async function open(place: Place, since: number): Promise<void> {
      const folder = await lstat(place.path).catch((error: unknown) => {
        if (systemCode(error) !== 'ENOENT')
          degraded(`${place.path}: cannot be watched (${systemCode(error)})`)
        return undefined
      })
      if (!folder?.isDirectory() || watched.has(place.path)) return
      const refusal = kernel ? await kernel.watch(place.path) : 'not asked'
      const feed = kernel && refusal === undefined ? kernel : folders
      watched.set(place.path, { place, inode: folder.ino, feed })
      if (feed === folders) {
        if (kernel) degraded(`who writes a file is not known: ${refusal}`)
        const failure = await folders.watch(place.path)
        if (failure !== undefined) degraded(failure)
      }
      log.info({ path: place.path, kind: place.kind, knowsWho: feed.knowsDoer }, 'watching')
      // What was written between the mount and now.
      if (place.kind === 'removable' && since > 0) found(place.path, since).catch(bug)
    }

    /** Restricts volumes as the policy says, before anything else; tells what was done. */
    async function guard(place: Place): Promise<void> {
      const { drive } = place
      const { volumes } = order
      if (!drive) return
      const person = platform.atDesk()
      const general = volumes ? accessTo(drive, person?.name, volumes, now()) : 'allow'
      const access = holds.accessTo(drive.identity, person?.name) ?? general
      if (access === 'allow' || (access === 'read-only' && drive.isReadOnly)) return
      const failure = await platform.restrict(drive.path, access)
      const done = access === 'deny' ? 'was unmounted' : 'was made read-only'
      const named = drive.identity ? `${drive.identity.name} ${drive.identity.serial ?? ''}` : ''
      degraded(`volume ${drive.label} (${named.trim()}): ${failure ?? `${done} by policy`}`, 1)
      if (failure !== undefined || person?.uid === undefined) return
      const kind = access === 'deny' ? 'device-denied' : 'device-read-only'
      const ask = volumes?.ask ?? order.holds?.ask ?? 'Security'
      tell(person.uid, { kind, device: drive.label, ask })
    }

    /** Makes what is watched what the order and the mounted drives say. */
    async function reconcile(): Promise<void> {
      const since = lookedAt - coarseMs
      lookedAt = now()
      const next = await currentPlaces(order, platform)
      for (const [path, { place, inode, feed }] of watched) {
        const wanted = next.all.find(each => each.path === path)
        const isSame = await lstat(path).then(
          folder => folder.isDirectory() && folder.ino === inode,
          () => false,
        )
        if (isSame && wanted && wanted.kind === place.kind && wanted.label === place.label) continue
        watched.delete(path)
        feed.unwatch(path)
      }
      const toGuard = next.all.filter(({ path }) => isNewOrder || !watched.has(path))
      isNewOrder = false
      await Promise.all(toGuard.map(guard))
      places = next
      const fresh = next.all.filter(place => !watched.has(place.path))
      await Promise.all(fresh.map(place => open(place, since)))
      if (fresh.length > 0) await holds.retry()
    }

    const inTurn = () => {
      turn = turn.then(reconcile).catch((error: unknown) => degraded(`watching: ${String(error)}`))
      return turn
    }
    onPolicy(async policy => {
      const { watch } = policy
      order = watch
      await holds.learn(policy)
      isNewOrder = true
      await inTurn()
      await holds.obey()
      for (const { path } of watch.places) {
        if (!watched.has(path)) degraded(`${path}: is not there; watched as soon as it appears`)
      }
    })
    const hears = await platform.onMounts(inTurn, signal)
    while (!signal.aborted) {
      await delay(hears ? 5 * drivesMs : drivesMs, undefined, { signal }).catch(() => {})
      if (!signal.aborted) await inTurn()
    }
    await turn
    settler.clear()
    tally.flush()
    kernel?.close()
    folders.close()
    await Promise.all([backlogs.out.close(), backlogs.home.close()])
  },
})
