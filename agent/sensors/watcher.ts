/**
 * Watches one folder tree for files that appear, change or vanish: the one place that knows how. It watches folders, never single
 * files, so that ten thousand files cost no more than their folders; what an event means is read from the file system.
 */
import { type FSWatcher, type Stats, watch } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { systemCode } from '../../events/fault.ts'
import { pathOf, systemPath } from '../../events/path-bytes.ts'

export type Change = 'add' | 'change' | 'unlink'

export interface Watcher {
  /** Resolves when changes from now on are seen. */
  readonly ready: Promise<void>
  close(): void
}

interface Listener {
  readonly onChange: (change: Change, path: string) => void
  readonly onError: (error: unknown) => void
}

/** How the file system is asked: by the threads of the pool, or by a thread that may wait. */
interface Calls {
  readonly lstat: (path: string) => Promise<Stats>
  readonly readdir: (path: string) => Promise<string[]>
}

const byPool: Calls = {
  lstat: path => lstat(systemPath(path)),
  readdir: async path => (await readdir(systemPath(path), 'buffer')).map(pathOf),
}

/** What tells two states of a file apart. */
type Stamp = Pick<Stats, 'mtimeMs' | 'ctimeMs' | 'size' | 'ino'>

interface Folder {
  readonly watcher: FSWatcher
  readonly inode: number
  readonly files: Map<string, Stamp>
}

/** The kernel queues 16,384 events and drops what is beyond (inotify(7)): after half as many in a row the tree is listed anew. */
const burstEvents = 8192
const quietMs = 500
const listedAtOnce = 16

const goneCodes: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ESTALE'])

const stampOf = ({ mtimeMs, ctimeMs, size, ino }: Stats): Stamp => ({ mtimeMs, ctimeMs, size, ino })

/** Why a path is looked at: it was there at the start, it was listed later, or an event named it. */
type Reason = 'start' | 'listed' | 'event'

const isWritten = (before: Stamp, after: Stamp, reason: Reason): boolean =>
  before.mtimeMs !== after.mtimeMs ||
  before.size !== after.size ||
  before.ino !== after.ino ||
  // Attributes alone move ctime; where an event moved neither, the times are too coarse to show a write (FAT: 2 s).
  (reason === 'event' && before.ctimeMs === after.ctimeMs)

/** Files that are there already are not told; symbolic links are not followed. */
export function watchTree(
  root: string,
  { onChange, onError }: Listener,
  calls: Calls = byPool,
): Watcher {
  const folders = new Map<string, Folder>()
  /** Paths with events that were not looked at yet. */
  const touched = new Set<string>()
  let turn: Promise<void> = Promise.resolve()
  let isLooking = false
  let isClosed = false
  let burst = 0
  const quiet = setTimeout(() => {
    if (burst >= burstEvents) inTurn(listAgain)
    burst = 0
  }, quietMs).unref()

  /** One piece of work after the other, so that what is told of a file is in order. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(() => (isClosed ? undefined : work())).catch(onError)
    return turn
  }

  function touch(path: string): void {
    burst += 1
    quiet.refresh()
    touched.add(path)
    if (!isLooking) inTurn(lookAtTouched)
    isLooking = true
  }

  async function lookAtTouched(): Promise<void> {
    try {
      for (const path of touched) {
        touched.delete(path)
        const found = await look(path, 'event')
        if (found) await open(found, 'listed')
      }
    } finally {
      isLooking = false
    }
  }

  /** What a path is; undefined where it is gone or cannot be told, which is then said. */
  async function stat(path: string): Promise<Stats | 'gone' | undefined> {
    try {
      return await calls.lstat(path)
    } catch (error) {
      if (goneCodes.has(systemCode(error))) return 'gone'
      onError(error)
      return undefined
    }
  }

  /** Tells what became of a path; gives it back where it is a folder that is not watched yet. */
  async function look(path: string, reason: Reason): Promise<string | undefined> {
    const found = await stat(path)
    if (isClosed || found === undefined) return undefined
    const now = found === 'gone' ? undefined : found
    const isFolder = now?.isDirectory() ?? false
    if (isFolder && folders.get(path)?.inode === now?.ino) return undefined
    forgetFolder(path)
    const files = folders.get(dirname(path))?.files
    const name = basename(path)
    const before = files?.get(name)
    if (now?.isFile()) {
      files?.set(name, stampOf(now))
      if (!before && reason !== 'start') onChange('add', path)
      if (before && isWritten(before, now, reason)) onChange('change', path)
    } else if (before) {
      files?.delete(name)
      onChange('unlink', path)
    }
    return isFolder ? path : undefined
  }

  /** Watches a folder first and lists it then, so that nothing falls between. */
  async function open(path: string, reason: Reason): Promise<void> {
    try {
      const { ino: inode } = await calls.lstat(path)
      const watcher = watch(systemPath(path), 'buffer', (_, name) => {
        if (name === null) inTurn(() => list(path, 'listed'))
        else touch(join(path, pathOf(name)))
      })
      watcher.on('error', onError)
      folders.set(path, { watcher, inode, files: new Map() })
      if (isClosed) forgetFolder(path)
      else await list(path, reason)
    } catch (error) {
      if (!goneCodes.has(systemCode(error))) onError(error)
    }
  }

  /** Looks at all that a folder holds and held, and opens new folders in it. */
  async function list(path: string, reason: Reason): Promise<void> {
    const known = folders.get(path)?.files.keys() ?? []
    const names = [...new Set([...(await calls.readdir(path)), ...known])]
    const found: string[] = []
    for (let at = 0; at < names.length && !isClosed; at += listedAtOnce) {
      const looks = names.slice(at, at + listedAtOnce).map(name => look(join(path, name), reason))
      found.push(...(await Promise.all(looks)).filter(folder => folder !== undefined))
    }
    for (const folder of found) await open(folder, reason)
  }

  async function listAgain(): Promise<void> {
    for (const path of [...folders.keys()]) {
      const found = await look(path, 'listed')
      if (found) await open(found, 'listed')
      else if (folders.has(path)) await list(path, 'listed')
    }
  }

  /** Ends the watching of a folder that is gone, or is another one now, and tells that its files are gone. */
  function forgetFolder(path: string): void {
    if (!folders.has(path)) return
    for (const [other, { watcher, files }] of [...folders]) {
      if (other !== path && !other.startsWith(path + sep)) continue
      watcher.close()
      folders.delete(other)
      if (!isClosed) for (const name of files.keys()) onChange('unlink', join(other, name))
    }
  }

  return {
    ready: inTurn(() => open(root, 'start')),
    close: () => {
      isClosed = true
      clearTimeout(quiet)
      touched.clear()
      forgetFolder(root)
    },
  }
}
