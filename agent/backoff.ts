/** Waiting between tries: doubling, with full jitter, capped; interruptible. */
import { setTimeout as delay } from 'node:timers/promises'
import { limits } from '../events/limits.ts'

const firstMs = 200

/** Milliseconds before try number `tries` (from 1): uniform up to a doubling cap, never under a tenth of it. */
export function backoffMs(tries: number, random: () => number): number {
  const cap = Math.min(limits.uplinkBackoffMsMax, firstMs * 2 ** Math.min(tries, 20))
  return Math.round(cap * (0.1 + 0.9 * random()))
}

/** Resolves after `ms`, or at once when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: true }).catch(() => {})
}
