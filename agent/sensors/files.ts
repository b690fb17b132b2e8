/** Watches folders, homes and drives for files that are written, moved or removed, says who did it, and scans them for customers. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Type from 'typebox'
import { systemCode } from '../../events/fault.ts'
import type { WatchPolicy } from '../../events/policy.ts'
import { type Backlog, openBacklog } from '../files/backlog.ts'
import { parseWaiting, type Waiting } from '../files/change.ts'
import { createComparer } from '../files/compare.ts'
import { examine } from '../files/examine.ts'
import type { FileFeed, FileFeedListener } from '../files/feed.ts'
import { folderFeed } from '../files/folder-feed.ts'
import { openIntake } from '../files/intake.ts'
import { createKnownContents } from '../files/known-contents.ts'
import type { Place } from '../files/places.ts'
import { openReaders } from '../files/readers.ts'
import type { RemoteFolders } from '../files/remote.ts'
import { createTally } from '../files/tally.ts'
import { openWatching } from '../files/watching.ts'
import type { Notice } from '../notice-words.ts'
import { type SensorContext, sensor } from '../sensor.ts'
import { createHolds } from '../vault/holds.ts'

const options = Type.Object({
  quietMs: Type.Integer({
    default: 60,
    description: 'A file is read after this long without a write',
  }),
  openMs: Type.Integer({
    default: 1000,
    description: 'A new file that is not closed is read after this long',
  }),
  compareMs: Type.Integer({
    default: 5000,
    description: 'A drive is compared with what was seen of it after this long without a write',
  }),
  drivesMs: Type.Integer({
    default: 1000,
    description: 'How often mounted drives and missing folders are looked for',
  }),
})

/** A listing after a loss looks back this far. */
const relistMs = 60_000
/** Work on a remote folder that does not end by itself is left alone after this, when all ends. */
const hungMs = 2000

