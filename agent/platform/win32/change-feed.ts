/**
 * The feed of file changes on Windows: one open folder for each watched place. It says what happened and when a file is closed, but not who
 * did it: for that Windows has auditing and drivers, which an agent without a driver cannot use.
 */
import { win32 } from 'node:path'
import type { FileFeed, FileFeedListener } from '../../files/feed.ts'
import { changesOf, type FolderChanges, openChanges } from './folder-changes.ts'
import type { RawChange } from './notifications.ts'
import { longPath, writingOf } from './writers.ts'

interface Watch {
  readonly root: string
  files: FolderChanges | undefined
  folders: FolderChanges | undefined
  /** The first half of a rename whose second half was not told yet. */
  renamedFrom: string | undefined
}

/** A file that was written to and may be open still. */
interface Fresh {
  isNew: boolean
  readonly since: number
  /** Looked at again from then on. */
  dueAt: number
  isTold: boolean
}

/** Looks while something happens, and while nothing does: Windows keeps some 500 changes in between. */
const busyMs = 25
const idleMs = 150
/** A copy writes many times; it is asked for after it has been quiet for so long. */
const quietMs = 50
/** A file that stays open is asked for again after as long as it has been open, within these. */
const againMs = { least: 50, most: 2000 } as const
/** A file that is not closed is read once anyway. */
const openMs = 2000
const reopenMs = 2000
/** Files asked for in one turn: each costs a call of some microseconds. */
const asksMax = 200

/** Opens the feed; nothing is watched yet. */
export function changeFeed({ onChange, onLoss }: FileFeedListener): FileFeed {
  const watches = new Map<string, Watch>()
  const fresh = new Map<string, Fresh>()
  const doer = {}
  let timer: NodeJS.Timeout | undefined
  let nextReopen = 0

  function written(path: string, isNew: boolean): void {
    const before = fresh.get(path)
    const at = performance.now()
    if (before) {
      before.dueAt = at + quietMs
      before.isNew ||= isNew
    } else fresh.set(path, { isNew, since: at, dueAt: at + quietMs, isTold: false })
  }

  function gone(path: string): void {
    fresh.delete(path)
    onChange({ kind: 'removed', path, doer })
  }

  function renamed(from: string, path: string): void {
    const waiting = fresh.get(from)
    fresh.delete(from)
    if (waiting) fresh.set(path, waiting)
    else if (writingOf(path) !== 'folder') onChange({ kind: 'renamed', path, from, doer })
  }

  function fileChanged(watch: Watch, { kind, name }: RawChange): void {
    const path = longPath(win32.join(watch.root, name))
    const from = watch.renamedFrom
    watch.renamedFrom = undefined
    if (kind === 'renamed' && from !== undefined) {
      renamed(from, path)
      return
    }
    // Moved out of what is watched.
    if (from !== undefined) gone(from)
    if (kind === 'was') watch.renamedFrom = path
    else if (kind === 'removed') gone(path)
    else written(path, kind !== 'written')
  }

  /** A folder that came with what is in it. */
  function folderChanged(watch: Watch, { kind, name }: RawChange): void {
    if (kind !== 'added' && kind !== 'renamed') return
    onChange({ kind: 'arrived', path: longPath(win32.join(watch.root, name)), doer })
  }

  function readOne(watch: Watch, part: 'files' | 'folders'): boolean {
    const look = watch[part]?.look() ?? []
    if (look === 'ended') {
      watch[part] = undefined
      return false
    }
    if (look === 'lost') {
      watch.renamedFrom = undefined
      onLoss('Windows had more changes than its buffer holds, and lost them')
      return true
    }
    // The second half of a rename comes with the first, or not at all: it was moved out of what is watched.
    if (part === 'files' && look.length === 0 && watch.renamedFrom !== undefined) {
      gone(watch.renamedFrom)
      watch.renamedFrom = undefined
    }
    for (const change of look)
      if (part === 'files') fileChanged(watch, change)
      else folderChanged(watch, change)
    return look.length > 0
  }

  /** Opens anew what ended though it is watched still, such as a share that was away. */
  function reopen(watch: Watch): void {
    for (const part of ['files', 'folders'] as const) {
      if (watch[part]) continue
      const opened = openChanges(watch.root, changesOf[part])
      if (typeof opened === 'string') return
      watch[part] = opened
      if (part === 'files') onLoss(`${watch.root} was away, and what changed there was not told`)
    }
  }

  function askFresh(): void {
    const at = performance.now()
    let asked = 0
    for (const [path, file] of fresh) {
      if (file.dueAt > at) continue
      if (asked >= asksMax) break
      asked += 1
      const state = writingOf(path)
      const openFor = at - file.since
      if (state === 'closed') onChange({ kind: 'closed', path, isNew: file.isNew, doer })
      if (state !== 'open') fresh.delete(path)
      else {
        file.dueAt = at + Math.min(againMs.most, Math.max(againMs.least, openFor))
        if (openFor < openMs || file.isTold) continue
        file.isTold = true
        onChange({ kind: 'created', path, isNew: file.isNew, doer })
      }
    }
  }

  function turn(): void {
    let isBusy = false
    for (const watch of watches.values()) {
      const [files, folders] = [readOne(watch, 'files'), readOne(watch, 'folders')]
      isBusy ||= files || folders
    }
    askFresh()
    if (performance.now() >= nextReopen) {
      nextReopen = performance.now() + reopenMs
      for (const watch of watches.values()) if (!watch.files || !watch.folders) reopen(watch)
    }
    timer = setTimeout(turn, isBusy || fresh.size > 0 ? busyMs : idleMs)
  }

  function unwatch(folder: string): void {
    const watch = watches.get(folder)
    watch?.files?.close()
    watch?.folders?.close()
    watches.delete(folder)
  }

  return {
    knowsDoer: false,
    watch: async root => {
      const files = openChanges(root, changesOf.files)
      if (typeof files === 'string') return files
      const folders = openChanges(root, changesOf.folders)
      if (typeof folders === 'string') {
        files.close()
        return folders
      }
      watches.set(root, { root, files, folders, renamedFrom: undefined })
      timer ??= setTimeout(turn, 0)
      return undefined
    },
    unwatch,
    close: () => {
      clearTimeout(timer)
      for (const folder of watches.keys()) unwatch(folder)
    },
  }
}
