/** What the gateway tells the journal: events gather for a moment and are appended together, in order, so that a page does not cost a commit. */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { limits } from '../../events/limits.ts'
import type { Journal } from '../journal/journal.ts'

export interface Told {
  /** Takes an event; it is in the journal a moment later, or when the journal takes it again. */
  tell(event: object): void
  /** Resolves when everything that was told so far is durable. */
  settled(): Promise<void>
  stop(): Promise<void>
}

const gatherMs = 50
const retryMs = 1000

/** Each start is a source of its own, so that numbers begin at 1. */
export function openTold(journal: Pick<Journal, 'appendEvents'>, log: Logger): Told {
  const source = `gateway:${randomUUID()}`
  let waiting: string[] = []
  let seq = 0
  let timer: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()
  let isStopping = false

  function take(): { seqs: number[]; ends: number[]; lines: Buffer } {
    const texts = waiting.slice(0, limits.ingestBatchEventsMax)
    waiting = waiting.slice(texts.length)
    const parts = texts.map((text, index) =>
      Buffer.from(`{"seq":${seq + index + 1},"event":${text}}\n`),
    )
    const seqs = parts.map((_, index) => seq + index + 1)
    seq += parts.length
    let end = 0
    const ends = parts.map(part => {
      end += part.length
      return end
    })
    return { seqs, ends, lines: Buffer.concat(parts) }
  }

  async function append(): Promise<void> {
    while (waiting.length > 0) {
      const batch = { source, ...take() }
      // The numbers make an append that was done and not answered harmless.
      for (let isIn = false; !isIn; ) {
        try {
          await journal.appendEvents(batch)
          isIn = true
        } catch (error) {
          log.error({ err: error }, 'the journal does not take what the gateway saw; tried again')
          if (isStopping) return
          await new Promise(resolve => setTimeout(resolve, retryMs))
        }
      }
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    last = last.then(append)
    return last
  }

  return {
    tell(event) {
      if (isStopping) {
        log.error('the gateway saw something after it was stopped; it is not in the journal')
        return
      }
      waiting.push(JSON.stringify(event))
      timer ??= setTimeout(() => void flush(), gatherMs)
    },
    settled: flush,
    async stop() {
      isStopping = true
      await flush()
      clearTimeout(timer)
    },
  }
}
