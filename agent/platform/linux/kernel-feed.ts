/**
 * The kernel's feed of file changes (fanotify): one mark per file system, whatever number of files it has, and every event says which
 * process did it. Needs CAP_SYS_ADMIN and Linux 5.17. The queue has no limit, so that nothing is dropped while the agent is busy.
 */
import { closeSync, existsSync, openSync, readFileSync, realpathSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { systemPath } from '../../../events/path-bytes.ts'
import { type Doer, type FileFeed, type FileFeedListener, isWithin } from '../../files/feed.ts'
import {
  bit,
  type Entry,
  type FanotifyEvent,
  fsidBytes,
  initFlag,
  markFlag,
  readEvents,
} from './fanotify.ts'
import { mountOf, parseMounts } from './mounts.ts'
import {
  descriptorOf,
  fanotifyInit,
  fanotifyMark,
  handleOf,
  pathOfHandle,
  readingOf,
} from './native.ts'
import { followOpenFiles } from './open-file-feed.ts'
import { readInPortions } from './portions.ts'
import { type Processes, programPlaces } from './processes.ts'
import { openProgramAlarm } from './program-alarm.ts'

/** A folder that events came from, by the bytes of its entries; `isWatched`: it lies in a folder that is. */
interface Folder {
  readonly bytes: Buffer
  readonly path: string
  readonly isWatched: boolean
}

interface FileSystem {
  readonly mountPath: string
  isMarked: boolean
}

export interface KernelFeedOptions {
  readonly processes: Processes
  /** The kernel's own limit of 16,384 events; for tests of what happens beyond. */
  readonly isQueueLimited?: boolean
}

const fileMask = bit.create | bit.closeWrite | bit.delete | bit.rename | bit.onFolder | bit.exec
const foldersMax = 50_000
const readOnlyFolder = 0o200000

/** Opens the feed, or says why the kernel does not give it. */
export function kernelFeed(
  listener: FileFeedListener,
  { processes, isQueueLimited = false }: KernelFeedOptions,
): FileFeed | string {
  const flags =
    initFlag.closeOnExec |
    initFlag.nonBlocking |
    initFlag.folderHandleAndName |
    (isQueueLimited ? 0 : initFlag.unlimitedQueue)
  const opened = fanotifyInit(flags, 0)
  if ('error' in opened) return `the kernel does not tell of file changes (${opened.error})`
  const group = opened.value
  const stream = readingOf(group, data => feed.heard(data))
  if ('error' in stream) return `the kernel's file changes cannot be read (${stream.error})`
  const feed = followGroup(listener, processes, stream.value)
  stream.value.on('error', error => {
    listener.onError(error)
    listener.onLoss('the kernel stopped telling of file changes')
  })
  return feed.face
}

function followGroup(listener: FileFeedListener, processes: Processes, stream: Socket) {
  const systems = new Map<string, FileSystem>()
  const watched = new Map<string, string>()
  const folders = new Map<number, Folder>()
  const mounts = new Map<string, number>()
  /** Who did the events of one read, one after the other: nearly always the same. */
  const last: { pid: number; doer: Doer | undefined } = { pid: -1, doer: undefined }
  /** Who did something and had not been looked at before. */
  let strangers = 0

  /** Looked up each time: once it is closed its number may be another feed's. */
  const mark = (flags: number, mask: number, path: string) =>
    fanotifyMark(descriptorOf(stream), { flags, mask, path })

  /** Paths of folders change with renames; what is watched changes with the policy. */
  function forgetFolders(): void {
    folders.clear()
  }

  const isSame = ({ bytes }: Folder, { data, start, end }: Entry): boolean => {
    if (bytes.length !== end - start) return false
    for (let at = 0; at < bytes.length; at += 1) if (bytes[at] !== data[start + at]) return false
    return true
  }

  function place(entry: Entry | undefined): Folder | undefined {
    if (!entry) return undefined
    const known = folders.get(entry.hash)
    return known && isSame(known, entry) ? known : find(entry)
  }

  /** Held while the events of one read are told only: a stick that is in use cannot be taken out. */
  function openMount(path: string): number | undefined {
    const known = mounts.get(path)
    if (known !== undefined) return known
    try {
      const mount = openSync(path, readOnlyFolder)
      mounts.set(path, mount)
      return mount
    } catch {
      return undefined
    }
  }

  function closeMounts(): void {
    for (const mount of mounts.values()) closeSync(mount)
    mounts.clear()
  }

  function find({ data, start, end, hash }: Entry): Folder | undefined {
    const bytes = Buffer.from(data.subarray(start, end))
    const system = systems.get(bytes.toString('latin1', 0, fsidBytes))
    if (!system) return undefined
    const mount = openMount(system.mountPath)
    if (mount === undefined) return undefined
    const found = pathOfHandle(mount, bytes.subarray(fsidBytes))
    if ('error' in found) return undefined
    const path = found.value
    const isWatched = [...watched.keys()].some(root => isWithin(path, root))
    const folder = { bytes, path, isWatched }
    if (folders.size >= foldersMax) folders.clear()
    folders.set(hash, folder)
    return folder
  }

  const pathOf = ({ path }: Folder, { name }: Entry): string =>
    name === '.' || path === '/' ? join(path, name) : `${path}/${name}`

  function doerOf(pid: number): Doer {
    if (last.pid === pid && last.doer) return last.doer
    if (!processes.isKnown(pid)) strangers += 1
    last.pid = pid
    last.doer = processes.doer(pid)
    return last.doer
  }

  function noteStart({ pid, entry }: FanotifyEvent): void {
    const folder = place(entry)
    last.pid = -1
    if (folder && entry) processes.started(pid, pathOf(folder, entry))
  }

  function tellOpen({ entry, pid }: FanotifyEvent): void {
    const folder = place(entry)
    if (!folder || !entry || processes.isChild(pid)) return
    listener.onOpen?.({ path: pathOf(folder, entry), doer: doerOf(pid) })
  }

  function tell(event: FanotifyEvent): void {
    const { mask, entry, target, pid } = event
    if (mask & bit.overflow) {
      listener.onLoss('the kernel had more file changes than it queues')
      return
    }
    if (mask & bit.exec) noteStart(event)
    if (pid === process.pid) return
    if (mask & bit.open) tellOpen(event)
    if ((mask & (fileMask | bit.modify) & ~(bit.exec | bit.onFolder)) === 0) return
    const isFolder = (mask & bit.onFolder) !== 0
    const [from, to] = [place(entry), place(target)]
    if (isFolder && mask & (bit.rename | bit.delete)) forgetFolders()
    if (!from?.isWatched && !to?.isWatched) return
    const doer = doerOf(pid)
    const path = from && entry ? pathOf(from, entry) : ''
    if (mask & bit.rename) {
      if (!to || !target) {
        // Where it went to is gone by now; it is not here any more either.
        if (!isFolder) listener.onChange({ kind: 'removed', path, doer })
        return
      }
      const kind = isFolder ? 'arrived' : 'renamed'
      listener.onChange({ kind, path: pathOf(to, target), from: path, doer })
      if (!isFolder && from?.isWatched) tellIfThere(path, doer)
    } else if (!isFolder) tellFile(mask, path, doer)
  }

  /** What a process does to one name while nobody reads comes as one event, in the place of the first: a file that was made anew under the old name of another. */
  function tellIfThere(path: string, doer: Doer): void {
    if (existsSync(systemPath(path))) listener.onChange({ kind: 'closed', path, isNew: true, doer })
  }

  function tellFile(mask: number, path: string, doer: Doer): void {
    const isNew = (mask & bit.create) !== 0
    if (mask & bit.closeWrite) listener.onChange({ kind: 'closed', path, isNew, doer })
    else if (isNew || mask & bit.modify) listener.onChange({ kind: 'created', path, isNew, doer })
    if ((mask & bit.delete) === 0) return
    // Written and removed in one event: which was last, the folder says.
    const isAnew = (mask & (bit.closeWrite | bit.create)) !== 0 && existsSync(systemPath(path))
    if (!isAnew) listener.onChange({ kind: 'removed', path, doer })
  }

  /** Marks the file system that a folder lies on. Gives its id, or why it cannot. */
  function markSystem(folder: string, mask: number): { readonly fsid: string } | string {
    const mount = mountOf(folder, parseMounts(readFileSync('/proc/self/mountinfo', 'utf8')))
    const known = handleOf(mount?.path ?? folder)
    if (!mount || 'error' in known)
      return `${folder}: its file system has no handles (${'error' in known ? known.error : 'no mount'})`
    const root = openSync(mount.path, readOnlyFolder)
    const back = pathOfHandle(root, known.value.handle)
    closeSync(root)
    if ('error' in back) return `${folder}: its file system gives no paths (${back.error})`
    const marked = mark(markFlag.add | markFlag.fileSystem, mask, mount.path)
    if ('error' in marked) return `${folder}: the kernel cannot watch it (${marked.error})`
    const fsid = known.value.fsid.toString('latin1')
    const system = systems.get(fsid) ?? {
      mountPath: mount.path,
      isMarked: false,
    }
    system.isMarked ||= (mask & bit.closeWrite) !== 0
    systems.set(fsid, system)
    return { fsid }
  }

  const starts = followOpenFiles({
    places: programPlaces.filter(path => typeof markSystem(path, bit.exec) === 'string'),
    mask: bit.exec,
    onEvent: (path, pid) => {
      last.pid = -1
      processes.started(pid, path)
    },
    onFailure: reason =>
      listener.onError(`which program wrote is not known of one that ends at once: ${reason}`),
  })

  const face: FileFeed = {
    knowsDoer: true,
    doerOf: processes.doer,
    watch: async (folder, { isDrive } = { isDrive: false }) => {
      try {
        const real = realpathSync(folder)
        const marked = markSystem(real, isDrive ? fileMask | bit.modify : fileMask)
        if (typeof marked === 'string') return marked
        watched.set(real, marked.fsid)
        forgetFolders()
        return undefined
      } catch (error) {
        return String(error)
      }
    },
    unwatch: folder => {
      const fsid = watched.get(folder)
      watched.delete(folder)
      forgetFolders()
      if (fsid === undefined || [...watched.values()].includes(fsid)) return
      const system = systems.get(fsid)
      if (!system) return
      // After an unmount there is nothing to take the mark from.
      mark(
        markFlag.remove | markFlag.fileSystem,
        (fileMask | bit.modify) & ~bit.exec,
        system.mountPath,
      )
      systems.delete(fsid)
      for (const path of programPlaces) markSystem(path, bit.exec)
    },
    watchOpens: path => {
      mark(markFlag.add, bit.open, path)
    },
    close: () => {
      portions?.close()
      alarm?.close()
      starts.close()
      stream.destroy()
    },
  }

  /**
   * A shell's child makes a file, becomes the program that fills it (`cat list > copy`), and may be over by now: what it did to the file is one event, before
   * the program's start. Those starts alone say its name.
   */
  function noteStartsBehind(events: readonly FanotifyEvent[]): void {
    const seen = new Set<number>()
    const behind = new Set<number>()
    for (const event of events) {
      const { pid, mask } = event
      if (mask & bit.exec && behind.has(pid)) noteStart(event)
      else if ((mask & bit.exec) === 0 && !seen.has(pid) && processes.isNew(pid)) behind.add(pid)
      seen.add(pid)
    }
  }

  function take(data: Buffer): boolean {
    strangers = 0
    last.pid = -1
    const events = readEvents(data)
    try {
      if (events.some(({ mask }) => mask & bit.exec)) noteStartsBehind(events)
      for (const event of events) tell(event)
    } finally {
      if (mounts.size > 0) closeMounts()
    }
    return strangers === 0
  }

  const alarm = openProgramAlarm(() => [
    ...programPlaces,
    ...[...systems.values()].map(({ mountPath }) => mountPath),
  ])
  const portions = alarm && readInPortions({ stream, take, alarm })
  return { face, heard: portions?.heard ?? take }
}