/** Two backlogs: what leads out comes first, a storm at home must not keep it waiting. */
function openBacklogs(
  context: Pick<SensorContext<object>, 'dir' | 'key' | 'keep' | 'signal'>,
  { work, onFailure }: { work: (item: Waiting) => Promise<void>; onFailure: (e: unknown) => void },
) {
  const { keep, signal } = context
  const dir = join(context.dir, 'backlog')
  const common = { dir, keep, signal, work, onFailure, key: context.key('state') }
  const open = (name: string, atOnce: number) =>
    openBacklog<Waiting>({ ...common, name, atOnce, parse: parseWaiting })
  const out = open('out', 2)
  const home = open('home', 1)
  /** One for each folder that may not answer: what waits there keeps nothing else waiting. */
  const remote = new Map<string, Backlog<Waiting>>()
  function openRemote(folder: string): Backlog<Waiting> {
    const known = remote.get(folder)
    if (known) return known
    const name = `remote-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
    const backlog = open(name, 1)
    remote.set(folder, backlog)
    return backlog
  }
  return {
    add: (item: Waiting, place: Place | undefined) => {
      if (place?.remote !== undefined) openRemote(place.path).add(item)
      else (item.place.kind === 'folder' ? home : out).add(item)
    },
    openRemote,
    close: () => {
      // A file that is taken there may never be.
      const ends = [...remote.values()].map(each =>
        Promise.race([each.close(), delay(hungMs, undefined, { ref: false })]),
      )
      return Promise.all([out.close(), home.close(), ...ends])
    },
  }
}

export const files = sensor({
  name: 'files',
  summary: 'Files written to watched folders and drives, who wrote them, the customers in them',
  options,
  async start(context) {
    const { options: settings, platform, degraded, onPolicy, log, now, signal } = context
    const { quietMs, openMs, drivesMs, compareMs } = settings
    let order: WatchPolicy = { places: [], removable_drives: false }
    let kernel: FileFeed | undefined
    const tally = createTally((reason, count) => degraded(reason, count))
    const contents = createKnownContents()
    const bug = (error: unknown) => {
      if (!signal.aborted) log.error({ err: error }, 'a file event was lost to a bug')
    }
    const tell = (uid: string, notice: Notice): void => {
      platform.tellPerson(uid, notice).then(why => {
        if (why !== undefined) log.info({ why }, 'the person could not be told')
      }, bug)
    }
    const holds = createHolds(context, tell)
    const listener: FileFeedListener = {
      onChange: change => {
        // A feed that does not know who did it tells what the agent does too.
        const isOwn =
          change.kind === 'removed' && !change.doer.account && holds.isTaken(change.path)
        if (!isOwn) intake.changed(change)
      },
      onLoss: reason => {
        degraded(reason, 1)
        for (const root of watching.roots) intake.found(root, now() - relistMs).catch(bug)
      },
      onError: error => degraded(systemCode(error) ?? String(error)),
      onOpen: open => readers.opened(open),
    }
    const folders = folderFeed(listener)
    let remote: Promise<RemoteFolders> | undefined
    let remoteFolders: RemoteFolders | undefined
    const openRemote = async (): Promise<RemoteFolders | undefined> => {
      remote ??= platform.remote?.open(listener, {
        doerOf: kernel?.doerOf,
        onSilence: (folder, isOver) => {
          if (isOver) log.info({ folder }, 'answers again')
          else
            degraded(`${folder}: does not answer; what is done there is looked at when it does`, 1)
        },
      })
      remoteFolders = await remote
      return remoteFolders
    }
    const comparer = createComparer({
      list: (folder, since, isWanted) =>
        intake.found(folder, since, { isWanted: path => isWanted(path) && !holds.isOwn(path) }),
      degraded,
      quietMs: compareMs,
    })
    const watching = openWatching({
      ...{ context, folders, tell, grown: holds.retry, left: comparer.left },
      personal: holds.accessTo,
      kernel: () => kernel,
      remote: openRemote,
      openedRemote: folder => backlogs.openRemote(folder),
      opened: (folder, since, isNew) => {
        comparer.came(folder, since)
        // What was written between the mount and now.
        if (isNew) intake.found(folder, since).catch(bug)
      },
    })
    const isRemote = (path: string) => watching.find(path)?.remote !== undefined
    const examination = (path: string) => ({
      remote: isRemote(path) ? remoteFolders : undefined,
      ...context,
      order: () => order,
      contents,
      mayReadAttributes: kernel !== undefined || order.crm_hosts !== undefined,
      decide: holds.decide,
      again: (item: Waiting) => intake.again(item),
      isGivenBack: holds.isGivenBack,
      isTaken: holds.isTaken,
      onVanished: () => tally.add('files were removed before they could be read'),
    })
    const backlogs = openBacklogs(context, {
      work: async waiting => {
        if (!(await holds.readNote(waiting.path))) await examine(waiting, examination(waiting.path))
      },
      onFailure: bug,
    })
    const intake = openIntake({
      ...{ context, quietMs, openMs, find: watching.find, tally, onBug: bug },
      ready: item => {
        const place = watching.find(item.path)
        if (place?.drive) comparer.saw(place, item.path)
        backlogs.add(item, place)
      },
    })

    const readers = openReaders({
      ...{ context, find: watching.find, tell, ready: item => backlogs.add(item, undefined) },
      kernel: () => kernel,
    })
    // The policy may come before this has started: what it orders waits its turn.
    let turn = platform.fileFeed(listener).then(system => {
      if (typeof system === 'string') degraded(`who writes a file is not known: ${system}`)
      else kernel = system
    })
    const inTurn = () => {
      turn = turn
        .then(() => (signal.aborted ? undefined : watching.reconcile(order)))
        .catch((error: unknown) => degraded(`watching: ${String(error)}`))
      return turn
    }
    onPolicy(async policy => {
      order = policy.watch
      await holds.learn(policy)
      await inTurn()
      await holds.obey()
      await readers.obey(order.reading)
      for (const { path } of order.places) {
        if (!watching.has(path)) degraded(`${path}: is not there; watched as soon as it appears`)
      }
    })
    const hears = await platform.onMounts(inTurn, signal)
    while (!signal.aborted) {
      await delay(hears ? 5 * drivesMs : drivesMs, undefined, { signal }).catch(() => {})
      if (!signal.aborted) await inTurn()
    }
    await turn
    intake.clear()
    comparer.clear()
    tally.flush()
    readers.close()
    kernel?.close()
    folders.close()
    remoteFolders?.close()
    await backlogs.close()
  },
})
