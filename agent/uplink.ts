/** Sends spooled records in order, in batches, until the collector has them. Never gives up, never sends what was refused again. */
import type { Logger } from 'pino'
import { limits } from '../events/limits.ts'
import { backoffMs, pause } from './backoff.ts'
import { type CollectorClient, Refusal } from './collector-client.ts'
import type { Lease, Spool } from './spool/spool.ts'

export interface Uplink {
  /** Something new is in the spool. */
  wake(): void
  readonly sent: number
  readonly refused: number
  /** Resolves when the loop has ended after an abort. */
  readonly ended: Promise<void>
}

interface Parts {
  readonly spool: Spool
  readonly client: CollectorClient
  readonly log: Logger
  readonly signal: AbortSignal
  readonly random: () => number
  /** Called after each batch that the collector has. */
  readonly onSent?: () => void
}

/** 413: the batch is too large for the collector, and so is one record alone when it stands alone. */
const tooLarge = 413

export function startUplink({ spool, client, log, signal, random, onSent }: Parts): Uplink {
  const counts = { sent: 0, refused: 0 }
  let batchMax: number = limits.ingestBatchEventsMax
  let wake: () => void = () => {}
  let isAwake = true

  async function send(lease: Lease): Promise<void> {
    const { records } = lease
    const reply = await client.sendEvents(
      records.map(record => record.payload.toString()).join('\n'),
      signal,
    )
    for (const { seq, reason } of reply.rejected)
      log.warn({ seq, reason }, 'the collector refused a record')
    counts.refused += reply.rejected.length
    counts.sent += records.length - reply.rejected.length
    spool.commit(lease)
    batchMax = limits.ingestBatchEventsMax
    onSent?.()
  }

  /** What a failed try means: how long to wait, and whether a record must be given up. */
  function failed(error: unknown, lease: Lease, tries: number): number {
    const { records } = lease
    if (error instanceof Refusal && error.status === tooLarge) {
      if (records.length === 1) {
        log.error({ seq: records[0]?.seq }, 'a record is larger than the collector takes; given up')
        counts.refused += 1
        spool.commit(lease)
      }
      batchMax = Math.max(1, Math.floor(records.length / 2))
      return 0
    }
    if (tries === 1)
      log.warn(
        { reason: String(error) },
        'the collector does not take events; they are kept and tried again',
      )
    return error instanceof Refusal && error.retryAfterMs !== undefined
      ? error.retryAfterMs
      : backoffMs(tries, random)
  }

  async function run(): Promise<void> {
    for (let tries = 0; !signal.aborted; ) {
      const lease = spool.lease(batchMax, limits.uplinkBatchBytes)
      if (lease.records.length === 0) {
        if (!isAwake)
          await new Promise<void>(resolve => {
            wake = resolve
          })
        isAwake = false
        continue
      }
      try {
        await send(lease)
        if (tries > 0) log.info({ tries }, 'the collector takes events again')
        tries = 0
      } catch (error) {
        if (signal.aborted) return
        tries += 1
        await pause(failed(error, lease, tries), signal)
      }
    }
  }

  const notify = () => {
    isAwake = true
    wake()
  }
  signal.addEventListener('abort', notify)
  return {
    wake: notify,
    ended: run(),
    get sent() {
      return counts.sent
    },
    get refused() {
      return counts.refused
    },
  }
}
