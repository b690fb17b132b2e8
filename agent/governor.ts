/** Slows scanning where it takes more of the machine than it may for longer, or where the agent's memory grows: never sensing, which has no part in this. */
import { availableParallelism } from 'node:os'
import { limits } from '../events/limits.ts'

export interface Governor {
  /** Milliseconds to wait before the next scan. */
  waitMs(): number
  /** A scan took so long. */
  used(ms: number): void
}

interface Parts {
  /** Milliseconds of a clock that nobody sets. */
  readonly clock?: () => number
  readonly memoryBytes?: () => number
  readonly processors?: number
}

/** The memory is looked at so often. */
const memoryMs = 50

/** Scans may take `limits.scanShareMax` of all processors; what was not used is saved up to `limits.scanBurstMs` each, so that a short storm is read at once. */
export function createGovernor({
  clock = () => performance.now(),
  memoryBytes = process.memoryUsage.rss,
  processors = availableParallelism(),
}: Parts = {}): Governor {
  const share = limits.scanShareMax * processors
  const most = limits.scanBurstMs * processors
  let saved = most
  let at = clock()
  let isLarge = false
  let lookedAt = Number.NEGATIVE_INFINITY

  function refill(): void {
    const now = clock()
    saved = Math.min(most, saved + (now - at) * share)
    at = now
  }

  return {
    waitMs: () => {
      refill()
      const overMs = saved < 0 ? -saved / share : 0
      // The kernel is asked for it, which takes a tenth of the time of a small scan.
      if (at - lookedAt >= memoryMs) {
        isLarge = memoryBytes() > limits.agentMemoryBytesMax
        lookedAt = at
      }
      return Math.ceil(Math.max(overMs, isLarge ? limits.scanMemoryPauseMs : 0))
    },
    used: ms => {
      refill()
      saved -= ms
    },
  }
}
