/** The keyed 64-bit token of an identifier and how tokens are packed for the wire. Does not normalise: callers hand in canonical forms. */
import { Fault } from '../events/fault.ts'
import type { IdentifierKind } from '../events/scan.ts'
import { sipHasher } from './sip-hash.ts'

/** The byte that goes before a canonical identifier, so that equal texts of two kinds get different tokens. */
export const kindByte = { email: 1, phone: 2 } as const satisfies Record<IdentifierKind, number>

const tokenBytes = 8

/** The token of a canonical identifier: SipHash-2-4 under a 16-byte `key` over its kind byte and UTF-8 bytes, unsigned 64 bits. */
export function tokenOf(key: Uint8Array, kind: IdentifierKind, canonical: string): bigint {
  const text = Buffer.from(canonical, 'utf8')
  const length = text.length + 1
  const words = new Int32Array(Math.ceil(length / 4))
  const bytes = new Uint8Array(words.buffer)
  bytes[0] = kindByte[kind]
  bytes.set(text, 1)
  const { lo, hi } = sipHasher(key)(words, length)
  return (BigInt(hi) << 32n) | BigInt(lo)
}

/** Tokens as base64 of 8 little-endian bytes each, in the order given. */
export function packTokens(tokens: BigUint64Array): string {
  const bytes = Buffer.alloc(tokens.length * tokenBytes)
  tokens.forEach((token, index) => {
    bytes.writeBigUInt64LE(token, index * tokenBytes)
  })
  return bytes.toString('base64')
}

/** The inverse of `packTokens`; throws Fault ERR_INPUT_INVALID where the text is not whole tokens in canonical base64. */
export function unpackTokens(base64: string): BigUint64Array {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64') !== base64) {
    throw new Fault('ERR_INPUT_INVALID', 'tokens are not valid base64; send them as the agent does')
  }
  if (bytes.length % tokenBytes !== 0) {
    throw new Fault(
      'ERR_INPUT_INVALID',
      `tokens end within a token: ${bytes.length} bytes are no multiple of ${tokenBytes}`,
    )
  }
  const tokens = new BigUint64Array(bytes.length / tokenBytes)
  for (let index = 0; index < tokens.length; index += 1) {
    tokens[index] = bytes.readBigUInt64LE(index * tokenBytes)
  }
  return tokens
}
