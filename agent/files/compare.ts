/**
 * Compares what a removable drive holds with what was seen of it, each time that it has been quiet for a while: what no event told of
 * is found while it can still be read. When a drive is gone, says whether that was done to its end.
 */
import type { Place } from './places.ts'

interface Compared {
  /** Paths that were seen since the drive came. */
  readonly seen: Set<string>
  readonly since: number
  /** Something was written after the last comparison. */
  isDue: boolean
  timer: NodeJS.Timeout | undefined
  /** How long the last one took, milliseconds. */
  tookMs: number
}

export interface Comparer {
  /** A drive is watched; what changed on it after `since` counts as written here. */
  came(path: string, since: number): void
  /** A file was seen on a drive. */
  saw(place: Place, path: string): void
  left(place: Place): void
  clear(): void
}

interface Parts {
  /** Lists a drive: takes the files that changed after `since` and were not seen; gives how many. */
  readonly list: (
    folder: string,
    since: number,
    isWanted: (path: string) => boolean,
  ) => Promise<number>
  readonly degraded: (reason: string, lost?: number) => void
  readonly quietMs: number
}

/** A listing may take this part of the time at most. */
const share = 20

export function createComparer({ list, degraded, quietMs }: Parts): Comparer {
  const drives = new Map<string, Compared>()

  async function compare(path: string, drive: Compared): Promise<void> {
    drive.isDue = false
    const startedAt = performance.now()
    try {
      const missed = await list(path, drive.since, file => !drive.seen.has(file))
      if (missed > 0) degraded('files on a drive were found that no event told of', missed)
    } catch {
      drive.isDue = true
    }
    drive.tookMs = performance.now() - startedAt
  }

  return {
    came: (path, since) => {
      drives.set(path, {
        ...{ seen: new Set<string>(), since, isDue: false, timer: undefined, tookMs: 0 },
      })
    },
    saw: (place, path) => {
      const drive = drives.get(place.path)
      if (!drive) return
      drive.seen.add(path)
      drive.isDue = true
      clearTimeout(drive.timer)
      const waitMs = Math.max(quietMs, share * drive.tookMs)
      drive.timer = setTimeout(() => compare(place.path, drive), waitMs).unref()
    },
    left: place => {
      const drive = drives.get(place.path)
      drives.delete(place.path)
      clearTimeout(drive?.timer)
      if (drive?.isDue)
        degraded(
          `drive ${place.label} was gone before what it holds was compared with what was seen`,
        )
    },
    clear: () => {
      for (const { timer } of drives.values()) clearTimeout(timer)
      drives.clear()
    },
  }
}
