/**
 * Nonces that agents sign into their assertions, as in ACME (RFC 8555, section 6.5): whoever runs takes those alone that it made itself in
 * this life. So an assertion that was read on the way to one collector of a cluster, or before a restart, is worth nothing at another or
 * after it. Nothing is kept of them: each is a time under a key that is made at the start.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { limits } from '../../events/limits.ts'

export interface Nonces {
  /** One that is good from now on, for `limits.assertionNonceMs` at most. */
  current(): string
  /** Whether it was made here, and not too long ago. */
  isGood(nonce: unknown): boolean
}

const timeBytes = 6
const macBytes = 18
/** The same one is given for a while: it says nothing about whom it is for. */
const renewMs = limits.assertionNonceMs / 8

export function openNonces(now: () => number): Nonces {
  const key = randomBytes(32)
  let last = { madeAt: Number.NEGATIVE_INFINITY, text: '' }

  const macOf = (time: Uint8Array): Buffer =>
    createHmac('sha256', key).update(time).digest().subarray(0, macBytes)

  function make(madeAt: number): string {
    const time = Buffer.alloc(timeBytes)
    time.writeUIntBE(madeAt, 0, timeBytes)
    return Buffer.concat([time, macOf(time)]).toString('base64url')
  }

  return {
    current: () => {
      const time = Math.floor(now())
      // A clock that was set back must not give what is of its future.
      if (time < last.madeAt || time - last.madeAt >= renewMs)
        last = { madeAt: time, text: make(time) }
      return last.text
    },
    isGood: nonce => {
      if (typeof nonce !== 'string') return false
      const bytes = Buffer.from(nonce, 'base64url')
      if (bytes.length !== timeBytes + macBytes) return false
      const time = bytes.subarray(0, timeBytes)
      if (!timingSafeEqual(macOf(time), bytes.subarray(timeBytes))) return false
      const age = now() - time.readUIntBE(0, timeBytes)
      return age >= 0 && age <= limits.assertionNonceMs
    },
  }
}
