/** Who opens files that hold customers: tells of programs that carry files out, and keeps those away that policy does not name. */
import { lstatSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileActivity } from '../../events/file-activity.ts'
import { systemPath } from '../../events/path-bytes.ts'
import type { ReadingPolicy } from '../../events/policy.ts'
import type { Notice } from '../notice-words.ts'
import type { ReadGuard, Refusal } from '../reading/guard.ts'
import { carrierKind } from '../reading/reading-program.ts'
import type { SensorContext } from '../sensor.ts'
import type { Waiting } from './change.ts'
import type { FileFeed, FileFeedListener } from './feed.ts'
import type { Place } from './places.ts'

type Opened = Parameters<NonNullable<FileFeedListener['onOpen']>>[0]

export interface Readers {
  obey(reading: ReadingPolicy | undefined): Promise<void>
  opened(open: Opened): void
  close(): void
}

interface Parts {
  readonly context: Pick<
    SensorContext<object>,
    'platform' | 'islands' | 'emit' | 'degraded' | 'now' | 'log'
  >
  readonly kernel: () => FileFeed | undefined
  readonly find: (path: string) => Place | undefined
  /** A file is to be read again, to say what was in it when it was opened. */
  readonly ready: (item: Waiting) => void
  readonly tell: (uid: string, notice: Notice) => void
}

/** A program that opens a file again within this time is not told of again. */
const againMs = 600_000
const rememberedMax = 5000

function keepBounded(map: Map<string, number>, key: string, value: number): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > rememberedMax && oldest !== undefined) map.delete(oldest)
}

/** Which file a path leads to; undefined where it is gone. */
function inodeOf(path: string): string | undefined {
  const stat = lstatSync(systemPath(path), { throwIfNoEntry: false, bigint: true })
  return stat && `${stat.dev} ${stat.ino}`
}

export function openReaders({ context, kernel, find, ready, tell }: Parts): Readers {
  const { platform, islands, emit, degraded, now } = context
  let reading: ReadingPolicy | undefined
  let guard: ReadGuard | undefined
  const toldAt = new Map<string, number>()
  /** Customers in the files that are watched, by inode: a new name, or a second one, makes no other file of it. */
  const watched = new Map<string, number>()

  function isFirst(key: string): boolean {
    const before = toldAt.get(key)
    if (before !== undefined && now() - before < againMs) return false
    keepBounded(toldAt, key, now())
    return true
  }

  const placeOf = (path: string) => {
    const place = find(path)
    return {
      kind: place?.kind ?? ('folder' as const),
      label: place?.label ?? basename(dirname(path)),
      path: place?.path ?? dirname(path),
    }
  }

  function look(path: string, customers: number): void {
    // To ask for it may never come back.
    if (find(path)?.remote !== undefined) return
    const inode = inodeOf(path)
    if (!reading || customers <= reading.customers_max) {
      guard?.release(path)
      // Where it is gone it may go on under another name.
      if (inode !== undefined) watched.delete(inode)
    } else {
      if (inode !== undefined) keepBounded(watched, inode, customers)
      kernel()?.watchOpens?.(path)
      guard?.guard(path)
    }
  }

  function refused({ path, process, account }: Refusal): void {
    if (!isFirst(`refused ${process.file?.path ?? process.name} ${path}`)) return
    emit(fileActivity, {
      time: now(),
      activity: 'Open' as const,
      account,
      process,
      path,
      name: basename(path),
      parent: dirname(path),
      place: placeOf(path),
      more: { attribution: 'process' as const, opening: { decision: 'denied' as const } },
    })
    const ask = reading?.ask ?? ''
    if (account.uid !== undefined)
      tell(account.uid, { kind: 'open-denied', file: basename(path), ask })
  }

  async function block(programs: readonly string[]): Promise<void> {
    if (!platform.guardReading) {
      degraded(`programs cannot be kept from reading on ${platform.name}, or not with these rights`)
      return
    }
    guard ??= await platform.guardReading({
      onRefusal: refused,
      onLate: why => degraded(why, 1),
    })
    guard.allow(programs)
  }

  islands.follow(look)
  return {
    obey: async next => {
      reading = next
      if (next?.mode === 'block') await block(next.programs)
      else {
        guard?.close()
        guard = undefined
      }
      for (const [path, customers] of islands.entries()) look(path, customers)
    },
    opened: ({ path, doer }) => {
      const carrier = carrierKind(doer.process?.name ?? '')
      if (!carrier || !reading) return
      const customers = islands.get(path) ?? watched.get(inodeOf(path) ?? '') ?? 0
      if (customers <= reading.customers_max) return
      if (!isFirst(`${carrier} ${doer.process?.file?.path ?? ''} ${path}`)) return
      ready({ path, activity: 'Open', place: placeOf(path), seenAt: now(), doer, carrier })
    },
    close: () => guard?.close(),
  }
}
