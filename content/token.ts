/** The keyed 64-bit token of an identifier and how tokens are packed for the wire. Does not normalise: callers hand in canonical forms. */
import { Fault } from '../events/fault.ts'
import { type Hash64, sipHasher } from './sip-hash.ts'

/** The byte that goes before a canonical identifier, so that equal texts of two kinds get different tokens. */
export const kindByte = {
  email: 1,
  phone: 2,
  /** Tax and registration ids, customer numbers, postcodes: letters and digits only, upper case. */
  id: 3,
  /** A word of a name, company or address, folded. */
  word: 4,
  /** Eight digits, year first. */
  date: 5,
  domain: 6,
  handle: 7,
  /** A folded word or a date, or either without one of its letters. */
  near: 8,
} as const

/** What can be looked up. */
export type AtomKind = keyof typeof kindByte

const tokenBytes = 8
/** Identifiers are cut behind so many bytes; none is longer. */
const tokenizerBytes = 1024

/** The token of a canonical identifier: SipHash-2-4 under a 16-byte `key` over its kind byte and UTF-8 bytes, unsigned 64 bits. */
export function tokenOf(key: Uint8Array, kind: AtomKind, canonical: string): bigint {
  const { lo, hi } = tokenizer(key)(kind, canonical)
  return (BigInt(hi) << 32n) | BigInt(lo)
}

/** The halves of an identifier's token, valid until the next call. */
export type TokenHasher = (kind: AtomKind, canonical: string) => Hash64

/** The same for many identifiers under one key, as halves that are valid until the next call; folded words have their bytes in latin1. */
export function tokenizer(key: Uint8Array): TokenHasher {
  const hash = sipHasher(key)
  const words = new Int32Array(tokenizerBytes / 4)
  const bytes = Buffer.from(words.buffer)
  return (kind, canonical) => {
    bytes[0] = kindByte[kind]
    return hash(
      words,
      1 + bytes.write(canonical, 1, kind === 'word' || kind === 'near' ? 'latin1' : 'utf8'),
    )
  }
}

/** Tokens as base64 of 8 little-endian bytes each, in the order given. */
export function packTokens(tokens: BigUint64Array): string {
  const bytes = Buffer.alloc(tokens.length * tokenBytes)
  tokens.forEach((token, index) => {
    bytes.writeBigUInt64LE(token, index * tokenBytes)
  })
  return bytes.toString('base64')
}

/** The same of the first `count` tokens given as halves, `lo` before `hi`; the processor is little-endian, as for SipHash. */
export const packHalves = (halves: Uint32Array, count: number): string =>
  Buffer.from(halves.buffer, halves.byteOffset, count * tokenBytes).toString('base64')

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
  return tokensIn(bytes)
}

/** The tokens in so many bytes, 8 little-endian ones each. */
export function tokensIn(bytes: Buffer): BigUint64Array {
  const tokens = new BigUint64Array(bytes.length / tokenBytes)
  for (let index = 0; index < tokens.length; index += 1) {
    tokens[index] = bytes.readBigUInt64LE(index * tokenBytes)
  }
  return tokens
}
