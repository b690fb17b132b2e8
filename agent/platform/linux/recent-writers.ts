/** Who wrote to a path a moment ago: two sources tell of one write, and the one that names the file's birth does not know who. */
import type { Doer } from '../../files/feed.ts'

const rememberedMs = 10_000
const rememberedMax = 10_000

export interface RecentWriters {
  note(path: string, doer: Doer): void
  /** Without a member where it is not known. */
  find(path: string): Doer
}

export function createRecentWriters(now: () => number = () => performance.now()): RecentWriters {
  const writers = new Map<string, { readonly doer: Doer; readonly at: number }>()
  return {
    note: (path, doer) => {
      writers.delete(path)
      writers.set(path, { doer, at: now() })
      for (const [oldest, { at }] of writers) {
        if (writers.size <= rememberedMax && now() - at < rememberedMs) break
        writers.delete(oldest)
      }
    },
    find: path => {
      const found = writers.get(path)
      return found && now() - found.at < rememberedMs ? found.doer : {}
    },
  }
}
