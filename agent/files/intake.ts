/** Turns what a feed tells into files to be read, once each after it was written, and into events of files that are gone. */
import { lstat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { fileActivity } from '../../events/file-activity.ts'
import { systemPath } from '../../events/path-bytes.ts'
import type { SensorContext } from '../sensor.ts'
import { createSettler } from '../sensors/settle.ts'
import type { Waiting } from './change.ts'
import { filesBelow } from './entries.ts'
import type { FileChange } from './feed.ts'
import { createOpenReads } from './open-reads.ts'
import type { Place } from './places.ts'
import type { Tally } from './tally.ts'
import { whoseWork } from './whose.ts'

export interface Intake {
  changed(change: FileChange): void
  /** Takes the files below a folder that changed after `since` (0: all) and that `isWanted`: those that no event told of. Gives how many. */
  found(
    folder: string,
    since: number,
    more?: {
      readonly doer?: FileChange['doer']
      readonly isWanted?: (path: string) => boolean
    },
  ): Promise<number>
  /** A file was written to while it was read. */
  again(item: Waiting): void
  /** Stops waiting. */
  clear(): void
}

interface Parts {
  readonly context: Pick<SensorContext<object>, 'platform' | 'islands' | 'emit' | 'now' | 'signal'>
  readonly quietMs: number
  readonly openMs: number
  readonly find: (path: string) => Place | undefined
  /** A file is to be read now. */
  readonly ready: (item: Waiting) => void
  readonly tally: Tally
  readonly onBug: (error: unknown) => void
}

/** `isOpen`: it may still be written to. */
interface Settling {
  readonly item: Waiting
  readonly isOpen: boolean
}

/** Of two feeds that tell of one write, one may know who it was, and the other that the file is new. */
const together = (first: Waiting, later: Waiting): Waiting => ({
  ...first,
  ...(first.activity === 'Update' && later.activity === 'Create' && { activity: 'Create' }),
  doer: first.doer.account ? first.doer : later.doer,
})

export function openIntake({ context, quietMs, openMs, find, ready, tally, onBug }: Parts): Intake {
  const { platform, emit, now, signal } = context
  const settler = createSettler<Settling>(quietMs, settled, (first, later) => ({
    item: together(first.item, later.item),
    isOpen: later.isOpen,
  }))
  const openReads = createOpenReads()

  function settled(path: string, settling: Settling): void {
    const { item, isOpen } = settling
    const waitMs = isOpen ? openReads.waitMs(path, find(path)?.remote !== undefined) : 0
    if (waitMs > 0) {
      settler.touch(path, settling, waitMs)
      return
    }
    openReads.note(path, isOpen)
    ready(item)
  }

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
    const isOpen = kind === 'created'
    settler.touch(path, { item, isOpen }, isOpen ? openMs : quietMs)
  }

  function removed({ path, doer }: FileChange, place: Place): void {
    context.islands.note(path, 0)
    if (settler.drop(path)?.item.activity === 'Create')
      tally.add('files were removed before they could be read')
    const { attribution, ran_as, ...who } = whoseWork(
      { doer, path, place, activity: 'Delete' },
      undefined,
      platform,
    )
    emit(fileActivity, {
      time: now(),
      activity: 'Delete' as const,
      ...who,
      path,
      name: basename(path),
      parent: dirname(path),
      place: { kind: place.kind, label: place.label, path: place.path },
      more: {
        ...(attribution && { attribution }),
        ...(ran_as !== undefined && { ran_as }),
        ...(place.drive?.identity && { drive: place.drive.identity }),
      },
    })
  }

  async function found(
    folder: string,
    since: number,
    { doer = {}, isWanted = () => true }: Parameters<Intake['found']>[2] = {},
  ): Promise<number> {
    let count = 0
    for await (const path of filesBelow(folder)) {
      if (signal.aborted) break
      const place = find(path)
      if (!place || !isWanted(path)) continue
      const stamp = since === 0 ? undefined : await lstat(systemPath(path)).catch(() => undefined)
      // A copy may keep the time of its source; when it was made here stays true.
      if (stamp && Math.max(stamp.mtimeMs, stamp.ctimeMs, stamp.birthtimeMs) < since) continue
      touch(place, { kind: 'closed', path, doer }, 'Create')
      count += 1
    }
    return count
  }

  function changed(change: FileChange): void {
    const place = find(change.path)
    const origin = change.from === undefined ? undefined : find(change.from)
    if (change.kind === 'arrived') {
      if (place) found(change.path, 0, { doer: change.doer }).catch(onBug)
    } else if (change.kind === 'removed') {
      if (place) removed(change, place)
    } else if (place) {
      const isArrival = change.isNew || (change.kind === 'renamed' && !origin)
      const before = change.from === undefined ? undefined : settler.drop(change.from)
      // Under its first name it was told to nobody: programs write beside and rename (rsync, browsers, editors).
      if (before?.item.activity === 'Create') {
        const { from: _, ...arrival } = change
        touch(place, arrival, 'Create')
        return
      }
      const isMoved = change.kind === 'renamed' && origin
      touch(place, change, isMoved ? 'Rename' : isArrival ? 'Create' : 'Update')
    } else if (origin && change.from !== undefined) {
      removed({ ...change, path: change.from }, origin)
    }
  }

  return {
    changed,
    found,
    // Whoever writes to it may go on for hours; the close is told then.
    again: item => settler.touch(item.path, { item, isOpen: true }),
    clear: settler.clear,
  }
}
