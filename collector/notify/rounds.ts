/** The rounds of a channel: one at a time, whenever the journal has news and when the last one asked for another. */
import type { Logger } from 'pino'
import type { Journal } from '../journal/journal.ts'

export interface Rounds {
  /** No more rounds; waits some seconds for the one under way. */
  stop(): Promise<void>
}

/** Longest wait between two rounds, milliseconds: clocks are set back now and then. */
export const retryMsMax = 300_000
const stopMs = 5000
const stumbleMs = 1000

interface RoundParts {
  /** Of the channel. */
  readonly name: string
  readonly journal: Journal
  readonly now: () => number
  readonly log: Logger
  /** One round; resolves with when there is to be another without news, UTC epoch milliseconds: now or before for at once, infinite for never. */
  readonly round: (isStopping: () => boolean) => Promise<number>
}

/** Starts with a round. One that throws is said and tried again in a moment. */
export function startRounds({ name, journal, now, log, round }: RoundParts): Rounds {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let isWoken = false
  let isStopping = false

  const stumbled = (error: unknown): number => {
    if (!isStopping)
      log.error({ err: error, channel: name }, 'a channel stumbled; tried again in a moment')
    return now() + stumbleMs
  }

  async function run(): Promise<void> {
    while (isWoken && !isStopping) {
      isWoken = false
      clearTimeout(timer)
      const at = await round(() => isStopping).catch(stumbled)
      if (at <= now()) isWoken = true
      else if (Number.isFinite(at) && !isStopping)
        timer = setTimeout(wake, Math.min(at - now(), retryMsMax)).unref()
    }
    running = undefined
  }

  function wake(): void {
    isWoken = true
    if (!isStopping) running ??= run()
  }

  const off = journal.onCommit(wake)
  wake()
  return {
    stop: async () => {
      isStopping = true
      off()
      clearTimeout(timer)
      const late = new Promise<void>(resolve => setTimeout(resolve, stopMs).unref())
      await Promise.race([running, late])
    },
  }
}
