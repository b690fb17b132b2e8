/** Waits until a path has been quiet for a moment, so that a file is read once after it was written, not at each write. */

export interface Settler<T> {
  /** A change of `path`; the first one's `value` is kept until it settles, after `afterMs` where that is said. */
  touch(path: string, value: T, afterMs?: number): void
  /** Forgets a path; gives what was waiting. */
  drop(path: string): T | undefined
  /** Stops all waiting. */
  clear(): void
}

/** What is written to all the time is read all the same. */
const longestMs = 10_000

/** Calls `settled` once a path has not been touched for `quietMs`; `join` may add to the first value what a later one knows. */
export function createSettler<T>(
  quietMs: number,
  settled: (path: string, value: T) => void,
  join: (first: T, later: T) => T = first => first,
): Settler<T> {
  const waiting = new Map<
    string,
    { timer: NodeJS.Timeout; value: T; afterMs: number; since: number }
  >()
  const drop = (path: string): T | undefined => {
    const entry = waiting.get(path)
    clearTimeout(entry?.timer)
    waiting.delete(path)
    return entry?.value
  }
  return {
    touch: (path, value, afterMs = quietMs) => {
      const known = waiting.get(path)
      if (known) known.value = join(known.value, value)
      const isLong = known && performance.now() - known.since > longestMs
      if (isLong && afterMs >= known.afterMs) return
      if (known?.afterMs === afterMs) {
        known.timer.refresh()
        return
      }
      clearTimeout(known?.timer)
      const entry = {
        value: known ? known.value : value,
        afterMs,
        since: known?.since ?? performance.now(),
        timer: setTimeout(() => {
          waiting.delete(path)
          settled(path, entry.value)
        }, afterMs),
      }
      waiting.set(path, entry)
    },
    drop,
    clear: () => {
      for (const path of [...waiting.keys()]) drop(path)
    },
  }
}
