/** Who opens files that hold customers: tells of programs that carry files out, and keeps those away that policy does not name. */
import { basename, dirname } from 'node:path'
import { fileActivity } from '../../events/file-activity.ts'
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

export function openReaders({ context, kernel, find, ready, tell }: Parts): Readers {
  const { platform, islands, emit, degraded, now } = context
  let reading: ReadingPolicy | undefined
  let guard: ReadGuard | undefined
  const toldAt = new Map<string, number>()

  function isFirst(key: string): boolean {
    const before = toldAt.get(key)
    if (before !== undefined && now() - before < againMs) return false
    toldAt.delete(key)
    toldAt.set(key, now())
    const [oldest] = toldAt.keys()
    if (toldAt.size > rememberedMax && oldest !== undefined) toldAt.delete(oldest)
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
    if (!reading || customers <= reading.customers_max) guard?.release(path)
    else {
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
      const customers = islands.get(path) ?? 0
      if (!carrier || !reading || customers <= reading.customers_max) return
      if (!isFirst(`${carrier} ${doer.process?.file?.path ?? ''} ${path}`)) return
      ready({ path, activity: 'Open', place: placeOf(path), seenAt: now(), doer, carrier })
    },
    close: () => guard?.close(),
  }
}
