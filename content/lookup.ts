/** Asks the filter about one identifier at a time and collects what it claims. The finders write into its buffer; it keeps no text. */
import type { IdentifierKind } from '../events/scan.ts'
import type { Candidates } from './candidates.ts'
import type { CustomerFilter } from './filter.ts'
import { sipHasher } from './sip-hash.ts'
import { kindByte } from './token.ts'

/** Canonical identifiers are ASCII nearly always: at most 254 bytes for an e-mail address. */
const bufferBytes = 512

/** One filter and one collection of candidates, with the buffer that finders fill. */
export interface Lookup {
  /** The canonical identifier goes here from index 1; index 0 is the kind's. */
  readonly bytes: Uint8Array
  /** Whether the filter claims the `length` bytes in the buffer; if so they are collected. */
  test(kind: IdentifierKind, length: number): boolean
  /** The same for a canonical text of any script. */
  testText(kind: IdentifierKind, canonical: string): boolean
}

/** Binds a filter to a collection of candidates. */
export function openLookup(filter: CustomerFilter, candidates: Candidates): Lookup {
  const words = new Int32Array(bufferBytes / 4)
  const bytes = new Uint8Array(words.buffer)
  const hash = sipHasher(filter.key)
  const encoder = new TextEncoder()
  const test = (kind: IdentifierKind, length: number): boolean => {
    bytes[0] = kindByte[kind]
    const token = hash(words, length + 1)
    if (!filter.has(token.lo, token.hi)) return false
    candidates.add(kind, token.lo, token.hi)
    return true
  }
  return {
    bytes,
    test,
    testText(kind, canonical) {
      const { read, written } = encoder.encodeInto(canonical, bytes.subarray(1))
      return read === canonical.length && test(kind, written)
    },
  }
}
