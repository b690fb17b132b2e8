/** Counts things that happen often and matters little each, and tells them together. */

export interface Tally {
  add(reason: string, count?: number): void
  /** Tells what was not told yet. */
  flush(): void
}

const tellMs = 5000

/** `tell` is called at once for the first of a kind, then at most every five seconds with what came since. */
export function createTally(tell: (reason: string, count: number) => void): Tally {
  const counts = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    for (const [reason, count] of counts) if (count > 0) tell(reason, count)
    counts.clear()
  }
  return {
    add: (reason, count = 1) => {
      if (!timer) {
        timer = setTimeout(flush, tellMs).unref()
        tell(reason, count)
      } else counts.set(reason, (counts.get(reason) ?? 0) + count)
    },
    flush,
  }
}
