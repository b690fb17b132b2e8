/** One search through the files at rest: looks at what changed since the last one, rests longer than it works, can be left and gone on with. */
import { lstat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileAtRest, type InventoryProgress, inventoryProgress } from '../../events/at-rest.ts'
import { limits } from '../../events/limits.ts'
import { systemPath } from '../../events/path-bytes.ts'
import type { ScanSummary } from '../../events/scan.ts'
import type { NamedFolder, Platform } from '../platform/platform.ts'
import { customersMeantIn } from '../scanner.ts'
import type { SensorContext } from '../sensor.ts'
import type { Ledger } from './ledger.ts'
import { walk } from './walk.ts'

interface Parts {
  readonly context: Pick<
    SensorContext<object>,
    'platform' | 'scanner' | 'islands' | 'emit' | 'now' | 'signal'
  >
  readonly ledger: Ledger
  readonly save: () => void
  readonly roots: readonly NamedFolder[]
  /** Whether it may go on; asked before each file. */
  readonly mayGoOn: () => boolean
  readonly restShare: number
  readonly restMsMin: number
  readonly tellMs: number
}

/** Changes in the last moments before a search may have been missed by it. */
const overlapMs = 60_000
/** A busy scanner is asked again after this long. */
const busyMs = 200
const mountsMs = 1000

/** Says whether a path lies on this machine's own disks, by mounts that are a second old at most. */
function onThisMachine({ remote }: Pick<Platform, 'remote'>): (path: string) => boolean {
  let mountOf = remote?.mounts()
  let askedAt = performance.now()
  return path => {
    if (performance.now() - askedAt > mountsMs) {
      mountOf = remote?.mounts()
      askedAt = performance.now()
    }
    return mountOf?.(path) === undefined
  }
}

/** Gives true where the search came to its end. */
export async function search(parts: Parts): Promise<boolean> {
  const { ledger, roots, restShare, restMsMin } = parts
  const { platform, scanner, islands, emit, now, signal } = parts.context
  let [files, done, toldAt] = [0, 0, 0]
  const isHere = onThisMachine(platform)

  function tellProgress(state: InventoryProgress['state']): void {
    toldAt = now()
    const progress = { state, files, done, islands: islands.size }
    emit(inventoryProgress, { time: toldAt, progress })
    parts.save()
  }

  /** Tells what a file holds, or that it holds nothing any more. */
  async function tell(path: string, scan: ScanSummary | undefined): Promise<void> {
    const stat = await lstat(systemPath(path)).catch(() => undefined)
    const root = roots.find(each => path.startsWith(`${each.path}/`))
    emit(fileAtRest, {
      time: now(),
      account: platform.owner(path, stat?.uid).account,
      path,
      name: basename(path),
      parent: dirname(path),
      place: {
        kind: 'folder' as const,
        label: root?.label ?? '',
        path: root?.path ?? dirname(path),
      },
      ...(stat && { sizeBytes: stat.size, modifiedAt: Math.round(stat.mtimeMs) }),
      ...(stat && scan && { scan }),
    })
  }

  /** Waits for room; what people do at the machine comes first. Undefined where the search may not go on. */
  async function scan(path: string, size: number): Promise<ScanSummary | undefined> {
    for (;;) {
      const scanning = scanner.waiting > 0 ? undefined : scanner.scan(path, signal, { size })
      if (scanning) return (await scanning).summary
      if (!parts.mayGoOn()) return undefined
      await delay(busyMs, undefined, { signal })
    }
  }

  /** False where the search may not go on: the file is looked at next time. */
  async function look(path: string): Promise<boolean> {
    const stat = await lstat(systemPath(path)).catch(() => undefined)
    const isNew = stat && Math.max(stat.ctimeMs, stat.mtimeMs) >= ledger.searchedAt - overlapMs
    if (!stat?.isFile() || stat.size === 0 || stat.size > limits.scanBytesMax || !isNew) return true
    const startedAt = performance.now()
    const summary = await scan(path, stat.size)
    if (!summary) return false
    if (summary.status !== 'failed') {
      const found = customersMeantIn(summary)
      const wasKnown = islands.get(path) !== undefined
      islands.note(path, found)
      if (found > 0 || wasKnown) await tell(path, found > 0 ? summary : undefined)
    }
    const restMs = Math.max(restMsMin, (performance.now() - startedAt) * restShare)
    await delay(restMs, undefined, { signal })
    return true
  }

  /** What is gone, was emptied, or is no file any more. */
  async function forgetGone(): Promise<void> {
    for (const [path] of [...islands.entries()]) {
      if (!isHere(path)) continue
      const stat = await lstat(systemPath(path)).catch(() => undefined)
      if (stat?.isFile() && stat.size > 0) continue
      islands.note(path, 0)
      await tell(path, undefined)
    }
  }

  if (ledger.startedAt === 0) Object.assign(ledger, { startedAt: now(), at: '' })
  for (const { path } of roots) for await (const _ of walk(path, isHere)) files += 1
  tellProgress('running')
  for (const { path: root } of roots) {
    for await (const path of walk(root, isHere)) {
      if (signal.aborted) return false
      const isKnown = ledger.at !== '' && !isBefore(ledger.at, path)
      if (!parts.mayGoOn() || !(isKnown || (await look(path)))) {
        tellProgress('paused')
        return false
      }
      done += 1
      if (isKnown) continue
      ledger.at = path
      if (now() - toldAt >= parts.tellMs) tellProgress('running')
    }
  }
  await forgetGone()
  Object.assign(ledger, { searchedAt: ledger.startedAt, startedAt: 0, at: '' })
  tellProgress('done')
  return true
}

/** The order of the walk: part by part, as names compare. */
function isBefore(one: string, other: string): boolean {
  const [left, right] = [one.split('/'), other.split('/')]
  for (const [index, part] of left.entries()) {
    const against = right[index]
    if (against === undefined) return false
    if (part !== against) return part < against
  }
  return left.length < right.length
}
