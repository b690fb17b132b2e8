/** How far detection is behind the journal, from the offset that it writes down with each batch. */
import type { Journal } from '../journal/journal.ts'
import type { Database } from '../store/database.ts'

export interface Lag {
  /** Everything up to here was looked at. */
  readonly offset: number
  /** Journal entries that were not looked at yet, at most: offsets may have gaps. */
  readonly entries: number
  /** Age of the oldest of them, milliseconds; 0 where there is none. */
  readonly ms: number
}

/** Reads the lag; costs two look-ups. */
export function openLag(
  database: Database,
  { journal, now }: { journal: Journal; now: () => number },
): () => Lag {
  const load = database.prepare<[], { offset: number }>('SELECT offset FROM progress')
  return () => {
    const offset = load.get()?.offset ?? 0
    const entries = Math.max(0, journal.head - offset)
    const oldest = entries === 0 ? undefined : journal.receivedAfter(offset)
    return { offset, entries, ms: oldest === undefined ? 0 : Math.max(0, now() - oldest) }
  }
}
