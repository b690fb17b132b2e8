/** Keeps the candidates of each line apart, for who must know which rows a file has and not only which customers: the fingerprint of an export. */
import { limits } from '../events/limits.ts'
import type { Candidates } from './candidates.ts'
import { collectGroups, groupAtomsMax } from './row-groups.ts'

/** The rows of one scan that have candidates. */
export interface RowTokens {
  /** The same candidates, with each one noted for the line that is being read. */
  watch(candidates: Candidates): Candidates
  /** The line is over. */
  end(): void
  readonly isFull: boolean
  /** Rows in order, packed as row groups are. */
  packed(): Uint8Array
}

/** Starts without rows. */
export function collectRowTokens(): RowTokens {
  const rows = collectGroups(limits.exportRowBytesMax, true)
  const halves = new Uint32Array(2 * groupAtomsMax)
  let count = 0
  return {
    watch: candidates => ({
      get size() {
        return candidates.size
      },
      get claims() {
        return candidates.claims
      },
      get isFull() {
        return candidates.isFull
      },
      kinds: candidates.kinds,
      packed: candidates.packed,
      reset: candidates.reset,
      add(kind, lo, hi) {
        candidates.add(kind, lo, hi)
        if (count === groupAtomsMax) return
        halves[2 * count] = lo
        halves[2 * count + 1] = hi
        count += 1
      },
    }),
    end() {
      if (count > 0) rows.add(halves, count)
      count = 0
    },
    get isFull() {
      return rows.isFull
    },
    packed: rows.packed,
  }
}
