/** Lets batches in: so many requests and bytes of one agent, so many bytes of all. Who is too fast is told when to come again. */
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

export interface Turnstile {
  /** Takes a place for a batch; gives how to leave it (once; more is harmless). Throws Fault ERR_LIMITED or ERR_BUSY. */
  enter(agent: string, bytes: number): () => void
}

export interface TurnstileLimits {
  readonly requestsPerAgent: number
  readonly bytesPerSecond: number
  readonly pendingBytesMax: number
}

interface Place {
  requests: number
  /** Bytes that may still be sent at once. */
  credit: number
  at: number
}

const burst = 4

const standard: TurnstileLimits = {
  requestsPerAgent: limits.ingestRequestsPerAgent,
  bytesPerSecond: limits.ingestBytesPerAgentMax,
  pendingBytesMax: limits.ingestPendingBytesMax,
}

/** A turnstile; what it knows of an agent is forgotten once it has all its credit back. */
export function openTurnstile(now: () => number, caps: TurnstileLimits = standard): Turnstile {
  const places = new Map<string, Place>()
  const creditMax = caps.bytesPerSecond * burst
  let pendingBytes = 0

  function placeOf(agent: string): Place {
    const place = places.get(agent) ?? { requests: 0, credit: creditMax, at: now() }
    const seconds = Math.max(0, now() - place.at) / 1000
    place.credit = Math.min(creditMax, place.credit + seconds * caps.bytesPerSecond)
    place.at = now()
    return place
  }

  function forgetRested(): void {
    for (const [agent, place] of places)
      if (place.requests === 0 && placeOf(agent).credit >= creditMax) places.delete(agent)
  }

  return {
    enter: (agent, bytes) => {
      if (places.size > 10_000) forgetRested()
      const place = placeOf(agent)
      if (place.requests >= caps.requestsPerAgent)
        throw new Fault(
          'ERR_LIMITED',
          `${place.requests} batches of this agent are under way already; send the next when one is answered`,
          { details: { retry_after_s: 1 } },
        )
      if (place.credit < bytes) {
        const seconds = Math.ceil((bytes - place.credit) / caps.bytesPerSecond)
        throw new Fault(
          'ERR_LIMITED',
          `this agent sends too much at once; come again in ${seconds} s`,
          {
            details: { retry_after_s: seconds },
          },
        )
      }
      if (pendingBytes + bytes > caps.pendingBytesMax)
        throw new Fault('ERR_BUSY', 'too many batches are under way; come again in a second')
      place.requests += 1
      place.credit -= bytes
      places.set(agent, place)
      pendingBytes += bytes
      let isIn = true
      return () => {
        if (!isIn) return
        isIn = false
        place.requests -= 1
        pendingBytes -= bytes
      }
    },
  }
}
