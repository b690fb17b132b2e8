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
  readonly signature: string
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

/**
 * What is signed, and the signature. The same signature can be written in several ways (RFC 4648, section 3.5: bits after the last byte), so
 * an assertion is known by what is signed. 96 bits tell any two apart.
 */
function partsOf(assertion: string) {
  const dot = assertion.lastIndexOf('.')
  const signed = createHash('sha256').update(assertion.slice(0, dot)).digest('latin1')
  return { key: signed.slice(0, 12), signature: assertion.slice(dot) }
}

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
      const { key, signature } = partsOf(assertion)
      const found = known.get(key)
      if (!found) return undefined
      if (found.connection !== numberOf(connection) || found.signature !== signature)
        return 'replayed'
      return found.until < now() ? undefined : found.agent
    },
    keep: (assertion, { agent, connection, until }) => {
      if (known.size >= sweepAt) sweep()
      if (known.size >= limits.assertionsMax)
        throw new Fault('ERR_BUSY', 'too many agents call at once; come again in a second')
      const { key, signature: part } = partsOf(assertion)
      // A copy: a part would hold all of the text it was cut from.
      const signature = Buffer.from(part, 'latin1').toString('latin1')
      known.set(key, { agent, connection: numberOf(connection), signature, until })
    },
    forget: agent => {
      for (const [key, found] of known) if (found.agent === agent) known.delete(key)
    },
  }
}
