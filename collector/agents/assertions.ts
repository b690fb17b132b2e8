/**
 * Remembers assertions (RFC 7523) that were verified. Each belongs to the connection that it came on first: an agent may use one for
 * all calls of a connection while it lives; on any other connection it is a replay. So a signature is checked once a minute, not for each call.
 */
import { createHash } from 'node:crypto'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

interface Known {
  readonly agent: string
  readonly connection: number
  /** After this it is refused as expired by whoever verifies it. UTC epoch milliseconds. */
  readonly until: number
}

export interface Assertions {
  /** The agent that an assertion was verified for, on this connection; undefined where it is new. `replayed` where another connection has it. */
  find(assertion: string, connection: object): string | 'replayed' | undefined
  /** Keeps a verified one. Throws Fault ERR_BUSY where too many are in force. */
  keep(assertion: string, known: { agent: string; connection: object; until: number }): void
  forget(agent: string): void
}

/** 96 bits tell any two apart. */
const keyOf = (assertion: string): string =>
  createHash('sha256').update(assertion).digest('latin1').slice(0, 12)

/** Opens the memory; what has expired is dropped as it grows. */
export function openAssertions(now: () => number): Assertions {
  const connections = new WeakMap<object, number>()
  const known = new Map<string, Known>()
  let last = 0
  let sweepAt = 10_000

  function numberOf(connection: object): number {
    const number = connections.get(connection) ?? ++last
    connections.set(connection, number)
    return number
  }

  function sweep(): void {
    const time = now()
    for (const [key, { until }] of known) if (until < time) known.delete(key)
    sweepAt = Math.max(10_000, known.size * 2)
  }

  return {
    find: (assertion, connection) => {
      const found = known.get(keyOf(assertion))
      if (!found) return undefined
      if (found.connection !== numberOf(connection)) return 'replayed'
      return found.until < now() ? undefined : found.agent
    },
    keep: (assertion, { agent, connection, until }) => {
      if (known.size >= sweepAt) sweep()
      if (known.size >= limits.assertionsMax)
        throw new Fault('ERR_BUSY', 'too many agents call at once; come again in a second')
      known.set(keyOf(assertion), { agent, connection: numberOf(connection), until })
    },
    forget: agent => {
      for (const [key, found] of known) if (found.agent === agent) known.delete(key)
    },
  }
}
