/** Waits until a path has been quiet for a moment, so that a file is read once after it was written, not at each write. */

export interface Settler<T> {
  /** A change of `path`; the first one's `value` is kept until it settles. */
  touch(path: string, value: T): void
  /** Forgets a path; gives what was waiting. */
  drop(path: string): T | undefined
  /** Stops all waiting. */
  clear(): void
}

/** Calls `settled` once a path has not been touched for `quietMs`. */
export function createSettler<T>(
  quietMs: number,
  settled: (path: string, value: T) => void,
): Settler<T> {
  const waiting = new Map<string, { timer: NodeJS.Timeout; value: T }>()
  const drop = (path: string): T | undefined => {
    const entry = waiting.get(path)
    clearTimeout(entry?.timer)
    waiting.delete(path)
    return entry?.value
  }
  return {
    touch: (path, value) => {
      const known = waiting.get(path)
      if (known) {
        known.timer.refresh()
        return
      }
      const timer = setTimeout(() => {
        waiting.delete(path)
        settled(path, value)
      }, quietMs)
      waiting.set(path, { timer, value })
    },
    drop,
    clear: () => {
      for (const path of [...waiting.keys()]) drop(path)
    },
  }
}
