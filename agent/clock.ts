/** How far this machine's clock is from the collector's, and whether somebody set it. */
import { uptime } from 'node:os'
import { limits } from '../events/limits.ts'

export interface CollectorClock {
  /** Milliseconds that this clock is behind the collector's (negative: ahead); undefined before the first answer. */
  readonly skewMs: number | undefined
  /** This machine's time, corrected to the collector's. */
  now(): number
  /** Learns from an answer: epoch milliseconds before and after the call, and its `Date` (RFC 9110, whole seconds). */
  measure(sentAt: number, receivedAt: number, date: string | undefined): void
}

/** `onChange` is called when the difference is known for the first time or has changed by more than a measurement may err. */
export function createCollectorClock(onChange: (skewMs: number) => void): CollectorClock {
  let known: { skewMs: number; errorMs: number } | undefined
  return {
    get skewMs() {
      return known?.skewMs
    },
    now: () => Date.now() + (known?.skewMs ?? 0),
    measure: (sentAt, receivedAt, date) => {
      const second = date === undefined ? Number.NaN : Date.parse(date)
      if (Number.isNaN(second)) return
      // The second had begun when it was written, and the answer was written between the two moments.
      const skewMs = Math.round(second + 500 - (sentAt + receivedAt) / 2)
      const errorMs = 500 + (receivedAt - sentAt) / 2
      if (!known || Math.abs(skewMs - known.skewMs) > errorMs + known.errorMs) {
        known = { skewMs, errorMs }
        onChange(skewMs)
      } else if (errorMs < known.errorMs) known = { skewMs, errorMs }
    },
  }
}

/** Compares the wall clock with the time since the machine booted, which nobody can set and which goes on in sleep. */
export function createClockWatch(
  wall: () => number = Date.now,
  sinceBootMs: () => number = () => uptime() * 1000,
): () => number {
  let last = { wall: wall(), boot: sinceBootMs() }
  /** Milliseconds that the clock was set forward (negative: back) since the last call; 0 where it was not. */
  return () => {
    const next = { wall: wall(), boot: sinceBootMs() }
    const jumpMs = next.wall - last.wall - (next.boot - last.boot)
    last = next
    return Math.abs(jumpMs) > limits.clockJumpMs ? Math.round(jumpMs) : 0
  }
}
